import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { buildSchemaSync, Query, Resolver } from 'type-graphql';
import { type Actor, ANONYMOUS, SYSTEM } from './actor.js';
import { Allow, assertAllowed } from './allow.js';

const actor = (kind: string, ...permissions: string[]): Actor => ({
  ...ANONYMOUS,
  kind,
  id: `${kind}_1`,
  permissions: new Set(permissions),
});
const member = actor('member');
const clerk = actor('staff', 'tickets:write');
const share = actor('share');

describe('who may call a root field', () => {
  it.each<[readonly string[], Actor, 'yes' | 'UNAUTHENTICATED' | 'FORBIDDEN']>([
    [['anyone'], ANONYMOUS, 'yes'],
    [['anyone'], share, 'yes'],
    [['signed-in'], ANONYMOUS, 'UNAUTHENTICATED'],
    [['signed-in'], member, 'yes'],
    [['signed-in'], actor('service'), 'yes'],
    [['signed-in'], share, 'FORBIDDEN'],
    [['kind:member'], member, 'yes'],
    [['kind:member'], clerk, 'FORBIDDEN'],
    [['kind:member'], ANONYMOUS, 'UNAUTHENTICATED'],
    [['kind:share'], share, 'yes'],
    [['kind:anonymous'], share, 'FORBIDDEN'],
    [['tickets:write'], clerk, 'yes'],
    [['tickets:write'], member, 'FORBIDDEN'],
    [['tickets:write'], ANONYMOUS, 'UNAUTHENTICATED'],
    [['tickets:write', 'kind:member'], member, 'yes'],
    [['tickets:manage', 'tickets:write'], clerk, 'yes'],
    [[], clerk, 'FORBIDDEN'],
    [[], ANONYMOUS, 'UNAUTHENTICATED'],
    [[], SYSTEM, 'yes'],
    [['kind:member'], SYSTEM, 'yes'],
  ])('sec-3 %j for %j: %s', (allow, who, answer) => {
    if (answer === 'yes') assertAllowed(allow, who);
    else expect(() => assertAllowed(allow, who)).toThrow(expect.objectContaining({ code: answer }));
  });

  it('is written beside the field and found in the schema', () => {
    @Resolver()
    class Example {
      @Allow('tickets:read', 'kind:member')
      @Query(() => String)
      tickets() {
        return 'none';
      }
    }
    const schema = buildSchemaSync({ resolvers: [Example], validate: false });
    expect(schema.getQueryType()!.getFields().tickets!.extensions).toMatchObject({
      allow: ['tickets:read', 'kind:member'],
    });
  });

  it.each([[['everybody']], [['kind:']], [['tickets write']], [[]]])('%j is a mistake at load', (who) => {
    expect(() => Allow(...who)).toThrow('@Allow(');
  });
});
