import {
  type Client,
  createTestPlatform,
  type Result,
  type TestPlatform,
  type TestPlatformOptions,
} from '@candor/testing';
import loyalty from './index.js';

/** A test reads into whatever it has just asked for. */
export type Seen = Result['data'];

const FIELDS: Readonly<Record<string, string>> = {
  createLoyaltyProgram: 'program { id key tierPeriodEndsAt }',
  updateLoyaltyProgram: 'program { id }',
  setLoyaltyTier: 'tier { id key threshold entitlements { edges { node { key name } } } }',
  setEarningRule: 'rule { id }',
  setLoyaltyReward: 'reward { id stock }',
  setLoyaltyOffer: 'offer { id }',
  grantLoyaltyOffer: 'grant { id occasion expiresAt }',
  redeemLoyaltyOffer: 'grant { id state coupon { code kind value reason expiresAt } account { active } }',
  enrolLoyaltyMember: 'account { id }',
  adjustLoyaltyPoints: 'account { active debt } operation { id kind points }',
  recordPurchase: 'purchase { id }',
  reversePurchase: 'purchase { id state }',
  redeemReward:
    'redemption { id state points coupon { id code value currency state } account { active held used } }',
  captureRedemption: 'redemption { id state reference account { active held used } }',
  cancelRedemption: 'redemption { id state account { active held } }',
  reverseRedemption: 'redemption { id state account { active used } }',
  issueCoupon: 'coupon { id code kind value currency reason about state expiresAt }',
  useCoupon: 'coupon { id state discount usedFor }',
  voidCoupon: 'coupon { id state }',
  promiseCompensation: 'compensation { id state }',
  issueCompensation: 'compensation { id state coupon { id } }',
  recordCompensationTold: 'compensation { id state toldAt toldBy }',
  updateCustomer: 'customer { id }',
  setLoyaltyAnswerRule: 'rule { id key }',
  recordLoyaltyAnswer: 'answer { id given answeredAt }',
  recordReferral: 'referral { id source evidence recordedAt withdrawnAt }',
  withdrawReferral: 'referral { id evidence withdrawnAt }',
  setLoyaltyScoreModel: 'model { id number setBy }',
  setLoyaltyGoal: 'goal { id progress { current n expected donePct isOnTrack } }',
  analysePurchaseHistory: 'fit { id state }',
  issueRecommendation:
    'recommendation { id product becauseOf customersWithBoth confidence lift expiresAt takenAt }',
  setServicePreference: 'preference { id packaging delivery }',
  setWinBackRule: 'rule { id }',
  recordWinBackContact: 'winBack { id state contactedBy { name } }',
  cancelWinBack: 'winBack { id state decidedAt }',
  setLoyaltyReviewPlan: 'plan { id periodEndsAt }',
  finishLoyaltyReview: 'review { id finishedAt finishedBy { name } }',
  addLoyaltyDecision: 'decision { id membersNow membersThen }',
  finishLoyaltyDecision: 'decision { id carriedOutAt reward { price } }',
};

export const STANDING = 'earned pending active held used expired clawedBack debt';

const INDICATORS = `query($asOf: DateTime, $window: String, $currency: String, $renewalCategory: String) {
  loyaltyIndicators(asOf: $asOf, window: $window, currency: $currency, renewalCategory: $renewalCategory) {
    startsAt endsAt currency scoreChurnCorrelation
    scoreVsChurn { from below customers lost churnPct }
    rfmSegments { recency frequency monetary customers }
    figures { name result numerator n low high previous delta definition definitionVersion } } }`;

/** A platform with the plugin, one program, and the people around it. */
export class Club {
  #orders = 0;

  private constructor(
    readonly platform: TestPlatform,
    readonly manager: Client,
    readonly agent: Client,
  ) {}

  programId = '';

  /** A program with one point for a unit of money and nothing else, unless it is said otherwise. */
  static async open(program: object = {}, options: TestPlatformOptions = {}): Promise<Club> {
    const platform = await createTestPlatform({ plugins: [loyalty], ...options });
    const manager = await platform.staff({ roles: ['manager'], name: 'Ma Lin' });
    const agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
    const club = new Club(platform, manager, agent);
    try {
      const made = await club.done('createLoyaltyProgram', {
        key: 'club',
        name: [{ locale: 'en', text: 'Club' }],
        timeZone: 'UTC',
        currency: 'CNY',
        tierBasis: 'SPEND',
        ...program,
      });
      club.programId = made.program.id;
      await club.rule({ key: 'purchase', event: 'purchase.recorded', pointsPerUnit: '1' });
    } catch (error) {
      await platform.close();
      throw error;
    }
    return club;
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

  /** The codes of the user errors that a command is refused with. */
  async refused(name: string, input: object, by: Client = this.manager): Promise<string[]> {
    const { userErrors, errors } = await this.command(name, input, by);
    return (errors ?? userErrors).map((error: Seen) => error.code ?? error.extensions.code);
  }

  rule(facts: object): Promise<Seen> {
    const name = [{ locale: 'en', text: 'Rule' }];
    return this.done('setEarningRule', { programId: this.programId, name, ...facts });
  }

  reward(facts: object): Promise<Seen> {
    const name = [{ locale: 'en', text: 'Reward' }];
    return this.done('setLoyaltyReward', {
      programId: this.programId,
      name,
      kind: 'GIFT',
      price: 100,
      ...facts,
    });
  }

  async member(name = 'Ada'): Promise<Client> {
    const customer = await this.platform.customer({ name });
    await this.done('enrolLoyaltyMember', { programId: this.programId, customerId: customer.id });
    return customer;
  }

  /** Records a purchase and waits for what follows from it; answers its id. */
  async buy(customer: Client, amount: string, facts: object = {}): Promise<string> {
    const externalId = { system: 'shop', value: `order-${++this.#orders}` };
    const input = { customerId: customer.id, externalId, amount, currency: 'CNY', channel: 'web', ...facts };
    const { purchase } = await this.done('recordPurchase', input);
    await this.platform.settle();
    return purchase.id;
  }

  give(customer: Client, points: number): Promise<Seen> {
    return this.done('adjustLoyaltyPoints', {
      programId: this.programId,
      customerId: customer.id,
      points,
      reason: 'goodwill',
    });
  }

  /** What a member sees of the own account. */
  async seen(customer: Client, fields = STANDING): Promise<Seen> {
    const { viewer } = await customer.must(`{ viewer { customer { loyalty { ${fields} } } } }`);
    return viewer.customer.loyalty;
  }

  /** The figures from an instant until now, by name. */
  async figures(from = '2020-01-01T00:00:00Z'): Promise<Record<string, Seen>> {
    const { loyaltyMetrics } = await this.manager.must(
      `query($program: ID!, $from: DateTime!) { loyaltyMetrics(program: $program, from: $from) {
         figures { name result numerator n definition definitionVersion } membersByTier { key members } } }`,
      { variables: { program: this.programId, from } },
    );
    const figures = Object.fromEntries(loyaltyMetrics.figures.map((one: Seen) => [one.name, one]));
    const tiers = Object.fromEntries(loyaltyMetrics.membersByTier.map((one: Seen) => [one.key, one.members]));
    return { ...figures, tiers };
  }

  /** The indicators of a window that ends now, by name. */
  async indicators(args: object = {}): Promise<Record<string, Seen>> {
    const { loyaltyIndicators } = await this.manager.must(INDICATORS, { variables: args as Seen });
    const { figures, ...rest } = loyaltyIndicators;
    return { ...rest, ...Object.fromEntries(figures.map((one: Seen) => [one.name, one])) };
  }

  /** The health check of the ledger: null where the books balance. */
  async fault(): Promise<string | null | undefined> {
    return (await this.platform.platform.health())['ledger balances'];
  }
}
