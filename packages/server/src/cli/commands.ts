import type { Command } from 'commander';
import { auditCommand } from './audit.js';
import { backupCommand } from './backup.js';
import { clusterCommand } from './cluster.js';
import { configCommand } from './config.js';
import type { CommandContext } from './context.js';
import { devCommand } from './dev.js';
import { doctorCommand } from './doctor.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { keysCommand } from './keys.js';
import { migrateCommand } from './migrate.js';
import { pluginCommand } from './plugin.js';
import { restoreCommand } from './restore.js';
import { schemaCommand } from './schema.js';
import { seedCommand } from './seed.js';
import { serveCommand } from './serve.js';
import { tokenCommand } from './token.js';
import { workCommand } from './work.js';

/** Adds one command, with its options, to the program. */
export type CommandModule = (program: Command, context: CommandContext) => void;

/** Every command of `candor`, in the order in which `--help` lists them. */
export const COMMANDS: readonly CommandModule[] = [
  devCommand,
  serveCommand,
  workCommand,
  clusterCommand,
  migrateCommand,
  seedCommand,
  tokenCommand,
  importCommand,
  exportCommand,
  schemaCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  keysCommand,
  auditCommand,
  configCommand,
  pluginCommand,
];
