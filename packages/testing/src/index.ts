export { Client, type Result, type RunOptions } from './client.js';
export { allPlugins, pluginsOfThisRun } from './plugins-of-this-run.js';
export {
  createTestPlatform,
  type ListenOptions,
  type TestPlatform,
  type TestPlatformOptions,
} from './test-platform.js';
