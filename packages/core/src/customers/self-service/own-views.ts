import type { RequestContext, Services } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';

/** So many customers are remembered as counted; one that was forgotten is asked of the database again. */
const REMEMBERED = 20_000;

/** The first look of each customer at the own file, each day in UTC, as this process sees it. */
class OwnViews {
  #day = '';
  readonly #seen = new Set<string>();
  #waiting: string[] = [];

  constructor(private readonly services: Services) {}

  /** Costs a look into a set; what has to be written is written behind the answer, many together. */
  saw(customerId: string): void {
    const day = this.services.now().toISOString().slice(0, 10);
    if (day !== this.#day || this.#seen.size >= REMEMBERED) {
      this.#day = day;
      this.#seen.clear();
    }
    if (this.#seen.has(customerId)) return;
    this.#seen.add(customerId);
    this.#waiting.push(customerId);
    if (this.#waiting.length === 1) this.services.afterwards(() => this.#write());
  }

  async #write(): Promise<void> {
    const customers = this.#waiting.map((id) => uuidOf('customer', id));
    this.#waiting = [];
    const day = this.services.now().toISOString().slice(0, 10);
    await this.services.command((tx) => tx.query(COUNT, [day, customers]));
  }
}

/**
 * Who looked is kept until the day is over, so that nobody is counted twice; then only how many they were. In the
 * order of the ids, so that two processes do not wait for each other.
 */
const COUNT = `with fresh as (
    insert into customers_own_view (day, customer_id)
    select $1::date, id from unnest($2::uuid[]) as id order by id on conflict do nothing returning day
  )
  insert into customers_own_view_day (day, customers) select day, count(*) from fresh group by day
  on conflict (day) do update set customers = customers_own_view_day.customers + excluded.customers`;

const views = new WeakMap<Services, OwnViews>();

/** Counts that the customer who asks looks at the own file. */
export function countOwnView({ actor, services }: RequestContext): void {
  let own = views.get(services);
  if (!own) {
    own = new OwnViews(services);
    views.set(services, own);
  }
  own.saw(actor.id!);
}

/** Forgets who looked on days that are over. */
export async function forgetViewers(services: Services): Promise<void> {
  await services.command((tx) =>
    tx.query('delete from customers_own_view where day < $1::date - 1', [tx.now.toISOString()]),
  );
}
