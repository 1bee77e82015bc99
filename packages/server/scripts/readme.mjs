import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A code block that shows a file of the project, and which one. */
const SHOWN = /<!-- file: (\S+) -->\n```(\w+)\n[\s\S]*?```/g;

/** The README with every shown file as it is now. */
export function currentReadme(root) {
  return readFileSync(join(root, 'README.md'), 'utf8').replace(
    SHOWN,
    (_, file, language) =>
      `<!-- file: ${file} -->\n\`\`\`${language}\n${readFileSync(join(root, file), 'utf8')}\`\`\``,
  );
}

/** `candor readme`: brings the shown files up to date; the checks only look whether they are. */
export function run(_args, root) {
  writeFileSync(join(root, 'README.md'), currentReadme(root));
  return 0;
}
