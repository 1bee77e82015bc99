import { describe, expect, it } from '@jest/globals';
import { FakeEngine } from './fixture.js';
import { type Client, Operations, type Runnable } from './operations.js';
import { PersistedDocuments } from './persisted-documents.js';
import { Turnstile } from './turnstile.js';

const STAYS: Client = () => () => undefined;

/** One query at a time in a process that is busy all the time, and one that never ends. */
async function taken({ deadline = 15_000 } = {}) {
  const engine = new FakeEngine();
  const queries = new Turnstile(1, () => 1);
  const operations = new Operations(
    engine,
    () => undefined,
    deadline,
    undefined,
    new PersistedDocuments(),
    undefined,
    undefined,
    queries,
  );
  const session = await operations.authenticate(() => ({ requestId: 'one', locale: 'en' }) as never, 'one');
  const ask = (query: string, client = STAYS) =>
    operations.run(operations.select({ query }, 'one', session.actor) as Runnable, session, client);
  let leave = (): void => undefined;
  const never = ask('{ never }', (gone) => {
    leave = gone;
    return () => undefined;
  });
  return { engine, operations, ask, never, leave };
}

describe('queries in a busy process', () => {
  it('wait for their turn, and commands do not', async () => {
    const { engine, operations, ask, leave } = await taken();
    const waits = ask('{ hello }');
    expect(await ask('mutation { touch }')).toMatchObject({ data: { touch: 'touched' } });
    expect(operations.waiting).toBe(1);
    leave();
    await waits;
    expect(engine.executed).toEqual(['never', 'touch', 'hello']);
  });

  it('make room when their time is over', async () => {
    const { ask, never } = await taken({ deadline: 20 });
    const waits = ask('{ hello }');
    expect((await never).errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    expect(await waits).toMatchObject({ data: { hello: 'Hello, world' } });
  });

  it('are given up at once, and not begun any more, when their client goes while they wait', async () => {
    const { engine, operations, ask, leave } = await taken();
    let gone = (): void => undefined;
    const waits = ask('{ me }', (tell) => {
      gone = tell;
      return () => undefined;
    });
    gone();
    expect((await waits).errors).toHaveLength(1);
    leave();
    await ask('{ hello }');
    expect(operations.waiting).toBe(0);
    expect(engine.executed).toEqual(['never', 'hello']);
  });
});
