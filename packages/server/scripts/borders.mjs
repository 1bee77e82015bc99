import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Imports go one way: kernel ← core ← plugins; server, testing and examples compose, and nobody imports server. */
const ALLOWED = {
  'packages/kernel': [],
  'packages/core': ['@candor/kernel'],
  'packages/server': ['@candor/kernel', '@candor/core', '@candor/plugin-'],
  'packages/client': [],
  'packages/testing': ['@candor/kernel', '@candor/core', '@candor/server'],
  plugins: ['@candor/kernel', '@candor/core'],
  examples: ['@candor/kernel', '@candor/core', '@candor/client'],
};

/** Tests and what only they use (`test-fixture.ts`) may use the testing package. */
const ALLOWED_IN_TESTS = ['@candor/testing'];
const OF_TESTS = /(\.test|[\\/]test-[a-z-]+)\.ts$/;

const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

/** One line for each import that crosses a border, naming the file, the import and what is allowed there. */
export function findForbiddenImports(root) {
  const forbidden = [];
  for (const file of globSync('{packages,plugins,examples}/*/src/**/*.ts', { cwd: root })) {
    const parts = file.split(sep);
    const home = parts.slice(0, 2).join('/');
    const allowed = [
      ...(ALLOWED[home] ?? ALLOWED[parts[0]] ?? []),
      ...(OF_TESTS.test(file) ? ALLOWED_IN_TESTS : []),
    ];
    for (const [, target] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
      const complaint = complaintAbout(target, parts, allowed);
      if (complaint) forbidden.push(`${file} imports ${target}: ${complaint}`);
    }
  }
  return forbidden;
}

function complaintAbout(target, parts, allowed) {
  if (target.startsWith('@candor/')) {
    const isAllowed = allowed.some(
      (name) => target === name || target.startsWith(name.endsWith('-') ? name : `${name}/`),
    );
    return isAllowed ? undefined : `allowed here: ${allowed.join(', ') || 'no other room'}`;
  }
  // `packages/kernel/src/a/b.ts` lies one folder deep in its source folder: one `../` stays inside.
  const climbs = target.split('/').filter((part) => part === '..').length;
  return climbs > parts.length - 4 ? 'a path that leaves the package; import it by its name' : undefined;
}
