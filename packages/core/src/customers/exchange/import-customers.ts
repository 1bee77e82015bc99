import type { Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { UserError, UserErrors } from '@candor/kernel/graphql';
import type { UpsertCustomerInput } from '../customer-inputs.js';
import { type Upserted, upsertAndTell } from '../customer-service.js';
import { customersByExternalId } from '../external-ids.js';
import { type CellFault, type CustomerRecord, fieldAt, upsertOf } from './customer-record.js';

interface ImportCustomersOptions {
  /** The key of the system whose ids the records have. */
  readonly system: string;
  /** Does everything, and takes all of it back. */
  readonly isDryRun: boolean;
  /** External ids of companies that earlier records of the same file bring, which a dry run has taken back. */
  readonly companiesBefore: ReadonlySet<string>;
}

/** What came of one record. */
type RecordOutcome = { readonly outcome: Upserted } | { readonly faults: readonly CellFault[] };

class TakenBack extends Error {
  constructor(readonly outcomes: readonly RecordOutcome[]) {
    super();
  }
}

/**
 * Takes over records of customers by their external ids, in one transaction if nothing is wrong with them; else
 * each by itself, so that a wrong one keeps back no other. Answers in their order. No external id may be twice.
 */
export async function importCustomers(
  services: Pick<Services, 'command'>,
  records: readonly CustomerRecord[],
  options: ImportCustomersOptions,
): Promise<RecordOutcome[]> {
  const read = records.map((record) => upsertOf(options.system, record));
  const good = read.flatMap((one, index) => ('input' in one ? [{ ...one, record: records[index]! }] : []));
  const done = good.length === 0 ? [] : await takeOver(services, good, options);
  return read.map((one) => ('faults' in one ? one : done.shift()!));
}

interface Checked {
  readonly input: UpsertCustomerInput;
  readonly record: CustomerRecord;
}

async function takeOver(
  services: Pick<Services, 'command'>,
  checked: readonly Checked[],
  options: ImportCustomersOptions,
): Promise<RecordOutcome[]> {
  try {
    return await services.command(
      async (tx) => {
        const outcomes: RecordOutcome[] = [];
        const companies = await companiesOf(tx, checked, options.system);
        for (const one of checked) outcomes.push(await takeOverOne(tx, one, companies, options));
        if (options.isDryRun) {
          await tx.finish();
          throw new TakenBack(outcomes);
        }
        return outcomes;
      },
      { origin: 'import' },
    );
  } catch (error) {
    if (error instanceof TakenBack) return [...error.outcomes];
    const faults = faultsOf(error);
    if (!faults) throw error;
    if (checked.length === 1) return [{ faults }];
    const outcomes: RecordOutcome[] = [];
    for (const one of checked) outcomes.push(...(await takeOver(services, [one], options)));
    return outcomes;
  }
}

async function takeOverOne(
  tx: Tx,
  { input, record }: Checked,
  companies: Map<string, string>,
  { companiesBefore, isDryRun }: ImportCustomersOptions,
): Promise<RecordOutcome> {
  const company = record.companyExternalId?.trim();
  if (company) {
    const companyId = companies.get(company);
    if (companyId) input.companyId = companyId;
    else if (!isDryRun || !companiesBefore.has(company))
      throw new UserError('INVALID', ['companyId'], `No customer has the external id ${company}.`);
  }
  const { customer, outcome } = await upsertAndTell(tx, input);
  companies.set(input.externalId.value, customer.id);
  return { outcome };
}

function companiesOf(tx: Tx, checked: readonly Checked[], system: string): Promise<Map<string, string>> {
  const named = checked.map(({ record }) => record.companyExternalId?.trim() ?? '').filter((id) => id !== '');
  return named.length === 0
    ? Promise.resolve(new Map())
    : customersByExternalId(tx, system, [...new Set(named)]);
}

function faultsOf(error: unknown): CellFault[] | null {
  const errors = error instanceof UserErrors ? error.errors : error instanceof UserError ? [error] : null;
  return errors?.map(({ field, message }) => ({ field: contactOr(field), reason: message })) ?? null;
}

function contactOr(path: readonly string[]): CellFault['field'] {
  return path[0] === 'contactPoints' ? 'email' : fieldAt(path);
}
