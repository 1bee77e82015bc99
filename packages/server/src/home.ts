import { mkdirSync } from 'node:fs';

/**
 * Makes the folder of this installation unless it is there. Where root starts Candor, the account that the
 * embedded database runs under has to pass through it; what is secret in it are private files.
 */
export function makeHome(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
}
