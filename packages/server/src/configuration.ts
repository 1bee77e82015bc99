import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { OPERATION_SETTINGS } from './operation-settings.js';
import {
  address,
  addressRange,
  budget,
  json,
  keys,
  list,
  origin,
  type Setting,
  setting,
  wholeNumber,
} from './setting.js';

const issuer = z.strictObject({
  issuer: z.url(),
  audience: z.string().min(1),
  jwksUri: z.url(),
  /** The kind of actor that its tokens vouch for. */
  kind: z.string().min(1),
  /** The claim that names the actor. */
  claim: z.string().min(1),
});

/** What the dearest operation costs that is ever run: whoever may spend less could not ask it at all. */
export const DEAREST = 5_000;
const BUDGET = `off, or two whole numbers in the unit of extensions.cost, the first at least ${DEAREST}`;

/** Everything that can be set from outside, under the names that the code uses. */
const SETTINGS = {
  environment: setting({
    variable: 'NODE_ENV',
    meaning: 'What this installation is for',
    expects: 'development, test or production',
    example: 'production',
    schema: z.enum(['development', 'test', 'production']).default('development'),
  }),
  port: setting({
    variable: 'PORT',
    meaning: 'Where the API listens; 0 is any free port',
    expects: 'a whole number from 0 to 65535',
    example: '4000',
    schema: wholeNumber(0, 65_535).default(4000),
  }),
  host: setting({
    variable: 'HOST',
    meaning: 'The address that the API listens on',
    expects: 'an address of this machine',
    example: '0.0.0.0',
    schema: z.string().default('127.0.0.1'),
  }),
  publicUrl: setting({
    variable: 'CANDOR_PUBLIC_URL',
    meaning: 'The address under which customers reach the platform, for links',
    expects: 'an http or https address',
    example: 'https://care.example.com',
    schema: address('http:', 'https:').optional(),
  }),
  home: setting({
    variable: 'CANDOR_HOME',
    meaning: 'The folder of this installation: its embedded database and its generated keys',
    expects: 'a folder',
    example: '.candor',
    schema: z.string().default('.candor'),
  }),
  databaseUrl: setting({
    variable: 'DATABASE_URL',
    meaning: 'A PostgreSQL server of your own, version 15 or newer; left out, the embedded one',
    expects: 'a postgresql address',
    example: 'postgresql://candor:secret@db.example.com:5432/candor',
    schema: address('postgres:', 'postgresql:').optional(),
    isSecret: true,
  }),
  redisUrl: setting({
    variable: 'REDIS_URL',
    meaning: 'A Redis server for jobs; left out, they are kept in the database',
    expects: 'a redis address',
    example: 'redis://cache.example.com:6379',
    schema: address('redis:', 'rediss:').optional(),
    isSecret: true,
  }),
  poolSize: setting({
    variable: 'CANDOR_POOL_SIZE',
    meaning: 'How many database connections a process may hold at once',
    expects: 'a whole number from 1 to 1000',
    example: '10',
    schema: wholeNumber(1, 1000).default(10),
  }),
  masterKey: setting({
    variable: 'CANDOR_MASTER_KEY',
    meaning: 'The key that protects all other keys; in development it is generated',
    expects:
      '32 bytes in base64; or, while it is exchanged, ID:KEY,ID:KEY with the one that seals first, where "main" is the id of a key that stood alone',
    example: '"$(openssl rand -base64 32)"',
    schema: keys.optional(),
    isSecret: true,
  }),
  issuers: setting({
    variable: 'CANDOR_ISSUERS',
    meaning: 'Identity providers whose tokens are taken, and what kind of actor each vouches for',
    expects: 'a JSON list of { issuer, audience, jwksUri, kind, claim }',
    example:
      '[{"issuer":"https://id.example.com","audience":"candor","jwksUri":"https://id.example.com/jwks","kind":"staff","claim":"sub"}]',
    schema: json(z.array(issuer)).default([]),
  }),
  documents: setting({
    variable: 'PERSISTED_DOCUMENTS',
    meaning: 'A file or a folder of documents that clients may ask for by hash or name',
    expects: 'a folder of .graphql files, or a JSON file of documents by their SHA-256 or name',
    example: 'documents.json',
    schema: z.string().optional(),
  }),
  adHocDocuments: setting({
    variable: 'AD_HOC_DOCUMENTS',
    meaning: 'Who may send documents that are not among PERSISTED_DOCUMENTS',
    expects: 'everybody, signed-in or nobody',
    example: 'nobody',
    schema: z.enum(['everybody', 'signed-in', 'nobody']).default('everybody'),
  }),
  corsOrigins: setting({
    variable: 'CORS_ORIGINS',
    meaning: 'Origins whose pages may call the API',
    expects: 'origins separated by commas, each without a path or a wildcard',
    example: 'https://care.example.com,http://localhost:5173',
    schema: list(origin).default([]),
  }),
  actorBudget: setting({
    variable: 'RATE_LIMIT_ACTOR',
    meaning:
      'What each signed-in actor may spend in each process, at once / coming back a second; left out, more than an honest client needs',
    expects: BUDGET,
    example: '100000/5000',
    schema: budget(DEAREST).optional(),
  }),
  addressBudget: setting({
    variable: 'RATE_LIMIT_ADDRESS',
    meaning: 'The same for each address that sends requests without a token',
    expects: BUDGET,
    example: '20000/1000',
    schema: budget(DEAREST).optional(),
  }),
  mintsPerMinute: setting({
    variable: 'RATE_LIMIT_MINTING',
    meaning: 'How many tokens each integration may mint in a minute, over all processes',
    expects: 'a whole number from 1 to 1000000',
    example: '600',
    schema: wholeNumber(1, 1_000_000).optional(),
  }),
  drainSeconds: setting({
    variable: 'DRAIN_SECONDS',
    meaning:
      'How long a server that ends goes on answering after it has said that it is not ready: what its balancer needs to look elsewhere; 2 in production, else 0',
    expects: 'a whole number from 0 to 9',
    example: '5',
    schema: wholeNumber(0, 9).optional(),
  }),
  trustedProxies: setting({
    variable: 'TRUSTED_PROXIES',
    meaning: 'Proxies whose X-Forwarded-For header is believed',
    expects: 'addresses or ranges separated by commas',
    example: '10.0.0.0/8,192.168.1.7',
    schema: list(addressRange).default([]),
  }),
  ...OPERATION_SETTINGS,
};

type Settings = typeof SETTINGS;
type Values = { readonly [Name in keyof Settings]: z.output<Settings[Name]['schema']> };

/** What a process runs with. Read once, when it starts; nothing else looks into the environment. */
export interface Configuration extends Values {
  readonly logLevel: NonNullable<Values['logLevel']>;
  readonly drainSeconds: number;
}

/** All that is wrong with the environment, one line a mistake. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    const count = problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`;
    super(`The configuration has ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment. A variable that is empty counts as not set. Throws all mistakes at once. */
export function readConfiguration(environment: Environment = process.env): Configuration {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries<Setting>(SETTINGS)) {
    try {
      values[name] = readSetting(definition, environment);
    } catch (error) {
      problems.push(`${definition.variable}: ${(error as Error).message}`);
    }
  }
  const read = values as Values;
  if (
    read.environment === 'production' &&
    !read.masterKey &&
    !problems.some((line) => line.startsWith('CANDOR_MASTER'))
  ) {
    problems.push(`CANDOR_MASTER_KEY: has to be set in production; ${advice(SETTINGS.masterKey)}`);
  }
  const documents = read.documents && resolve(environment.CANDOR_ROOT ?? '.', read.documents);
  if (documents && !existsSync(documents))
    problems.push(`PERSISTED_DOCUMENTS: there is no ${documents}; ${advice(SETTINGS.documents)}`);
  if (!documents && read.adHocDocuments && read.adHocDocuments !== 'everybody')
    problems.push(
      `AD_HOC_DOCUMENTS: without PERSISTED_DOCUMENTS nothing would be answered; set both or neither`,
    );
  if (read.metricsPort !== undefined && read.metricsPort !== 0 && read.metricsPort === read.port)
    problems.push(`METRICS_PORT: it is the port of the API (PORT); ${advice(SETTINGS.metricsPort)}`);
  const backupFolder = read.backupFolder && resolve(environment.CANDOR_ROOT ?? '.', read.backupFolder);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    ...read,
    documents,
    backupFolder,
    home: resolve(environment.CANDOR_ROOT ?? '.', read.home),
    drainSeconds: read.drainSeconds ?? (read.environment === 'production' ? 2 : 0),
    logLevel: read.logLevel ?? (read.environment === 'production' ? 'info' : 'warn'),
  };
}

function readSetting(definition: Setting, environment: Environment): unknown {
  const text = readText(definition, environment);
  const parsed = definition.schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const found = definition.isSecret ? 'what is set' : JSON.stringify(text);
  throw new Error(`${found} is not right; ${advice(definition)}`);
}

function readText({ variable, isSecret }: Setting, environment: Environment): string | undefined {
  const direct = environment[variable] || undefined;
  const file = (isSecret && environment[`${variable}_FILE`]) || undefined;
  if (!file) return direct;
  if (direct) throw new Error(`set it or ${variable}_FILE, not both`);
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    throw new Error(`${variable}_FILE names a file that cannot be read: ${(error as Error).message}`);
  }
}

function advice({ variable, expects, example }: Setting): string {
  return `give ${expects}, such as ${variable}=${example}`;
}

/** One line a setting, as `candor config print` shows it: secrets are named, never shown. */
export interface DescribedSetting {
  readonly variable: string;
  readonly value: string;
  readonly meaning: string;
}

export function describe(configuration: Configuration): DescribedSetting[] {
  return Object.entries<Setting>(SETTINGS).map(([name, { variable, meaning, isSecret }]) => {
    const value = configuration[name as keyof Configuration];
    return {
      variable,
      meaning,
      value: value !== undefined && isSecret ? redact(String(value)) : show(value),
    };
  });
}

function show(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Of an address, where it leads is no secret; who enters, and with what, is. */
function redact(value: string): string {
  const url = URL.parse(value);
  return url?.host ? `${url.protocol}//***@${url.host}${url.pathname}` : '***';
}
