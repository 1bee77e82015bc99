import { spawn } from 'node:child_process';

/**
 * Runs one program of a longer sequence with its output passed through, and answers its exit code and what
 * it printed. A signal that ends the sequence ends the program too.
 */
export function program(command, args, { root, env = {} }) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    const end = (signal) => {
      child.kill(signal);
      process.exitCode = 1;
      child.once('exit', () => process.exit());
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, end);
    child.on('error', failed);
    child.on('close', (code) => {
      for (const signal of signals) process.off(signal, end);
      done({ code: code ?? 1, output });
    });
  });
}

/** Runs steps one after the other, each answering how many of its checks passed and failed, and adds up. */
export async function runSteps(steps, root) {
  const sum = { passed: 0, failed: 0 };
  for (const { name, run } of steps) {
    process.stdout.write(`\n── ${name}\n`);
    const { passed, failed } = await run(root);
    if (failed > 0) process.stdout.write(`✗ ${name}: ${failed} failed\n`);
    sum.passed += passed;
    sum.failed += failed;
  }
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** A program whose exit code is the whole answer, counted as one check. */
export function checkedBy(command, ...args) {
  return async (root) => oneCheck((await program(command, args, { root })).code === 0);
}

export function oneCheck(isGood) {
  return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
