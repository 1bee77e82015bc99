export { Client, type Result, type RunOptions } from './client.js';
export { createTestPlatform, type TestPlatform, type TestPlatformOptions } from './test-platform.js';
