import pg from 'pg';
import { serialize } from 'pg-protocol';

/** A statement as it is asked; one with a name stays prepared on the connection. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
  readonly name?: string | undefined;
}

/** What PostgreSQL answers to one. */
export interface Answer<Row = Record<string, unknown>> {
  readonly command: string | null;
  readonly rowCount: number | null;
  readonly rows: Row[];
}

/** What did not run, because of what failed before it. */
export class Skipped extends Error {}

interface Asked {
  readonly text: string;
  readonly name: string | undefined;
  /** As they travel; undefined for a text that may be several statements. */
  readonly values: Array<string | Buffer | null> | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The columns of an answer. */
interface Columns {
  readonly names: readonly string[];
  readonly parsers: ReadonlyArray<(text: string) => unknown>;
  readonly empty: Record<string, unknown>;
}

const NO_COLUMNS: Columns = { names: [], parsers: [], empty: {} };

/** What `pg` keeps of a connection beyond its types. */
interface Connection extends pg.Connection {
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
}

/** The columns of the statements that a connection has prepared: those of one cannot change any more. */
const prepared = new WeakMap<pg.Connection, Map<string, Columns>>();

const { prepareValue } = (
  pg as unknown as { utils: { prepareValue: (value: unknown) => string | Buffer | null } }
).utils;

/**
 * The way to one connection. What is asked in one turn of the loop travels in one piece and is answered in one, which
 * spares both sides most of what a statement costs beside its work. In such a piece nothing runs behind a failure.
 */
export class Pipeline {
  #waiting: Asked[] = [];

  constructor(
    private readonly client: pg.ClientBase,
    private readonly types: pg.CustomTypesConfig,
  ) {}

  ask(statement: Statement): Promise<Answer> {
    return answered((resolve, reject) => {
      if (this.#waiting.length === 0) process.nextTick(() => this.#send());
      this.#waiting.push(toAsk(statement, resolve, reject));
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    let together: Asked[] = [];
    const go = () => {
      if (together.length > 0) this.client.query(new Batch(together, this.types));
      together = [];
    };
    for (const asked of waiting) {
      if (asked.values) {
        together.push(asked);
      } else {
        go();
        askSimply(this.client, asked);
      }
    }
    go();
  }
}

/** Asks one statement at once. */
export function ask(
  client: pg.ClientBase,
  types: pg.CustomTypesConfig,
  statement: Statement,
): Promise<Answer> {
  return answered((resolve, reject) => {
    const asked = toAsk(statement, resolve, reject);
    if (asked.values) client.query(new Batch([asked], types));
    else askSimply(client, asked);
  });
}

/**
 * The promises that pg makes itself have V8 keep rows and all, long answered, until it collects the whole heap: half of
 * what a list read allocates.
 */
function answered(executor: ConstructorParameters<typeof Promise<Answer>>[0]): Promise<Answer> {
  return new Promise(executor).catch((error: Error) => {
    // A stack that leads to who asked, and not to the socket.
    Error.captureStackTrace(error);
    throw error;
  });
}

function toAsk({ text, name, values }: Statement, resolve: Asked['resolve'], reject: Asked['reject']): Asked {
  const isOne = name !== undefined || (values !== undefined && values.length > 0);
  return { text, name, values: isOne ? (values ?? []).map(prepareValue) : undefined, resolve, reject };
}

function askSimply(client: pg.ClientBase, { text, resolve, reject }: Asked): void {
  const query = client.query.bind(client) as (
    text: string,
    done: (error: Error | null, result: Answer) => void,
  ) => void;
  query(text, (error, result) => (error ? reject(error) : resolve(result)));
}

/**
 * Statements that go to PostgreSQL in one message and end with one word to answer, as `pg` takes what sends itself.
 * Like its own `Query`, but for what it leaves out: the columns of an answer are asked for once a connection.
 */
class Batch implements pg.Submittable {
  #current = 0;
  #columns: Columns | undefined;
  #rows: Array<Record<string, unknown>> = [];
  /** Those that are prepared on the way. */
  readonly #parsed = new Set<string>();
  /** Why a row could not be read. */
  #failure: unknown;
  #connection!: Connection;

  constructor(
    private readonly asked: readonly Asked[],
    private readonly types: pg.CustomTypesConfig,
  ) {}

  /** Of the statement that is answered just now: by this `pg` keeps what is prepared. */
  get name(): string | undefined {
    return this.asked[this.#current]?.name;
  }

  get text(): string | undefined {
    return this.asked[this.#current]?.text;
  }

  submit(to: pg.Connection): void {
    this.#connection = to as Connection;
    const { parsedStatements, submittedNamedStatements } = this.#connection;
    const columns = this.#known();
    const messages: Buffer[] = [];
    for (const { text, name, values } of this.asked) {
      if (name === undefined) {
        messages.push(serialize.parse({ text }));
      } else if (parsedStatements[name] === undefined && submittedNamedStatements[name] === undefined) {
        messages.push(serialize.parse({ text, name }));
        submittedNamedStatements[name] = text;
        this.#parsed.add(name);
      }
      messages.push(serialize.bind({ statement: name ?? '', values: values! }));
      if (name === undefined || !columns.has(name)) messages.push(serialize.describe({ type: 'P' }));
      messages.push(serialize.execute());
    }
    messages.push(serialize.sync());
    to.stream.write(Buffer.concat(messages));
    this.#begin();
  }

  handleRowDescription({ fields }: { fields: ReadonlyArray<{ name: string; dataTypeID: number }> }): void {
    const { types } = this;
    this.#columns = {
      names: fields.map(({ name }) => name),
      parsers: fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text')),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    };
    if (this.name !== undefined) this.#known().set(this.name, this.#columns);
  }

  handleDataRow({ fields }: { fields: ReadonlyArray<string | null> }): void {
    const { names, parsers, empty } = this.#columns!;
    const row = { ...empty };
    try {
      for (let place = 0; place < fields.length; place++) {
        const text = fields[place]!;
        if (text !== null) row[names[place]!] = parsers[place]!(text);
      }
      this.#rows.push(row);
    } catch (error) {
      this.#failure ??= error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { resolve, reject, name } = this.asked[this.#current]!;
    // Asked for its columns, it named none.
    if (name !== undefined && this.#columns === undefined) this.#known().set(name, NO_COLUMNS);
    if (this.#failure === undefined) resolve({ ...tagged(text), rows: this.#rows });
    else reject(this.#failure);
    this.#current += 1;
    this.#begin();
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleReadyForQuery(): void {
    // All are answered.
  }

  /** Also called, with the reason, where the connection is lost. */
  handleError(error: Error): void {
    const [failed, ...skipped] = this.asked.slice(this.#current);
    this.#current = this.asked.length;
    failed?.reject(error);
    for (const { name, reject } of skipped) {
      // What was skipped has not been prepared either.
      if (name !== undefined && this.#parsed.has(name))
        delete this.#connection.submittedNamedStatements[name];
      reject(
        error instanceof pg.DatabaseError
          ? new Skipped('a statement before this one has failed', { cause: error })
          : error,
      );
    }
  }

  #begin(): void {
    const { name } = this;
    this.#columns = name === undefined ? undefined : this.#known().get(name);
    this.#rows = [];
    this.#failure = undefined;
  }

  #known(): Map<string, Columns> {
    let known = prepared.get(this.#connection);
    if (!known) {
      known = new Map();
      prepared.set(this.#connection, known);
    }
    return known;
  }
}

/** What a statement says when it is done, such as `INSERT 0 1`, `SELECT 20`, or `BEGIN`. */
function tagged(text: string): Pick<Answer, 'command' | 'rowCount'> {
  const [command = null] = text.split(' ', 1);
  const count = Number.parseInt(text.slice(text.lastIndexOf(' ') + 1), 10);
  return { command, rowCount: Number.isNaN(count) ? null : count };
}
