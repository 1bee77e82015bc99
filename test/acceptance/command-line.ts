import type { PluginDefinition } from '@candor/kernel';
import { main, openPlatform } from '@candor/server/cli';
import type pg from 'pg';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one `candor` command in this process, beside core with these plugins. */
export async function command(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  plugins: readonly PluginDefinition[] = [],
): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const code = await main(args, {
    environment: { LOG_LEVEL: 'silent', ...environment },
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    openPlatform: (configuration, services) => openPlatform(configuration, services, plugins),
  });
  return { code, stdout, stderr };
}

/** A database as `DATABASE_URL` has it, on the same server or another one. */
export function addressOf(connection: pg.ClientConfig, name = connection.database ?? ''): string {
  const { connectionString, host = '', port, user, password } = connection;
  const url = new URL(connectionString ?? `postgresql://localhost:${port}/${name}`);
  url.pathname = `/${name || url.pathname.slice(1)}`;
  if (connectionString === undefined) {
    url.username = user ?? '';
    url.password = typeof password === 'string' ? password : '';
    if (host.startsWith('/')) url.searchParams.set('host', host);
    else url.hostname = host;
  }
  return url.href;
}
