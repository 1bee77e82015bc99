import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const PNPM = 'pnpm@12.21.0';
const OFFLINE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|error sending request|dns error/;

/**
 * Installs exactly what the lockfile names, unless that is what was installed last. A plugin that is new in
 * `plugins/` joins the lockfile first. Plain JavaScript for the machine's own Node; quiet, unless it fails.
 */
export async function install(root) {
  const remembered = join(root, 'node_modules', '.candor-install');
  if (read(remembered) === fingerprint(root)) return;
  const added = unlisted(root);
  process.stderr.write(
    added.length > 0
      ? `Installing what ${added.join(' and ')} needs …\n`
      : 'Installing what the lockfile names; the first time this takes a minute …\n',
  );
  const mode = added.length > 0 ? '--no-frozen-lockfile' : '--frozen-lockfile';
  const { code, output } = await run('npx', ['--yes', PNPM, 'install', mode], root);
  if (code !== 0) throw new Error(explain(code, output));
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(remembered, fingerprint(root));
}

/** A checkout that is shared between two platforms is installed anew for each. */
function fingerprint(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml')));
  for (const folder of plugins(root)) hash.update(readFileSync(join(root, folder, 'package.json')));
  return `${process.platform}-${process.arch} ${hash.digest('hex')}\n`;
}

/** Plugins that the lockfile does not know yet. */
function unlisted(root) {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  return plugins(root).filter((folder) => !lockfile.includes(`\n  ${folder}:\n`));
}

function plugins(root) {
  const folder = join(root, 'plugins');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'package.json')))
    .sort()
    .map((name) => `plugins/${name}`);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function run(command, args, root) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('error', (error) => done({ code: 127, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}

/** Never asks, builds with the development dependencies, and has a home to keep its downloads in. */
function environment() {
  const { NODE_ENV, ...rest } = process.env;
  const env = { ...rest, CI: 'true' };
  if (!isWritable(home())) {
    const substitute = join(tmpdir(), `candor-home-${process.getuid?.() ?? 'user'}`);
    mkdirSync(substitute, { recursive: true, mode: 0o700 });
    env.HOME = substitute;
  }
  return env;
}

function home() {
  try {
    return process.env.HOME === '' ? '' : homedir();
  } catch {
    return '';
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return folder !== '';
  } catch {
    return false;
  }
}

function explain(code, output) {
  if (code === 127) return `npx was not found (${output}). Candor needs npm beside Node.`;
  const tail = output.trimEnd().split('\n').slice(-30).join('\n');
  if (OFFLINE.test(output)) {
    return `${tail}\n\nThe npm registry cannot be reached, and not everything is installed yet. Connect to the network and run the command again.`;
  }
  return `${tail}\n\nInstalling failed (exit code ${code}).`;
}
