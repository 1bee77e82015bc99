import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** A browser of this machine: the one that `CHROMIUM` names, or the first that the search path has. */
function installed(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

const executable = installed();

/** Why tests in a browser are left out, where they are; in CI they may not be. */
export const LEFT_OUT = executable === undefined && !process.env['CI'];

if (LEFT_OUT)
  process.stderr.write(
    'Tests in a browser are left out: there is no Chromium on this machine (set CHROMIUM).\n',
  );

export function openBrowser(): Promise<Browser> {
  if (executable === undefined) throw new Error('CI has to install a Chromium.');
  // Its sandbox does not start for root, and the pages are our own.
  return chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
