import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import './source-hooks.mjs';

/** `npm run bench -- NAME`: runs `test/bench/NAME.ts`, prints what it measured and keeps it as JSON. */
export async function run([name, ...args], root) {
  const file = join(root, 'test/bench', `${name}.ts`);
  if (!name || !existsSync(file)) {
    process.stderr.write(`Which benchmark? ${benchmarks(root).join(', ')}\n`);
    return 2;
  }
  const { default: bench } = await import(pathToFileURL(file).href);
  const report = { name, at: new Date().toISOString(), machine: machine(), ...(await bench({ root, args })) };
  mkdirSync(join(root, '.candor/bench'), { recursive: true });
  writeFileSync(join(root, '.candor/bench', `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  print(report);
  return report.measures.every(holds) ? 0 : 1;
}

function benchmarks(root) {
  return globSync('*.ts', { cwd: join(root, 'test/bench') })
    .filter((file) => /^export default /m.test(readFileSync(join(root, 'test/bench', file), 'utf8')))
    .map((file) => basename(file, '.ts'));
}

function machine() {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.version}`;
}

/** A measure without a bar is a figure behind another one. */
function holds({ value, atMost = Infinity, atLeast = -Infinity }) {
  return value <= atMost && value >= atLeast;
}

function print({ title, machine: where, versions = {}, measures }) {
  process.stdout.write(`${title}\n${where}\n`);
  const peers = Object.entries(versions).map(([peer, version]) => `${peer} ${version}`);
  if (peers.length > 0) process.stdout.write(`${peers.join(', ')}\n`);
  const rows = measures.map((measure) => [
    measure.row ?? '',
    measure.name,
    amount(measure.value, measure.unit),
    bar(measure),
    verdict(measure),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    process.stdout.write(
      `${row
        .map((cell, column) =>
          column === 2 ? cell.padStart(widths[column]) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

function amount(value, unit) {
  return `${Number(value.toPrecision(4))} ${unit}`.trim();
}

function bar({ atMost, atLeast, aim, unit }) {
  const bound = atMost !== undefined ? `≤ ${atMost}` : atLeast !== undefined ? `≥ ${atLeast}` : '';
  return [bound && `${bound} ${unit}`.trim(), aim !== undefined && `aim ${aim}`].filter(Boolean).join(', ');
}

function verdict(measure) {
  if (measure.atMost === undefined && measure.atLeast === undefined) return '';
  return holds(measure) ? 'holds' : 'MISSED';
}
