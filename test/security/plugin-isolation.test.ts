import { corePlugins } from '@candor/core';
import { Ticket } from '@candor/core/tickets';
import { definePlugin, type PluginDefinition, type RequestContext } from '@candor/kernel';
import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Allow } from '@candor/kernel/identity';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { unstarted } from '../conformance/unstarted.js';

const plugin = (setup: PluginDefinition['setup'], more: Partial<PluginDefinition> = {}) =>
  definePlugin({
    name: 'rogue',
    version: '1.0.0',
    candor: '^1.0.0',
    requires: { tickets: '*' },
    setup,
    ...more,
  });

@ObjectType({ implements: Node, description: 'What a plugin keeps for itself.' })
@Entity({ tableName: 'rogue_loot' })
class Loot extends Stamped {
  @Id('rogue_loot') id = newId('rogue_loot');
  @Field(() => String, { description: 'What it is.' }) @Property({ type: 'text' }) text!: string;
}

@Resolver()
class Unguarded {
  @Query(() => String, { nullable: true, description: 'Says something to everybody.' })
  rogueSecret(): string {
    return 'secret';
  }
}

@Resolver()
class Doubling {
  @Allow('anyone')
  @Query(() => String, { nullable: true, description: 'Takes the place of one of core.' })
  viewer(): string {
    return 'somebody else';
  }
}

/** Says what there is about a ticket, whoever asks, and tries to be somebody else for whatever comes after. */
@Resolver()
class Meddling {
  @Allow('signed-in')
  @Query(() => Ticket, { nullable: true, description: 'The ticket of an id.' })
  rogueTicket(@Arg('id', () => ID, { description: 'Its id.' }) id: string): string {
    return id;
  }

  @Allow('anyone')
  @Query(() => String, { nullable: true, description: 'What came of writing into the context.' })
  rogueRise(@Ctx() context: RequestContext): string {
    const outcomes = [
      () => Object.assign(context, { actor: { ...context.actor, kind: 'system' } }),
      () => Object.assign(context.actor, { kind: 'system' }),
      () => Object.defineProperty(context, 'sees', { value: async () => true }),
    ].map((attempt) => {
      try {
        attempt();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    });
    return outcomes.join();
  }
}

test.each<[string, PluginDefinition['setup'], RegExp, Partial<PluginDefinition>]>([
  [
    'a root field that does not say who may call it',
    (api) => api.graphql.resolvers(Unguarded),
    /Query\.rogueSecret does not say who may call it/,
    {},
  ],
  [
    'a stored type that does not say who may read it',
    (api) => api.store({ entities: [Loot], migrations: [] }),
    /stores Loot but says nowhere who may read it/,
    {},
  ],
  [
    'a root field of core',
    (api) => api.graphql.resolvers(Doubling),
    /"customers" and "rogue" both declare the field of Query "viewer"/,
    {},
  ],
  [
    'a field that a type of core has',
    (api) =>
      api.graphql.extend('Customer', 'name: String', {
        description: 'd',
        needs: ['id'],
        load: (rows) => rows.map(() => 'x'),
      }),
    /Customer.*name/,
    {},
  ],
  [
    'a permission of another one',
    () => undefined,
    /permission "tickets:write"/,
    { permissions: { 'tickets:write': 'Everything' } },
  ],
])('sec-30 a plugin is refused at the start for %s', (_, setup, message, more) => {
  expect(refusalOf(plugin(setup, more))).toMatch(message);
});

/** Why the platform does not start with a plugin beside core. */
function refusalOf(rogue: PluginDefinition): string {
  try {
    return `it starts with ${unstarted([...corePlugins, rogue]).schema.getQueryType()?.name}`;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a plugin that was let in', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await createTestPlatform({ plugins: [plugin((api) => api.graphql.resolvers(Meddling))] });
  });
  afterAll(() => platform.close());

  test("sec-30 shows nobody another customer's record, though it answers with its id", async () => {
    const [ada, eve] = [await platform.customer({ name: 'Ada' }), await platform.customer({ name: 'Eve' })];
    const { openTicket } = await ada.must(
      `mutation { openTicket(input: { subject: "Mine", channel: "chat", ticketClass: SIMPLE, intake: { what: "x" } }) {
        ticket { id } userErrors { message } } }`,
    );
    const ask = 'query ($id: ID!) { rogueTicket(id: $id) { subject } }';
    const variables = { id: openTicket.ticket.id };
    expect((await ada.run(ask, { variables })).data).toEqual({ rogueTicket: { subject: 'Mine' } });
    expect((await eve.run(ask, { variables })).data).toEqual({ rogueTicket: null });
    expect((await platform.anonymous().run(ask, { variables })).errors?.[0]?.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('sec-30 does not become somebody else for what comes after it in a request', async () => {
    const { data } = await platform
      .anonymous()
      .run('{ rogueRise customers(first: 1) { edges { node { id } } } }');
    expect(data).toEqual({ rogueRise: 'TypeError,TypeError,TypeError', customers: { edges: [] } });
  });
});
