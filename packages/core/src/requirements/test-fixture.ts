import { type Client, createTestPlatform, type Result, type TestPlatform } from '@candor/testing';

/** A test reads into whatever it has just asked for. */
export type Payload = Result['data'];

const REQUIREMENT = `
  id version number title description class state sourceKind sourceId filingGaps triagedAt declinedReason advice
  duplicateOf { id } urgency importance priority scope outOfScope analysts { id } criteriaCount confirmedCriteria
  owner { id } startsAt dueAt firstDueAt deliveredAt board { id percent }`;

export const CRITERION = 'id version position text state comment answeredBy { id } answeredAt isRightAtFirst';

/** People around requirements, and the commands that tests give in their name. */
export interface Scene {
  readonly platform: TestPlatform;
  readonly agent: Client;
  readonly manager: Client;
  readonly ada: Client;
  readonly bo: Client;
  /** Two staff members, of service and of product. */
  readonly group: readonly string[];
  /** Runs a command and answers its payload, user errors included. */
  command(by: Client, name: string, input: Record<string, unknown>, selection?: string): Promise<Payload>;
  /** The record that a command of staff answers with; user errors are thrown. */
  done(name: string, input: Record<string, unknown>): Promise<Payload>;
  /** A requirement of Ada, taken from a form. */
  capture(input?: Record<string, unknown>): Promise<Payload>;
  /** One that is accepted, analysed and has a criterion; answers both. */
  analysed(input?: Record<string, unknown>): Promise<{ requirement: Payload; criterion: Payload }>;
  /** What Ada says of a criterion. */
  answer(by: Client, criterionId: string, isRight: boolean, more?: object): Promise<Payload>;
  ticket(by: Client): Promise<string>;
  feedback(by: Client): Promise<string>;
  read(by: Client, id: string): Promise<Payload>;
  /** A figure of `requirementMetrics`, as numerator and denominator. */
  figure(name: string): Promise<[number, number]>;
}

export async function scene(): Promise<Scene> {
  const platform = await createTestPlatform();
  const agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
  const manager = await platform.staff({ roles: ['manager'], name: 'Zhang Min' });
  const ada = await platform.customer({ name: 'Ada' });
  const bo = await platform.customer({ name: 'Bo' });
  const command: Scene['command'] = async (by, name, input, selection = `requirement { ${REQUIREMENT} }`) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const source = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field message } } }`;
    const { data, errors } = await by.run(source, { variables: { input } });
    if (errors) throw new Error(JSON.stringify(errors));
    return data[name];
  };
  const must = (payload: Payload) => {
    if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors));
    return payload;
  };
  const colleague = async (key: string): Promise<string> => {
    const name = [{ locale: 'en', text: key }];
    const { department } = must(
      await command(manager, 'createDepartment', { key, name }, 'department { id }'),
    );
    const member = { name: key, roles: [], departmentId: department.id };
    return must(await command(manager, 'createStaffMember', member, 'staffMember { id }')).staffMember.id;
  };
  const group = [await colleague('service'), await colleague('product')];
  const done: Scene['done'] = async (name, input) => must(await command(agent, name, input)).requirement;
  const capture: Scene['capture'] = (input = {}) =>
    done('captureRequirement', {
      title: 'Pay by instalments',
      description: 'Three instalments without interest.',
      class: 'NEW_FEATURE',
      sourceKind: 'form',
      sourceId: 'form 17',
      customerIds: [ada.id],
      ...input,
    });
  return {
    platform,
    agent,
    manager,
    ada,
    bo,
    group,
    command,
    done,
    capture,
    analysed: async (input = {}) => {
      const { id } = await capture(input);
      await done('triageRequirement', { requirementId: id, outcome: 'ACCEPT' });
      await done('analyseRequirement', analysis(id, group));
      const { acceptanceCriterion } = must(
        await command(
          agent,
          'setAcceptanceCriterion',
          { requirementId: id, text: 'Three instalments can be chosen at the checkout.' },
          `acceptanceCriterion { ${CRITERION} }`,
        ),
      );
      const source = `query ($id: ID!) { node(id: $id) { ... on Requirement { ${REQUIREMENT} } } }`;
      const { node } = await agent.must(source, { variables: { id } });
      return { requirement: node, criterion: acceptanceCriterion };
    },
    answer: (by, criterionId, isRight, more = {}) =>
      command(
        by,
        'answerAcceptanceCriterion',
        { criterionId, isRight, ...more },
        `acceptanceCriterion { ${CRITERION} } requirement { ${REQUIREMENT} }`,
      ),
    ticket: async (by) => {
      const open = {
        subject: 'Instalments',
        channel: 'app',
        ticketClass: 'SIMPLE',
        intake: { what: 'Pay later' },
      };
      return must(await command(by, 'openTicket', open, 'ticket { id }')).ticket.id;
    },
    feedback: async (by) => {
      const given = { channel: 'box', title: 'Instalments', body: 'Please.', visibility: 'PUBLIC' };
      return must(await command(by, 'submitFeedback', given, 'feedback { id }')).feedback.id;
    },
    read: async (by, id) => {
      const source = `query ($id: ID!) { node(id: $id) { ... on Requirement { ${REQUIREMENT} } } }`;
      return (await by.must(source, { variables: { id } })).node;
    },
    figure: async (name) => {
      const source = `{ requirementMetrics { ${name} { numerator denominator percent metricDefinition { key version text } } } }`;
      const { numerator, denominator, percent, metricDefinition } = (await manager.must(source))
        .requirementMetrics[name];
      if (metricDefinition.text === '') throw new Error(`${name} has no definition`);
      if ((percent === null) !== (denominator === 0)) throw new Error(`${name} has a percentage of nothing`);
      return [numerator, denominator];
    },
  };
}

/** An analysis by the group. */
export function analysis(requirementId: string, analystIds: readonly string[]): Record<string, unknown> {
  return {
    requirementId,
    urgency: 3,
    importance: 4,
    scope: 'The checkout of the shop',
    outOfScope: 'Credit checks',
    analystIds,
  };
}

/** The next event of `requirementChanged`. */
export async function next(events: AsyncGenerator<Result, void, void>): Promise<Payload> {
  const { value, done } = await events.next();
  if (done) return 'complete';
  return value.errors ? { errors: value.errors } : value.data.requirementChanged;
}

/** The code of each user error, and the field it is about. */
export function refusals({ userErrors }: Payload): string[] {
  return userErrors.map((error: Payload) => `${error.code} ${error.field.join('.')}`.trim());
}
