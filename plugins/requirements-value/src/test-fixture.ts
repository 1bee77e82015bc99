import {
  type Client,
  createTestPlatform,
  type Result,
  type TestPlatform,
  type TestPlatformOptions,
} from '@candor/testing';
import requirementsValue from './index.js';

/** A test reads into whatever it has just asked for. */
export type Seen = Result['data'];

const FIELDS: Readonly<Record<string, string>> = {
  publishValueModel: 'valueModel { id versionCount } valueModelVersion { id number }',
  installValueModelPreset: 'valueModel { id key } valueModelVersion { id number provenance }',
  scoreRequirement:
    'valueScore { id score confidence stakeholder author inputs { key value } } requirement { id }',
  recordKanoAnswers: 'requirement { id }',
  setKanoQuestions: 'valueKanoQuestion { id surveyId }',
  assessFeasibility: 'feasibility { id verdict } requirement { id }',
  estimateRequirement: 'valueEstimate { id } requirement { id }',
  recordRealisedCostCut: 'realisedCostCut { id } requirement { id }',
  assessQuarter: `valueAssessment { id year quarter edition startsAt endsAt captured converted conversionPercent goalPercent
    assessed meanRealisedLift meanLiftError meanAbsoluteLiftError costCuts { currency estimated realised }
    requirements { edges { node { requirement { id } estimate { id author } customersBefore repurchasedBefore customersAfter
      repurchasedAfter estimatedLift realisedLift liftError estimatedCostCut realisedCostCut costCutError currency } } } }`,
  publishValueReport: `valueReport { id year edition summary captured converted conversionPercent goalPercent
    quarters { quarter edition captured converted assessed meanRealisedLift costCuts { currency realised } }
    candidates { number title place score } plan { aim measure quarter } }`,
  captureRequirement: 'requirement { id }',
  triageRequirement: 'requirement { id state }',
  analyseRequirement: 'requirement { id state }',
  setAcceptanceCriterion: 'acceptanceCriterion { id }',
  answerAcceptanceCriterion: 'requirement { id }',
  planRequirement: 'requirement { id state }',
  startRequirement: 'requirement { id state }',
  deliverRequirement: 'requirement { id state deliveredAt }',
  recordPurchase: 'purchase { id }',
  createDepartment: 'department { id }',
  createStaffMember: 'staffMember { id }',
  changePluginSettings: 'pluginName',
};

const DAY = 86_400_000;

/** A platform with the plugin and the people around requirements. */
export class Desk {
  #orders = 0;

  private constructor(
    readonly platform: TestPlatform,
    readonly manager: Client,
    readonly agent: Client,
    readonly group: readonly string[],
  ) {}

  static async open(options: TestPlatformOptions = {}): Promise<Desk> {
    const { plugins = [], ...rest } = options;
    const platform = await createTestPlatform({ plugins: [requirementsValue, ...plugins], ...rest });
    const manager = await platform.staff({ roles: ['manager'], name: 'Zhang Min' });
    const agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
    const group: string[] = [];
    const desk = new Desk(platform, manager, agent, group);
    for (const key of ['service', 'product']) {
      const { department } = await desk.done('createDepartment', {
        key,
        name: [{ locale: 'en', text: key }],
      });
      const member = { name: key, roles: [], departmentId: department.id };
      group.push((await desk.done('createStaffMember', member)).staffMember.id);
    }
    return desk;
  }

  close(): Promise<void> {
    return this.platform.close();
  }

  /** Runs a command; user errors are part of the answer. */
  async command(name: string, input: object, by: Client = this.manager): Promise<Seen> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const source = `mutation($input: ${type}!) { ${name}(input: $input) { ${FIELDS[name]} userErrors { code field message } } }`;
    const { data, errors } = await by.run(source, { variables: { input } });
    return errors ? { errors } : data[name];
  }

  /** The same where it has to succeed. */
  async done(name: string, input: object, by: Client = this.manager): Promise<Seen> {
    const answer = await this.command(name, input, by);
    if (answer.errors || answer.userErrors.length > 0)
      throw new Error(`${name}: ${JSON.stringify(answer.errors ?? answer.userErrors)}`);
    return answer;
  }

  /** The codes and fields of the user errors that a command is refused with. */
  async refused(name: string, input: object, by: Client = this.manager): Promise<string[]> {
    const { userErrors, errors } = await this.command(name, input, by);
    if (errors) return errors.map((error: Seen) => error.extensions.code);
    return userErrors.map((error: Seen) => `${error.code} ${error.field.join('.')}`.trim());
  }

  /** A model by one of the presets; answers its id. */
  async preset(key: string): Promise<string> {
    return (await this.done('installValueModelPreset', { key })).valueModel.id;
  }

  /** A requirement of some customers; answers its id. */
  async capture(title: string, customers: readonly Client[] = []): Promise<string> {
    const { requirement } = await this.done('captureRequirement', {
      title,
      class: 'NEW_FEATURE',
      sourceKind: 'form',
      sourceId: title,
      customerIds: customers.map(({ id }) => id),
    });
    return requirement.id;
  }

  score(
    requirementId: string,
    modelId: string,
    values: Record<string, number>,
    more: object = {},
  ): Promise<Seen> {
    const inputs = Object.entries(values).map(([key, value]) => ({ key, value }));
    return this.done('scoreRequirement', { requirementId, modelId, inputs, ...more });
  }

  /** Takes a requirement as far as it can be planned; answers its criterion. */
  async analyse(requirementId: string): Promise<string> {
    await this.done('triageRequirement', { requirementId, outcome: 'ACCEPT' });
    const analysis = { urgency: 3, importance: 4, scope: 'The shop', outOfScope: 'The rest' };
    await this.done('analyseRequirement', { requirementId, ...analysis, analystIds: this.group });
    const criterion = { requirementId, text: 'It works.' };
    return (await this.done('setAcceptanceCriterion', criterion)).acceptanceCriterion.id;
  }

  /** The input of a plan that begins tomorrow. */
  plan(requirementId: string): object {
    const at = (days: number) => new Date(this.platform.clock.now().getTime() + days * DAY).toISOString();
    return { requirementId, ownerId: this.group[1], startsAt: at(1), dueAt: at(30) };
  }

  /** Takes a requirement from its capture to its delivery; `by` is the customer who confirms what it has to fulfil. */
  async deliver(requirementId: string, by?: Client): Promise<void> {
    const criterionId = await this.analyse(requirementId);
    if (by) await this.done('answerAcceptanceCriterion', { criterionId, isRight: true }, by);
    await this.done('planRequirement', this.plan(requirementId));
    await this.done('startRequirement', { requirementId });
    await this.done('deliverRequirement', { requirementId });
  }

  async buy(customer: Client, amount = '100.00', currency = 'CNY'): Promise<void> {
    const externalId = { system: 'shop', value: `order-${++this.#orders}` };
    await this.done('recordPurchase', {
      customerId: customer.id,
      externalId,
      amount,
      currency,
      channel: 'web',
    });
  }

  async ranking(model: string, args = '', by: Client = this.manager): Promise<Seen> {
    const source = `query($model: ID!) { valueRanking(model: $model${args}) { ranked modelVersion { number }
      entries { requirement { title } place score confidence stakeholders coefficientOfVariation movesUp movesDown }
      rankStability { share trials unchanged meanTau lowestTau metricDefinition { key version text } }
      agreement { stakeholders requirements kendallW } } }`;
    return (await by.must(source, { variables: { model } })).valueRanking;
  }

  async value(requirementId: string, fields: string, by: Client = this.manager): Promise<Seen> {
    const source = `query($id: ID!) { node(id: $id) { ... on Requirement { value { ${fields} } } } }`;
    return (await by.must(source, { variables: { id: requirementId } })).node.value;
  }

  /** A figure of `valueMetrics`, as numerator and denominator. */
  async figure(name: string): Promise<[number, number]> {
    const source = `{ valueMetrics { ${name} { numerator denominator metricDefinition { text } } } }`;
    const { numerator, denominator, metricDefinition } = (await this.manager.must(source)).valueMetrics[name];
    if (metricDefinition.text.startsWith('metric.')) throw new Error(`${name} has no definition`);
    return [numerator, denominator];
  }

  async set(name: string, value: unknown): Promise<void> {
    const settings = [{ name, value: JSON.stringify(value) }];
    await this.done('changePluginSettings', { plugin: 'requirements-value', settings });
  }
}
