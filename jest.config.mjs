import { existsSync } from 'node:fs';
import { swcOptions } from './packages/server/scripts/swc-options.mjs';

export default {
  // Folders that hold nothing yet are not in a fresh clone.
  roots: ['packages', 'plugins', 'test', 'examples']
    .filter((folder) => existsSync(new URL(folder, import.meta.url)))
    .map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/[a-z]+/[^/]+/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', swcOptions] },
  resolver: '<rootDir>/packages/server/scripts/jest-resolver.cjs',
  globalSetup: '<rootDir>/packages/server/scripts/test-server.mjs',
  globalTeardown: '<rootDir>/packages/server/scripts/test-server-stop.mjs',
  // Workspace packages are tested from their sources.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  maxWorkers: 2,
  // Modules of ESM are never let go by a worker, so one that has grown makes room for a new one.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 30_000,
  watchman: false,
};
