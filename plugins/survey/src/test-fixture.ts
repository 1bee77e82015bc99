import {
  type Client,
  createTestPlatform,
  type Result,
  type TestPlatform,
  type TestPlatformOptions,
} from '@candor/testing';
import survey from './index.js';

/** A test reads into whatever it has just asked for. */
export type Seen = Result['data'];

export function both(en: string, zh = en) {
  return [
    { locale: 'en', text: en },
    { locale: 'zh-CN', text: zh },
  ];
}

/** A question as the API takes it; its text is its key unless said otherwise. */
export function ask(key: string, type: string, extra: object = {}) {
  return { key, type, text: both(`${key}?`, `${key}？`), ...extra };
}

export const BRIEF = {
  goal: 'Know whether problems are solved',
  aspects: ['speed', 'understanding', 'effect'],
  audience: 'Customers with a closed ticket',
  keyQuestions: 'Was it quick, were you understood, does it work?',
};

const SHEET = `sheet { isAnonymous state passed leftAtMost isComplete language title
  current { key type text help isRequired scaleMin scaleMax options { key text } statements { key text } } }`;

/** People around surveys, and the commands that tests give in their name. */
export class Scene {
  private constructor(
    readonly platform: TestPlatform,
    readonly manager: Client,
    readonly agent: Client,
    readonly customer: Client,
  ) {}

  static async create(options: TestPlatformOptions = {}): Promise<Scene> {
    const platform = await createTestPlatform({ plugins: [survey], ...options });
    const manager = await platform.staff({ roles: ['manager'], name: 'Ma Lin' });
    const agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
    const customer = await platform.customer({ name: 'Ada' });
    return new Scene(platform, manager, agent, customer);
  }

  close(): Promise<void> {
    return this.platform.close();
  }

  /** Runs a command; user errors are part of the answer. */
  async command(by: Client, name: string, input: object, selection: string, locale = 'en'): Promise<Seen> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const { data, errors } = await by.run(
      `mutation($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field message } } }`,
      { variables: { input }, locale },
    );
    if (errors)
      throw new Error(
        `${name}: ${errors.map(({ message, extensions }) => `${extensions['code']} ${message}`).join()}`,
      );
    return data[name];
  }

  async must(by: Client, name: string, input: object, selection: string): Promise<Seen> {
    const payload = await this.command(by, name, input, selection);
    if (payload.userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  }

  /** A survey with a brief that is open with the given questions. */
  async survey(questions: object[], { questionnaire = {}, ...input }: Seen = {}): Promise<Seen> {
    const key = `survey-${Math.random().toString(36).slice(2, 10)}`;
    const given = { key, title: both('Survey', '调查'), brief: BRIEF, rules: { repeat: 'ALWAYS' }, ...input };
    const { survey } = await this.must(this.manager, 'createSurvey', given, 'survey { id key version }');
    const draft = await this.write(survey.id, questions, questionnaire);
    await this.must(
      this.manager,
      'publishQuestionnaire',
      { questionnaireId: draft.id },
      'questionnaire { id state }',
    );
    return { ...survey, questionnaire: draft.id };
  }

  async write(surveyId: string, questions: object[], more: object = {}): Promise<Seen> {
    const input = { surveyId, questions, ...more };
    const { questionnaire } = await this.must(
      this.manager,
      'writeQuestionnaire',
      input,
      'questionnaire { id number state }',
    );
    return questionnaire;
  }

  async publish(questionnaireId: string): Promise<Seen> {
    return this.command(
      this.manager,
      'publishQuestionnaire',
      { questionnaireId },
      'questionnaire { id state }',
    );
  }

  invite(surveyId: string, customer: Client = this.customer, more: object = {}): Promise<Seen> {
    const input = { surveyId, customerId: customer.id, mode: 'WEB_LINK', ...more };
    return this.must(this.manager, 'inviteToSurvey', input, `surveyInvitation { ${INVITATION} }`).then(
      ({ surveyInvitation }) => surveyInvitation,
    );
  }

  /** Whoever holds the link of an invitation. */
  async link(surveyId: string, customer: Client = this.customer, more: object = {}): Promise<Client> {
    const invitation = await this.invite(surveyId, customer, more);
    if (!invitation.token) throw new Error(`not sent: ${invitation.suppressedBecause}`);
    return this.platform.bearer(invitation.token);
  }

  start(by: Client, input: object = {}, locale = 'en'): Promise<Seen> {
    return this.command(by, 'startSurveyResponse', input, `response { id } ballot ${SHEET}`, locale);
  }

  answer(by: Client, question: string, value: object, more: object = {}): Promise<Seen> {
    return this.command(by, 'answerSurvey', { question, ...value, ...more }, `response { id } ${SHEET}`);
  }

  submit(by: Client, input: object = {}): Promise<Seen> {
    return this.command(by, 'submitSurveyResponse', input, 'response { id state seconds }');
  }

  /** Answers from the first to the last and hands in; the id of the response. */
  async fill(by: Client, answers: Record<string, object>, more: object = {}): Promise<string> {
    const started = await this.start(by);
    if (started.userErrors.length > 0) throw new Error(JSON.stringify(started.userErrors));
    for (const [question, value] of Object.entries(answers)) {
      const { userErrors } = await this.answer(by, question, value, more);
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    }
    const { response, userErrors } = await this.submit(by);
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    return response.id;
  }

  async metrics(selection: string, survey: string | null = null): Promise<Seen> {
    const { surveyMetrics } = await this.manager.must(
      `query($survey: ID) { surveyMetrics(survey: $survey) { ${selection} } }`,
      { variables: { survey } },
    );
    return surveyMetrics;
  }

  /** A ticket that was opened, resolved and closed. */
  async closedTicket(customer: Client = this.customer, more: object = {}): Promise<string> {
    const given = {
      customerId: customer.id,
      subject: 'No light',
      channel: 'chat',
      ticketClass: 'SIMPLE',
      type: 'SIMPLE_ENQUIRY',
      intake: { what: 'No light' },
      ...more,
    };
    const { ticket } = await this.must(this.agent, 'openTicket', given, 'ticket { id }');
    for (const state of ['RESOLVED', 'CLOSED']) {
      const change = { ticketId: ticket.id, state, reason: 'It works' };
      await this.must(this.agent, 'changeTicketState', change, 'ticket { id state }');
    }
    await this.platform.settle();
    return ticket.id;
  }

  async events(name: string): Promise<Seen[]> {
    return (await this.platform.events()).filter((event) => event.name === name);
  }

  async invitation(id: string, by: Client = this.manager): Promise<Seen> {
    const { node } = await by.must(
      `query($id: ID!) { node(id: $id) { ... on SurveyInvitation { ${INVITATION} } } }`,
      {
        variables: { id },
      },
    );
    return node;
  }
}

const INVITATION = `id state suppressedBecause mode channel locale subject occurredAt dueAt sentAt expiresAt
  answeredAt remindersSent token hasTakenPart segments { key value }`;

export function nodes(connection: Seen): Seen[] {
  return connection.edges.map(({ node }: Seen) => node);
}
