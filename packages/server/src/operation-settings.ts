import { z } from 'zod';
import { address, fraction, headers, setting, wholeNumber } from './setting.js';

/** How long a drill proves that backups can be restored, in days: the kernel's number, which is loaded only later. */
const DRILL_COUNTS_FOR = 90;

/** What an operator sets to see how the installation is doing. */
export const OPERATION_SETTINGS = {
  metricsPort: setting({
    variable: 'METRICS_PORT',
    meaning:
      'Where /metrics is served for Prometheus, not on the port of the API; a worker takes the next one. Left out, nowhere',
    expects: 'a whole number from 0 to 65534',
    example: '9464',
    schema: wholeNumber(0, 65_534).optional(),
  }),
  metricsHost: setting({
    variable: 'METRICS_HOST',
    meaning: 'The address that /metrics listens on',
    expects: 'an address of this machine that is not public',
    example: '10.0.0.5',
    schema: z.string().default('127.0.0.1'),
  }),
  logLevel: setting({
    variable: 'LOG_LEVEL',
    meaning: 'The least important lines that are logged; info in production, else warn',
    expects: 'trace, debug, info, warn, error, fatal or silent',
    example: 'info',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
  }),
  backupFolder: setting({
    variable: 'BACKUP_FOLDER',
    meaning:
      'Where your backups lie, each a file that ends in .backup; a worker that can read it restores the newest for a trial now and then',
    expects: 'a folder',
    example: '/var/backups/candor',
    schema: z.string().optional(),
  }),
  drillDays: setting({
    variable: 'RESTORE_DRILL_DAYS',
    meaning: 'After how many days the newest backup in BACKUP_FOLDER is restored for a trial again',
    expects: `a whole number from 1 to ${DRILL_COUNTS_FOR}`,
    example: '30',
    schema: wholeNumber(1, DRILL_COUNTS_FOR).default(30),
  }),
  otlpEndpoint: setting({
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    meaning:
      'Where traces are sent to, in the form of OTLP over HTTP; left out, nothing is traced. Requests, hooks, handlers, jobs and webhooks are told, by ids and names only',
    expects: 'the http or https address of a collector',
    example: 'http://collector.internal:4318',
    schema: address('http:', 'https:').optional(),
  }),
  otlpHeaders: setting({
    variable: 'OTEL_EXPORTER_OTLP_HEADERS',
    meaning: 'Headers that the collector asks for',
    expects: 'NAME=VALUE separated by commas',
    example: 'authorization=Bearer%20secret',
    schema: headers.optional(),
    isSecret: true,
  }),
  serviceName: setting({
    variable: 'OTEL_SERVICE_NAME',
    meaning: 'What this installation is called in traces',
    expects: 'a name',
    example: 'candor-eu',
    schema: z.string().max(100).default('candor'),
  }),
  traceShare: setting({
    variable: 'OTEL_TRACES_SAMPLER_ARG',
    meaning:
      'Which share of the traces that begin here is recorded; whoever sends a traceparent has decided that already',
    expects: 'a number from 0 to 1',
    example: '0.1',
    schema: fraction.default(1),
  }),
};
