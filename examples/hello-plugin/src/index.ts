import { Customer } from '@candor/core/customers';
import { definePlugin } from '@candor/kernel';
import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Migration } from '@mikro-orm/migrations';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ implements: Node, description: 'A greeting that was sent to a customer.' })
@Entity({ tableName: 'hello_greeting' })
export class Greeting extends Stamped {
  @Id('greeting') id = newId('greeting');

  @ManyToOne(() => Customer, { index: true }) customer!: Customer;

  @Field(() => String, { description: 'What it says.' }) @Property({ type: 'text' }) text!: string;
}

class Hello20261121 extends Migration {
  up(): void {
    this.addSql(`create table hello_greeting (id uuid primary key, created_at timestamptz not null,
      updated_at timestamptz not null, version int not null default 1, text text not null,
      customer_id uuid not null constraint hello_greeting_customer_id_foreign references customers_customer (id))`);
    this.addSql('create index hello_greeting_customer_id_index on hello_greeting (customer_id)');
  }
}

export default definePlugin({
  name: 'hello',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { customers: '^1.0.0' },
  setup(api) {
    api.store({ entities: [Greeting], migrations: [Hello20261121] });
    api.access(Greeting, { read: (viewer, greeting) => viewer.sees(Customer, greeting.customer) });
    api.list('greetings', Greeting, {
      description: 'Greetings so far.',
      on: { type: Customer, by: 'customer' },
      orderBy: ['createdAt'],
    });
    api.after('customer.created', { id: 'hello.greet' }, async ({ subject }, tx) => {
      tx.em.create(Greeting, { customer: subject, text: 'Welcome!' }, { partial: true });
    });
  },
});
