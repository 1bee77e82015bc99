import { type Client, createTestPlatform, type Result, type TestPlatform } from '@candor/testing';

/** A test reads into whatever it has just asked for. */
export type Payload = Result['data'];

const FEEDBACK = `
  id version number title body level complexity category channel visibility state aboutId submittedAt
  answer answeredAt voteCount viewerHasVoted customer { id } handler { id } routedTo { id } answeredBy { id } mergedInto { id }`;

/** People around feedback, and the commands that tests give in their name. */
export interface Scene {
  readonly platform: TestPlatform;
  readonly agent: Client;
  readonly manager: Client;
  readonly ada: Client;
  readonly bo: Client;
  /** Runs a command and answers its payload, user errors included. */
  command(by: Client, name: string, input: Record<string, unknown>, selection?: string): Promise<Payload>;
  /** Feedback of a customer: public, unless said otherwise. */
  give(by: Client, input?: Record<string, unknown>): Promise<Payload>;
  read(by: Client, id: string): Promise<Payload>;
  /** A figure of `feedbackMetrics`, as numerator and denominator. */
  figure(name: string): Promise<[number, number]>;
}

export async function scene(options: Parameters<typeof createTestPlatform>[0] = {}): Promise<Scene> {
  const platform = await createTestPlatform(options);
  const agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
  const manager = await platform.staff({ roles: ['manager'], name: 'Zhang Min' });
  const ada = await platform.customer({ name: 'Ada' });
  const bo = await platform.customer({ name: 'Bo' });
  const command: Scene['command'] = async (by, name, input, selection = `feedback { ${FEEDBACK} }`) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const source = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field message } } }`;
    const { data, errors } = await by.run(source, { variables: { input } });
    if (errors) throw new Error(JSON.stringify(errors));
    return data[name];
  };
  return {
    platform,
    agent,
    manager,
    ada,
    bo,
    command,
    give: async (by, input = {}) => {
      const given = {
        channel: 'box',
        title: 'The queue is too long',
        body: 'I waited an hour.',
        visibility: 'PUBLIC',
        ...input,
      };
      const { feedback, userErrors } = await command(by, 'submitFeedback', given);
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
      return feedback;
    },
    read: async (by, id) => {
      const source = `query ($id: ID!) { node(id: $id) { ... on Feedback { ${FEEDBACK} } } }`;
      return (await by.must(source, { variables: { id } })).node;
    },
    figure: async (name) => {
      const source = `{ feedbackMetrics { ${name} { numerator denominator percent metricDefinition { key version text } } } }`;
      const { numerator, denominator } = (await manager.must(source)).feedbackMetrics[name];
      return [numerator, denominator];
    },
  };
}

/** The next event of `feedbackChanged`. */
export async function next(events: AsyncGenerator<Result, void, void>): Promise<Payload> {
  const { value, done } = await events.next();
  if (done) return 'complete';
  return value.errors ? { errors: value.errors } : value.data.feedbackChanged;
}

/** The code of each user error, and the field it is about. */
export function refusals({ userErrors }: Payload): string[] {
  return userErrors.map((error: Payload) => `${error.code} ${error.field.join('.')}`.trim());
}
