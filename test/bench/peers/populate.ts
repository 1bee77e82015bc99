import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import Fastify from 'fastify';
import {
  Arg,
  buildSchema,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { announce } from './announce.js';

/** The obvious way: entities of whole tables that are also types, `populate`, TypeGraphQL and Apollo as they come. */
@ObjectType()
abstract class Stamped {
  @Field(() => ID) @PrimaryKey({ type: 'uuid' }) id!: string;
  @Property({ type: 'datetime' }) createdAt!: Date;
  @Property({ type: 'datetime' }) updatedAt!: Date;
  @Property({ type: 'integer', version: true }) version!: number;
}

@ObjectType()
@Entity({ tableName: 'customers_customer' })
class Customer extends Stamped {
  @Property({ type: 'text' }) kind!: string;
  @ManyToOne(() => Customer, { nullable: true }) company!: Rel<Customer> | null;
  @Property({ type: 'text' }) locale!: string;
  @Property({ type: 'text', nullable: true }) timeZone!: string | null;
  @Property({ type: 'text', nullable: true }) preferredChannel!: string | null;
  @Property({ type: 'datetime', nullable: true }) archivedAt!: Date | null;
  @Field(() => String) @Property({ type: 'text' }) name!: string;
}

@ObjectType()
@Entity({ tableName: 'conversations_message' })
class Message extends Stamped {
  @Property({ type: 'uuid' }) conversationId!: string;
  @Property({ type: 'text' }) visibility!: string;
  @Property({ type: 'uuid', nullable: true }) authorStaffId!: string | null;
  @Property({ type: 'uuid', nullable: true }) authorCustomerId!: string | null;
  @Property({ type: 'text' }) channel!: string;
  @Property({ type: 'boolean', nullable: true }) isByPrimaryContact!: boolean | null;
  @Property({ type: 'text' }) origin!: string;
  @ManyToOne(() => Ticket, { fieldName: 'about' }) ticket!: Rel<Ticket>;
  @Field(() => String) @Property({ type: 'text' }) body!: string;
  @Field(() => String) @Property({ type: 'text' }) authorKind!: string;
  @Field(() => Date) @Property({ type: 'datetime' }) sentAt!: Date;
}

@ObjectType()
@Entity({ tableName: 'tickets_ticket' })
class Ticket extends Stamped {
  @Property({ type: 'json' }) intake!: object;
  @Property({ type: 'integer' }) intakeCompleteness!: number;
  @Property({ type: 'text' }) type!: string;
  @Property({ type: 'text' }) ticketClass!: string;
  @Property({ type: 'integer' }) priorityRank!: number;
  @Property({ type: 'uuid' }) conversationId!: string;
  @Property({ type: 'uuid', nullable: true }) departmentId!: string | null;
  @Property({ type: 'uuid', nullable: true }) assigneeId!: string | null;
  @Property({ type: 'uuid', nullable: true }) primaryContactId!: string | null;
  @Property({ type: 'text' }) channel!: string;
  @Property({ type: 'datetime', nullable: true }) firstResponseAt!: Date | null;
  @Property({ type: 'datetime', nullable: true }) resolvedAt!: Date | null;
  @Property({ type: 'datetime', nullable: true }) closedAt!: Date | null;
  @Property({ type: 'text' }) origin!: string;
  @Field(() => String) @Property({ type: 'text' }) number!: string;
  @Field(() => String) @Property({ type: 'text' }) subject!: string;
  @Field(() => String) @Property({ type: 'text' }) state!: string;
  @Field(() => String) @Property({ type: 'text' }) priority!: string;
  @Field(() => Date) @Property({ type: 'datetime' }) openedAt!: Date;
  @Field(() => Customer) @ManyToOne(() => Customer) customer!: Rel<Customer>;
  @OneToMany(
    () => Message,
    (message) => message.ticket,
    { orderBy: { sentAt: 'desc', id: 'desc' } },
  )
  messages = new Collection<Message>(this);
}

interface Context {
  readonly em: EntityManager;
}

@Resolver(() => Ticket)
class TicketResolver {
  @Query(() => [Ticket])
  tickets(
    @Arg('state', () => String) state: string,
    @Arg('first', () => Int) first: number,
    @Ctx() { em }: Context,
  ): Promise<Ticket[]> {
    return em.find(
      Ticket,
      { state },
      { populate: ['customer', 'messages'], orderBy: { openedAt: 'desc', id: 'desc' }, limit: first },
    );
  }

  @FieldResolver(() => [Message])
  messages(@Root() ticket: Ticket, @Arg('first', () => Int) first: number): Message[] {
    return ticket.messages.getItems().slice(0, first);
  }
}

const { user, password, host, port, database } = JSON.parse(process.env['BENCH_CONNECTION']!);
const orm = await MikroORM.init({
  entities: [Ticket, Customer, Message],
  dbName: database,
  user,
  password,
  host,
  port,
  pool: { max: 10 },
});
const fastify = Fastify();
const apollo = new ApolloServer<Context>({
  schema: await buildSchema({ resolvers: [TicketResolver] }),
  plugins: [fastifyApolloDrainPlugin(fastify)],
});
await apollo.start();
await fastify.register(fastifyApollo(apollo), { context: async () => ({ em: orm.em.fork() }) });
await fastify.listen({ port: 0, host: '127.0.0.1' });
announce(fastify.server, '/graphql');
