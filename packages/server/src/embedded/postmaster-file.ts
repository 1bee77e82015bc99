import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProcessTable } from '../processes/process-table.js';

/** What a PostgreSQL server writes into `postmaster.pid` of its data directory while it runs. */
export interface PostmasterFile {
  readonly pid: number;
  readonly dataDirectory: string;
  readonly startedAt: Date;
  readonly port: number;
  /** Empty where the server listens on TCP alone. */
  readonly socketDirectory: string;
}

/** Reads the file; `undefined` when there is none or it is not one. A server writes it line by line. */
export function readPostmasterFile(dataDirectory: string): PostmasterFile | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8');
  } catch {
    return undefined;
  }
  return parsePostmasterFile(text);
}

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const [pid, dataDirectory = '', startedAt, port, socketDirectory = ''] = text.split('\n');
  if (!Number(pid) || dataDirectory === '') return undefined;
  return {
    // A server in single-user mode writes its number negated.
    pid: Math.abs(Number(pid)),
    dataDirectory,
    startedAt: new Date(Number(startedAt) * 1000),
    port: Number(port) || 0,
    socketDirectory,
  };
}

/**
 * Whether the process that the file names is a PostgreSQL server on this very directory. The number alone
 * may belong to another program by now, and the file alone may be a copy of another directory's, so the file
 * must name this directory and the process must have been started with it. Nothing else is ever signalled.
 */
export function isServerOf(dataDirectory: string, file: PostmasterFile, table: ProcessTable): boolean {
  if (file.dataDirectory !== dataDirectory) return false;
  const commandLine = table.commandLineOf(file.pid);
  if (!commandLine?.includes(` -D ${dataDirectory} `)) return false;
  return /^"?postgres(\.exe)?"?$/.test(basename(commandLine.slice(0, commandLine.indexOf(' -D '))));
}
