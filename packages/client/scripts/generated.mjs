import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse } from 'graphql';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export const TARGET = at('../src/generated.ts');

/** How the documents are made; the guide recommends the same. */
const CONFIG = {
  config: {
    documentMode: 'string',
    strictScalars: true,
    useTypeImports: true,
    enumsAsTypes: true,
    scalars: { DateTime: 'string' },
  },
  presetConfig: { fragmentMasking: false },
};

/** Types and documents for the operations of this package, as the printed schema has them. */
export async function generated() {
  const documents = globSync('operations/*.graphql', { cwd: at('..') })
    .sort()
    .map((location) => {
      const rawSDL = readFileSync(at(`../${location}`), 'utf8');
      return { location, rawSDL, document: parse(rawSDL) };
    });
  const schema = parse(readFileSync(at('../../../schema/candor.graphql'), 'utf8'));
  return `${errorCodes()}${await generate({ schema, documents, ...CONFIG })}`;
}

/** What the client preset of graphql-codegen makes of documents. */
export async function generate(options) {
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: 'generated/',
    plugins: [],
    pluginMap: {},
    ...options,
  });
  const types = await codegen(sections.find(({ filename }) => filename === 'generated/graphql.ts'));
  return types.replaceAll('Record<string, any>', 'Record<string, unknown>');
}

/** The closed list of codes, which GraphQL has no type for: it is printed beside the schema. */
function errorCodes() {
  const [topLevel] = readFileSync(at('../../../schema/errors.md'), 'utf8').split('`userErrors.code`');
  const codes = [...topLevel.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => `  | '${code}'`);
  return `/** Every code of \`extensions.code\`; what they mean stands in \`schema/errors.md\`. */\nexport type ErrorCode =\n${codes.join('\n')};\n\n`;
}
