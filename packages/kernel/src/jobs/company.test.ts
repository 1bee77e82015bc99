import { expect, test } from '@jest/globals';
import { Company } from './company.js';

const TIMES = { wait: 30, alone: 30 };

/** Work that ends when it is told to, and says when it has begun. */
function work() {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const run = async () => {
    begun.resolve();
    await ended.promise;
  };
  return { run, begun: begun.promise, end: ended.resolve };
}

async function hasBegun(one: ReturnType<typeof work>): Promise<boolean> {
  return Promise.race([one.begun.then(() => true), new Promise<false>((no) => setImmediate(no, false))]);
}

test('one that is to be alone waits for those before it, and those behind it wait', async () => {
  const company = new Company({ wait: 60_000, alone: 60_000 });
  const [first, second, suspect, late] = [work(), work(), work(), work()];
  const all = [
    company.together(first.run),
    company.together(second.run),
    company.alone(suspect.run),
    company.together(late.run),
  ];
  expect([await hasBegun(first), await hasBegun(second)]).toEqual([true, true]);
  first.end();
  expect(await hasBegun(suspect)).toBe(false);
  second.end();
  await suspect.begun;
  expect(await hasBegun(late)).toBe(false);
  suspect.end();
  await late.begun;
  late.end();
  await Promise.all(all);
});

test('it gives up where the others do not end, and lets the rest pass', async () => {
  const company = new Company(TIMES);
  const [long, late] = [work(), work()];
  const first = company.together(long.run);
  await expect(company.alone(async () => undefined)).rejects.toThrow('alone');
  const second = company.together(late.run);
  await late.begun;
  late.end();
  long.end();
  await Promise.all([first, second]);
});

test('after a while it is alone no more, so that it holds up nobody for long', async () => {
  const company = new Company(TIMES);
  const [suspect, late] = [work(), work()];
  const all = [company.alone(suspect.run), company.together(late.run)];
  await late.begun;
  suspect.end();
  late.end();
  await Promise.all(all);
});

test('several that are to be alone follow each other, also when one fails', async () => {
  const company = new Company({ wait: 60_000, alone: 60_000 });
  let running = 0;
  const alone = (fails: boolean) =>
    company.alone(async () => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (fails) throw new Error('it fails');
    });
  const outcomes = await Promise.allSettled([alone(false), alone(true), alone(false)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
