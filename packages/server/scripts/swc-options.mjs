/**
 * How TypeScript becomes JavaScript, for the build, for jest and for programs run from source alike, so
 * that what is tested is what runs. Types are erased, never emitted: decorators state them explicitly.
 */
export const swcOptions = {
  swcrc: false,
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};
