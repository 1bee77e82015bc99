import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Actor, ANONYMOUS, SYSTEM } from '../identity/actor.js';
import { CodedError } from './errors.js';
import { Throttle } from './throttle.js';

const BUDGET = { maximum: 100, restoreRate: 10 };
const actor = (id: string): Actor => ({ ...ANONYMOUS, kind: 'customer', id });
const cost = (requested: number) => ({ requested, maximum: 5_000 });

function throttle() {
  let now = 0;
  const subject = new Throttle({ actor: BUDGET, address: BUDGET }, () => now);
  const wait = (seconds: number): void => {
    now += seconds * 1_000;
  };
  return { subject, wait };
}
const refused = (run: () => unknown): CodedError => {
  try {
    run();
  } catch (error) {
    return error as CodedError;
  }
  throw new Error('it was not refused');
};

describe('(sec-28) the budget of an actor', () => {
  test('says what is left after each operation, and comes back steadily up to its maximum', () => {
    const { subject, wait } = throttle();
    const left = (requested: number) => {
      const { throttle } = subject.spend(actor('a'), undefined, cost(requested)) as never as {
        throttle: { currentlyAvailable: number };
      };
      return throttle.currentlyAvailable;
    };
    expect(subject.spend(actor('a'), undefined, cost(30))).toEqual({
      requested: 30,
      maximum: 5_000,
      throttle: { maximumAvailable: 100, currentlyAvailable: 70, restoreRate: 10 },
    });
    expect(left(20)).toBe(50);
    wait(2);
    expect(left(20)).toBe(50);
    wait(3_600);
    expect(left(1)).toBe(99);
  });

  test('refuses by cost, spends nothing on a refusal, and says when it will do', () => {
    const { subject, wait } = throttle();
    subject.spend(actor('a'), undefined, cost(95));
    const error = refused(() => subject.spend(actor('a'), undefined, cost(40)));
    expect(error.extensions).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      retryAfter: 4,
      cost: {
        requested: 40,
        maximum: 5_000,
        throttle: { maximumAvailable: 100, currentlyAvailable: 5, restoreRate: 10 },
      },
    });
    subject.spend(actor('a'), undefined, cost(5));
    wait(4);
    subject.spend(actor('a'), undefined, cost(40));
  });

  test('counts an operation that costs nothing as one', () => {
    const { subject } = throttle();
    for (let n = 0; n < 100; n++) subject.spend(actor('a'), undefined, cost(0));
    expect(refused(() => subject.spend(actor('a'), undefined, cost(0))).code).toBe('RATE_LIMITED');
  });

  test('is each one’s own, whatever address they share', () => {
    const { subject } = throttle();
    subject.spend(actor('a'), '10.0.0.1', cost(100));
    subject.spend(actor('b'), '10.0.0.1', cost(100));
    subject.spend(ANONYMOUS, '10.0.0.1', cost(100));
    expect(refused(() => subject.spend(actor('a'), '10.0.0.2', cost(1))).code).toBe('RATE_LIMITED');
    for (let n = 0; n < 5; n++) subject.spend(SYSTEM, undefined, cost(100));
  });

  test('is never more than the maximum and what came back, whatever is asked when', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 5_000 }),
      ask: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { subject, wait } = throttle();
        let [passed, spent] = [0, 0];
        for (const { wait: ms, ask } of steps) {
          wait(ms / 1_000);
          passed += ms / 1_000;
          try {
            subject.spend(actor('a'), undefined, cost(ask));
            spent += ask;
          } catch (error) {
            expect(error).toBeInstanceOf(CodedError);
          }
        }
        expect(spent).toBeLessThanOrEqual(BUDGET.maximum + passed * BUDGET.restoreRate + 1e-6);
      }),
    );
  });
});

describe('(sec-28) the budget of an address', () => {
  test.each([
    ['the same address', '192.0.2.7', '192.0.2.7', true],
    ['another one', '192.0.2.7', '192.0.2.8', false],
    ['the same as an IPv6 socket names it', '192.0.2.7', '::ffff:192.0.2.7', true],
    ['one of the same IPv6 network', '2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
    ['one of the same IPv6 network, written out', '2001:db8::1', '2001:0db8:0:0:9::', true],
    ['one of another IPv6 network', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ])('is shared with %s', (_what, first, second, isShared) => {
    const { subject } = throttle();
    subject.spend(ANONYMOUS, first, cost(100));
    const again = () => subject.spend(ANONYMOUS, second, cost(100));
    if (isShared) expect(refused(again).code).toBe('RATE_LIMITED');
    else again();
  });

  test('pays for tokens that do not count, until it is told to wait', () => {
    const { subject } = throttle();
    subject.failedToken('192.0.2.7');
    subject.failedToken('192.0.2.7');
    expect(refused(() => subject.failedToken('192.0.2.7')).code).toBe('RATE_LIMITED');
    subject.failedToken('192.0.2.8');
    subject.spend(actor('a'), '192.0.2.7', cost(100));
  });
});
