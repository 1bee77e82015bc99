import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scene } from './test-fixture.js';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.create();
});
afterAll(() => scene.close());

describe('opening a ticket', () => {
  test('gives it a number, the stage ACCEPTED and a history that begins', async () => {
    const { customer } = scene;
    const ticket = await scene.open();
    expect(ticket).toMatchObject({
      number: expect.stringMatching(/^T-\d{4,}$/),
      subject: 'The light is out',
      state: 'NEW',
      stage: 'ACCEPTED',
      type: 'SIMPLE_ENQUIRY',
      intake: { what: 'No light', when: null },
      intakeCompleteness: 17,
      customer: { id: customer.id },
      openedAt: scene.platform.clock.now().toISOString(),
      updateCount: 0,
      origin: 'LIVE',
    });
    expect(await scene.history(scene.agent, ticket.id)).toEqual([
      expect.objectContaining({ kind: 'OPENED', from: null, to: 'NEW', actor: customer.id, updateNumber: 0 }),
    ]);
  });
});
