import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum DeliveryState {
  PENDING = 'PENDING',
  DONE = 'DONE',
  DEAD = 'DEAD',
}

registerEnumType(DeliveryState, {
  name: 'DeliveryState',
  description: 'How far the delivery of an event to a handler, or a job, has come.',
  valuesConfig: {
    PENDING: { description: 'It is to run, or waits for its next attempt.' },
    DONE: { description: 'It has had its effect.' },
    DEAD: { description: 'It has failed too often and waits for a person.' },
  },
});

export enum CircuitState {
  CLOSED = 'CLOSED',
  OPEN = 'OPEN',
  HALF_OPEN = 'HALF_OPEN',
}

registerEnumType(CircuitState, {
  name: 'CircuitState',
  description: 'Whether a hook that stands in front of a command is called.',
  valuesConfig: {
    CLOSED: { description: 'It is called.' },
    OPEN: { description: 'It keeps failing and is not called for a while.' },
    HALF_OPEN: { description: 'It is on trial after it was cut off.' },
  },
});

export enum PluginState {
  HEALTHY = 'HEALTHY',
  UNHEALTHY = 'UNHEALTHY',
  DISABLED = 'DISABLED',
}

registerEnumType(PluginState, {
  name: 'PluginState',
  description:
    'Whether a plugin runs, all that it checks of itself is well, and none of its hooks is cut off.',
  valuesConfig: {
    HEALTHY: { description: 'All is well.' },
    UNHEALTHY: { description: 'A check has found something, or a hook is cut off.' },
    DISABLED: { description: 'It is here and does not run.' },
  },
});

@ObjectType({ description: 'A fact that an event carries.' })
export class EventFact {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its value, as JSON.' })
  value!: string;
}

/** What is tried until it is done or given up. */
@ObjectType()
abstract class Attempted {
  @Field(() => DeliveryState, { description: 'How far it has come.' })
  state!: DeliveryState;

  @Field(() => Int, { description: 'How often it has failed.' })
  attempts!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why it failed last, without what looks like personal data.',
  })
  lastError?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was done or given up; null while it is pending.',
  })
  endedAt?: string | null;
}

@ObjectType({ description: 'An event on its way to one handler of a plugin.' })
export class EventDelivery extends Attempted {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => String, { description: 'What happened.' })
  eventName!: string;

  @Field(() => ID, { description: 'The record that changed.' })
  subject!: string;

  @Field(() => String, { description: 'The handler, such as `loyalty.award`.' })
  handler!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The plugin that has the handler; null for one that is not enabled any more.',
  })
  plugin?: string | null;
}

@ObjectType({ description: 'A piece of background work.' })
export class BackgroundJob extends Attempted {
  @Field(() => ID, { description: 'By which `retryJob` finds it.' })
  jobId!: string;

  @Field(() => String, { description: 'The job, such as `loyalty.expire`.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The plugin that has the job; null for one that is not enabled any more.',
  })
  plugin?: string | null;
}

@ObjectType({ description: 'What a plugin checks of itself.' })
export class HealthCheck {
  @Field(() => String, { description: 'What is checked.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What is wrong; null where it is well.' })
  problem?: string | null;
}

@ObjectType({ description: 'What a plugin puts in front of a command.' })
export class CommandHook {
  @Field(() => String, { description: 'Its name, by which other hooks order themselves.' })
  name!: string;

  @Field(() => String, { description: 'The command that it stands in front of, such as `ticket.open`.' })
  command!: string;

  @Field(() => Int, { description: 'Its place among the hooks of the command; the first is 1.' })
  place!: number;

  @Field(() => CircuitState, { description: 'Whether it is called.' })
  circuit!: CircuitState;

  @Field(() => String, { nullable: true, description: 'Why it was cut off; null while it is not.' })
  reason?: string | null;
}

@ObjectType({ description: 'What a plugin can be set to.' })
export class PluginSetting {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it means, where the plugin says so.' })
  description?: string | null;

  @Field(() => Boolean, { description: 'Whether it can be set but never read.' })
  isSecret!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What it is now, as JSON. Null for a secret, and without what is secret inside of it.',
  })
  value?: string | null;
}

@ObjectType({ description: 'A plugin of this installation, or one of the modules that come with it.' })
export class Plugin {
  @Field(() => String, { description: 'Its name, unique and stable.' })
  name!: string;

  @Field(() => String, { description: 'Its release.' })
  version!: string;

  @Field(() => Int, {
    description:
      'Its place in the order in which plugins are set up; the first is 1. Those that are disabled come last.',
  })
  place!: number;

  @Field(() => [String], { description: 'The plugins that it cannot do without.' })
  requires!: readonly string[];

  @Field(() => PluginState, { description: 'Whether all is well with it.' })
  state!: PluginState;

  @Field(() => [HealthCheck], { description: 'What it checks of itself, asked just now.' })
  health!: readonly HealthCheck[];

  @Field(() => [CommandHook], { description: 'What it puts in front of commands.' })
  hooks!: readonly CommandHook[];

  @Field(() => [String], {
    description: 'Its handlers, each with the event that it follows: `loyalty.award < ticket.closed`.',
  })
  handlers!: readonly string[];

  @Field(() => [String], { description: 'Its background jobs.' })
  jobs!: readonly string[];

  @Field(() => [PluginSetting], { description: 'What it is set to.' })
  settings!: readonly PluginSetting[];
}
