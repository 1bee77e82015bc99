import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What the operating system knows of other processes. A number alone proves nothing: it may belong to
 * another program by now, so every question here is asked together with what identifies the process.
 */
export interface ProcessTable {
  /** The arguments of a live process joined by spaces; `undefined` when there is none. */
  commandLineOf(pid: number): string | undefined;
  /** Differs for two processes that had the same number one after the other; `undefined` when there is none. */
  identityOf(pid: number): string | undefined;
}

export const processTable: ProcessTable =
  process.platform === 'linux'
    ? { commandLineOf: readCommandLine, identityOf: readIdentity }
    : process.platform === 'win32'
      ? { commandLineOf: (pid) => ask(pid, 'CommandLine'), identityOf: (pid) => ask(pid, 'CreationDate') }
      : { commandLineOf: (pid) => ps(pid, 'command'), identityOf: (pid) => ps(pid, 'lstart') };

function readCommandLine(pid: number): string | undefined {
  const text = readProc(pid, 'cmdline');
  // A dead process that nobody has waited for has no arguments any more.
  return text ? text.replaceAll('\0', ' ').trimEnd() : undefined;
}

/** Ticks from the start of the machine to that of the process, and which start of the machine. */
function readIdentity(pid: number): string | undefined {
  const stat = readProc(pid, 'stat');
  if (!stat) return undefined;
  // The name in brackets may hold spaces; what follows it begins with the state.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${fields[18]}`;
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string | undefined {
  return answer('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)]);
}

function ask(pid: number, property: string): string | undefined {
  const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').${property}`;
  return answer('powershell', ['-NoProfile', '-Command', query]);
}

function answer(command: string, args: string[]): string | undefined {
  try {
    return (
      execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
