import { openPlatform, readConfiguration } from '@candor/server/cli';
import type { TestPlatform } from '@candor/testing';
import { addressOf } from './command-line.js';

type Opened = Awaited<ReturnType<typeof openPlatform>>;
type Plugins = NonNullable<Parameters<typeof openPlatform>[2]>;
type Logger = Parameters<typeof openPlatform>[1]['logger'];

interface TwoProcessesOptions {
  /** Where files are kept. */
  readonly home: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly plugins: Plugins;
  readonly loggers: { readonly serve: Logger; readonly work: Logger };
}

/** One that serves and one that works, each as the process of its own would be opened, on the database of a test. */
export class TwoProcesses {
  /** The test's own platform ends: what is done from now on, these two do. */
  static async start(platform: TestPlatform, options: TwoProcessesOptions): Promise<TwoProcesses> {
    await platform.settle();
    await platform.platform.stop();
    const { connection } = platform;
    const configuration = readConfiguration({
      NODE_ENV: 'test',
      CANDOR_HOME: options.home,
      CANDOR_MASTER_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      DATABASE_URL: addressOf(connection),
      PORT: '0',
      ...options.environment,
    });
    const { plugins, loggers } = options;
    const opened = await openPlatform(configuration, { connection, logger: loggers.serve }, plugins);
    const worker = await openPlatform(configuration, { connection, logger: loggers.work }, plugins);
    return new TwoProcesses(opened, worker, await opened.serve(), await worker.work());
  }

  private constructor(
    readonly server: Opened,
    private readonly worker: Opened,
    private readonly serving: Awaited<ReturnType<Opened['serve']>>,
    private readonly working: Awaited<ReturnType<Opened['work']>>,
  ) {}

  /** Where the API is. */
  get url(): string {
    return this.serving.url;
  }

  async close(): Promise<void> {
    await this.serving.close();
    await this.working.close();
    await this.worker.close();
    await this.server.close();
  }
}
