import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { setFields } from '../set-fields.js';
import { periodAround } from './calendar.js';
import { LoyaltyProgram } from './program.js';
import type {
  CreateLoyaltyProgramInput,
  EntitlementInput,
  SetLoyaltyTierInput,
  TierInput,
  UpdateLoyaltyProgramInput,
} from './program-inputs.js';
import { LoyaltyEntitlement, LoyaltyTier } from './tier.js';
import { PRESET_TIERS } from './tier-preset.js';

/** Adds a program with its tiers, those of the preset where none are given. */
export async function createProgram(tx: Tx, input: CreateLoyaltyProgramInput): Promise<LoyaltyProgram> {
  const { key, name, timeZone, currency, tiers, idempotencyKey: _, ...facts } = input;
  if ((await tx.em.count(LoyaltyProgram, { key })) > 0)
    throw new UserError('INVALID', ['key'], 'There is a program of this key already.');
  const fresh = { key, name: textsOf(name), timeZone, currency, tierPeriodEndsAt: tx.now };
  const program = tx.em.create(LoyaltyProgram, fresh, { partial: true });
  setFields(program, given(facts));
  program.tierPeriodEndsAt = periodEnd(tx, program);
  audit(tx, {
    action: 'loyalty.createProgram',
    subject: program.id,
    after: { key, timeZone, currency, ...facts },
  });
  const preset = PRESET_TIERS.map(({ name: texts, ...tier }) => ({
    ...tier,
    name: Object.entries(texts).map(([locale, text]) => ({ locale, text })),
  }));
  for (const [index, tier] of (tiers ?? preset).entries())
    await setTier(tx, program, { rank: index, ...tier }, ['tiers', String(index)]);
  changed(tx, program);
  return program;
}

/** Changes a program; what was earned keeps its lots as they are. Locks the program. */
export async function updateProgram(tx: Tx, input: UpdateLoyaltyProgramInput): Promise<LoyaltyProgram> {
  const { programId, name, idempotencyKey: _, ...facts } = input;
  const program = await tx.get(LoyaltyProgram, programId, { field: ['programId'] });
  const fields = setFields(program, { ...given(facts), ...(name && { name: textsOf(name) }) });
  if (fields.includes('tierPeriod')) program.tierPeriodEndsAt = periodEnd(tx, program);
  audit(tx, {
    action: 'loyalty.updateProgram',
    subject: programId,
    after: Object.fromEntries(fields.map((field) => [field, program[field as keyof LoyaltyProgram]])),
  });
  changed(tx, program);
  return program;
}

/** Adds or changes a tier. Members are looked at anew when something of theirs changes, or at the end of the period. */
export async function setLoyaltyTier(tx: Tx, { programId, tier }: SetLoyaltyTierInput): Promise<LoyaltyTier> {
  const program = await tx.get(LoyaltyProgram, programId, { field: ['programId'] });
  return setTier(tx, program, tier, ['tier']);
}

async function setTier(
  tx: Tx,
  program: LoyaltyProgram,
  input: TierInput,
  path: readonly string[],
): Promise<LoyaltyTier> {
  const { key, name, entitlements, ...facts } = input;
  const known = await tx.em.findOne(LoyaltyTier, { program: program.id, key });
  if (!known && !name) throw new UserError('INVALID', [...path, 'name'], 'A new tier needs a name.');
  const tier =
    known ??
    tx.em.create(
      LoyaltyTier,
      {
        program,
        key,
        name: textsOf(name!),
        rank: await nextRank(tx, program),
        threshold: '0',
        provenance: 'set by the company',
      },
      { partial: true },
    );
  setFields(tier, { ...given(facts), ...(name && { name: textsOf(name) }) });
  audit(tx, { action: 'loyalty.setTier', subject: tier.id, after: { key, ...facts } });
  if (entitlements) await setEntitlements(tx, tier, entitlements);
  return tier;
}

/** The rights of a tier from now on: by key, so that one that stays keeps its id. */
async function setEntitlements(
  tx: Tx,
  tier: LoyaltyTier,
  inputs: readonly EntitlementInput[],
): Promise<void> {
  const known = await tx.em.find(LoyaltyEntitlement, { tier: tier.id });
  for (const one of known) if (!inputs.some(({ key }) => key === one.key)) tx.em.remove(one);
  for (const [index, { key, name }] of inputs.entries()) {
    const facts = { name: textsOf(name), position: index + 1 };
    const same = known.find((one) => one.key === key);
    if (same) setFields(same, facts);
    else tx.em.create(LoyaltyEntitlement, { tier, key, ...facts }, { partial: true });
  }
}

async function nextRank(tx: Tx, program: LoyaltyProgram): Promise<number> {
  const [highest] = await tx.em.find(
    LoyaltyTier,
    { program: program.id },
    { orderBy: { rank: 'desc' }, limit: 1 },
  );
  return highest ? highest.rank + 1 : 0;
}

function changed(tx: Tx, { id }: LoyaltyProgram): void {
  emit(tx, 'loyalty.program-changed', { subject: id, payload: { programId: id } });
}

function periodEnd({ now }: Tx, { tierPeriod, timeZone }: LoyaltyProgram): Date {
  return periodAround(now, tierPeriod, timeZone).to!;
}

/** Null means the same as left out: these fields have no value that is none. */
function given<T extends object>(facts: T): { [K in keyof T]: NonNullable<T[K]> | undefined } {
  return Object.fromEntries(Object.entries(facts).map(([field, value]) => [field, value ?? undefined])) as {
    [K in keyof T]: NonNullable<T[K]> | undefined;
  };
}
