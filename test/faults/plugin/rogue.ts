import { setTimeout as pause } from 'node:timers/promises';
import { definePlugin, type PluginDefinition } from '@candor/kernel';
import { begun, effect } from './trial.js';

/** Milliseconds: time enough for being killed on the way. */
const SLOW = 50;

/** Whatever is not an error. */
const NO_ERROR = 'no error at all';

/** A plugin whose hooks go wrong in the way that the command asks for. */
const rogue = definePlugin({
  name: 'rogue',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { trial: '^1.0.0' },
  setup(api) {
    // Not an async function: what it throws is no rejection.
    api.before('trial.provoke', { id: 'rogue.before' }, ({ kind }, tx) => {
      if (kind === 'sync') throw new Error('thrown at once');
      if (kind === 'value') throw NO_ERROR;
      if (kind === 'nothing') throw undefined;
      if (kind === 'floating') void Promise.reject(new Error('nobody waits for it'));
      if (kind === 'after the commit') {
        tx.afterCommit(() => {
          throw new Error('thrown after the commit');
        });
      }
      if (kind === 'async') return Promise.reject(new Error('thrown later'));
      return Promise.resolve();
    });
    api.after('trial.provoked', { id: 'rogue.after' }, async ({ payload: { kind, key } }, tx) => {
      await effect(tx, 'rogue', key);
      if (kind === 'slow') await pause(SLOW);
      if (!kind.startsWith('after: ')) return;
      const times = await begun('rogue', key);
      // Twice in vain; `always` never comes to its end.
      if (times > 2 && kind !== 'after: always') return;
      if (kind === 'after: value') throw NO_ERROR;
      throw new Error('the handler throws');
    });
  },
});

/** A plugin of its own, so that its broken circuit refuses nobody else's trial. */
const hanging = definePlugin({
  name: 'hanging',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { trial: '^1.0.0' },
  setup(api) {
    api.before('trial.provoke', { id: 'hanging.before' }, async ({ kind, key }, tx) => {
      if (kind !== 'hang') return;
      await begun('hanging', key);
      await tx.query('select 1');
      await new Promise(() => undefined);
    });
  },
});

/** One that behaves, in front of the others or behind them. */
function steady(name: string, order: Pick<PluginDefinition, 'before' | 'after'>): PluginDefinition {
  return definePlugin({
    name,
    version: '1.0.0',
    candor: '^1.0.0',
    requires: { trial: '^1.0.0' },
    ...order,
    setup(api) {
      api.before('trial.provoke', { id: `${name}.before` }, async ({ key }, tx) => {
        await begun(`${name}.before`, key);
        await effect(tx, `${name}.before`, key);
      });
      api.after('trial.provoked', { id: `${name}.after` }, async ({ payload: { kind, key } }, tx) => {
        await begun(`${name}.after`, key);
        if (kind === 'slow') await pause(SLOW);
        await effect(tx, `${name}.after`, key);
        if (kind === 'slow') await pause(SLOW);
      });
    },
  });
}

/** In the order in which they are declared. */
export const rogues: readonly PluginDefinition[] = [
  rogue,
  hanging,
  steady('early', { before: ['rogue', 'hanging'] }),
  steady('late', { after: ['rogue', 'hanging'] }),
];
