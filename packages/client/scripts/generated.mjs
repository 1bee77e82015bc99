import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse } from 'graphql';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export const TARGET = at('../src/generated.ts');

/** How the scalars of the schema travel in JSON. */
const SCALARS = JSON.parse(readFileSync(at('../scalars.json'), 'utf8'));

/** Types and documents for the operations of this package, as the printed schema has them. */
export async function generated() {
  const documents = globSync('operations/*.graphql', { cwd: at('..') })
    .sort()
    .map((location) => {
      const rawSDL = readFileSync(at(`../${location}`), 'utf8');
      return { location, rawSDL, document: parse(rawSDL) };
    });
  const schema = parse(readFileSync(at('../../../schema/candor.graphql'), 'utf8'));
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: 'generated/',
    schema,
    documents,
    config: {
      documentMode: 'string',
      enumsAsTypes: true,
      scalars: SCALARS,
      strictScalars: true,
      useTypeImports: true,
    },
    presetConfig: { fragmentMasking: false },
    plugins: [],
    pluginMap: {},
  });
  const section = sections.find(
    ({ filename }) => filename.endsWith('graphql.ts') && !filename.endsWith('gql.ts'),
  );
  const types = await codegen(section);
  return `${errorCodes()}${types.replaceAll('Record<string, any>', 'Record<string, unknown>')}`;
}

/** The closed list of codes, which GraphQL has no type for: it is printed beside the schema. */
function errorCodes() {
  const [topLevel] = readFileSync(at('../../../schema/errors.md'), 'utf8').split('`userErrors.code`');
  const codes = [...topLevel.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => `  | '${code}'`);
  return `/** Every code of \`extensions.code\`; what they mean stands in \`schema/errors.md\`. */\nexport type ErrorCode =\n${codes.join('\n')};\n\n`;
}
