import type { Requirement } from '@candor/core/requirements';
import type { PluginApi, RequestContext, Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import { coefficientOfVariation, meanOf } from '../formulas/agreement.js';
import { type KanoCounts, kanoCategory, kanoCoefficients } from '../formulas/kano.js';
import { CATEGORY_OF, kanoCountsOf } from '../kano/kano-answers.js';
import { settingsOf } from '../value-settings.js';
import { RequirementValue, type ValueKano } from './requirement-value-types.js';

/** `Requirement.value`: one batch for a page of requirements. */
export function registerRequirementValue(api: PluginApi): void {
  api.graphql.extend<Pick<Requirement, 'id'>>('Requirement', 'value: RequirementValue', {
    description:
      'What it is worth: the customers behind it with what they spend, its scores, what customers make of it. Null for whoever may not see that.',
    types: [RequirementValue],
    needs: ['id'],
    cost: 5,
    load: (rows, _, context) => valuesOf(rows, context),
  });
}

async function valuesOf(
  rows: ReadonlyArray<Pick<Requirement, 'id'>>,
  { actor, services }: RequestContext,
): Promise<Array<RequirementValue | null>> {
  if (!can(actor, 'requirements-value:read')) return rows.map(() => null);
  const ids = rows.map(({ id }) => id);
  const { spendDays } = settingsOf(services);
  const behind = await customersOf(services, ids);
  const spend = await spendOf(services, ids, spendDays);
  const tiers = await tiersOf(services, ids);
  const scores = await scoresOf(services, ids);
  const kano = await kanoCountsOf(services, ids);
  const latest = await latestOf(services, ids);
  return ids.map((id, i) => ({
    customers: behind.get(id)?.[0]?.customers ?? 0,
    requesters: behind.get(id)?.[0]?.requesters ?? 0,
    spendDays,
    spend: spend.get(id) ?? [],
    tiers: (tiers.get(id) ?? []).map(({ tier_id, customers }) => ({ tierId: tier_id, customers })),
    scores: byModel(scores.get(id) ?? []),
    kano: kanoOf(kano[i]!),
    feasibility: tagged('feasibility', latest.get(id)?.[0]?.feasibility),
    estimate: tagged('value_estimate', latest.get(id)?.[0]?.estimate),
  }));
}

interface OfRequirement {
  readonly requirement_id: string;
}

/** Rows of a statement over requirements (`$1`), by the public id of each. */
async function rowsOf<Row extends OfRequirement>(
  services: Services,
  statement: string,
  ids: readonly string[],
  ...more: readonly unknown[]
): Promise<Map<string, Row[]>> {
  const uuids = ids.map((id) => uuidOf('requirement', id));
  const rows = await services.query<Row>(statement, [uuids, ...more]);
  return Map.groupBy(rows, (row) => idOf('requirement', row.requirement_id));
}

interface Behind extends OfRequirement {
  readonly customers: number;
  readonly requesters: number;
}

function customersOf(services: Services, ids: readonly string[]): Promise<Map<string, Behind[]>> {
  return rowsOf(
    services,
    `select requirement_id, count(*)::int as customers,
       (count(*) filter (where stake = 'REQUESTER'))::int as requesters
     from requirements_customer where requirement_id = any($1::uuid[]) group by 1`,
    ids,
  );
}

interface Spent extends OfRequirement {
  readonly currency: string;
  readonly amount: string;
  readonly customers: number;
}

function spendOf(services: Services, ids: readonly string[], days: number): Promise<Map<string, Spent[]>> {
  const now = services.now();
  const from = new Date(now.getTime() - days * 86_400_000);
  return rowsOf(
    services,
    `select c.requirement_id, p.currency, sum(p.amount - p.reversed_amount)::text as amount,
       count(distinct p.customer_id)::int as customers
     from requirements_customer c join customers_purchase p on p.customer_id = c.customer_id
     where c.requirement_id = any($1::uuid[]) and p.state <> 'REVERSED'
       and p.purchased_at >= $2 and p.purchased_at <= $3
     group by 1, 2 order by 2`,
    ids,
    from.toISOString(),
    now.toISOString(),
  );
}

interface Tiered extends OfRequirement {
  readonly tier_id: string;
  readonly customers: number;
}

function tiersOf(services: Services, ids: readonly string[]): Promise<Map<string, Tiered[]>> {
  return rowsOf(
    services,
    `select c.requirement_id, t.tier_id, count(distinct c.customer_id)::int as customers
     from requirements_customer c join requirements_value_customer_tier t on t.customer_id = c.customer_id
     where c.requirement_id = any($1::uuid[]) group by 1, 2 order by 3 desc, 2`,
    ids,
  );
}

interface Scored extends OfRequirement {
  readonly version_id: string;
  readonly score: number;
  readonly confidence: number;
}

function scoresOf(services: Services, ids: readonly string[]): Promise<Map<string, Scored[]>> {
  return rowsOf(
    services,
    `select distinct on (m.created_at, m.id, s.requirement_id, s.stakeholder)
       s.requirement_id, v.id as version_id, s.score, s.confidence
     from requirements_value_score s
     join requirements_value_model_version v on v.id = s.model_version_id
     join requirements_value_model m on m.id = v.model_id and m.version_count = v.number
     where s.requirement_id = any($1::uuid[])
     order by m.created_at, m.id, s.requirement_id, s.stakeholder, s.at desc, s.id desc`,
    ids,
  );
}

function byModel(scored: readonly Scored[]) {
  return [...Map.groupBy(scored, ({ version_id }) => version_id)].map(([versionId, own]) => {
    const scores = own.map(({ score }) => score);
    return {
      modelVersion: idOf('value_model_version', versionId),
      score: meanOf(scores)!,
      confidence: meanOf(own.map(({ confidence }) => confidence))!,
      stakeholders: own.length,
      coefficientOfVariation: coefficientOfVariation(scores),
    };
  });
}

interface Latest extends OfRequirement {
  readonly feasibility: string | null;
  readonly estimate: string | null;
}

function latestOf(services: Services, ids: readonly string[]): Promise<Map<string, Latest[]>> {
  return rowsOf(
    services,
    `select wanted.id as requirement_id,
       (select f.id from requirements_value_feasibility f where f.requirement_id = wanted.id
        order by f.assessed_at desc, f.id desc limit 1) as feasibility,
       (select e.id from requirements_value_estimate e where e.requirement_id = wanted.id
        order by e.estimated_at desc, e.id desc limit 1) as estimate
     from unnest($1::uuid[]) wanted(id)`,
    ids,
  );
}

function kanoOf(counts: KanoCounts): ValueKano {
  const { A, O, M, I, R, Q } = counts;
  const result = kanoCoefficients(counts);
  const letter = kanoCategory(counts);
  return {
    answers: A + O + M + I + R + Q,
    category: letter && CATEGORY_OF[letter],
    better: result?.better ?? null,
    worse: result?.worse ?? null,
    attractive: A,
    oneDimensional: O,
    mustBe: M,
    indifferent: I,
    reverse: R,
    questionable: Q,
  };
}

function tagged(tag: string, uuid: string | null | undefined): string | null {
  return uuid == null ? null : idOf(tag, uuid);
}
