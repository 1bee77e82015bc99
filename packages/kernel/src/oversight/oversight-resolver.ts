import { ArrayMaxSize, ArrayMinSize, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Extensions,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  Query,
  Resolver,
} from 'type-graphql';
import type { KernelContext } from '../graphql/context.js';
import { CommandInput } from '../graphql/inputs.js';
import { payloadOf } from '../graphql/kernel-types.js';
import { Allow } from '../identity/allow.js';
import type { MutationContext } from '../plugin/contract.js';
import { BackgroundJob, DeliveryState, EventDelivery, Plugin } from './oversight-types.js';
import { RecordedEvent } from './recorded-event.js';
import { lastRestoreDrill, RestoreDrill, restoreDrills } from './restore-drills.js';

export const OVERSIGHT = { read: 'operations:read', manage: 'operations:manage' } as const;

/** A health check asks a plugin, which may ask the database: more than a record, less than a page. */
const COST_OF_PLUGINS = 50;

@ArgsType()
class FirstArgs {
  @Field(() => Int, { defaultValue: 20, description: 'At most so many; up to 100.' })
  @Min(1, { message: 'Ask for at least one.' })
  @Max(100, { message: 'Ask for at most 100 at once.' })
  first!: number;
}

@ArgsType()
class PieceArgs extends FirstArgs {
  @Field(() => DeliveryState, { defaultValue: DeliveryState.DEAD, description: 'How far they have come.' })
  state!: DeliveryState;
}

@InputType({ description: 'Which delivery is to be tried again.' })
class RetryDeliveryInput extends CommandInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => String, { description: 'The handler that was given up.' })
  @Length(1, 200, { message: 'The name of a handler has 1 to 200 characters.' })
  handler!: string;
}

@InputType({ description: 'Which job is to be tried again.' })
class RetryJobInput extends CommandInput {
  @Field(() => ID, { description: 'The job that was given up.' })
  jobId!: string;
}

@InputType({ description: 'What one setting is to be.' })
class PluginSettingInput {
  @Field(() => String, { description: 'Its name.' })
  @Length(1, 200, { message: 'The name of a setting has 1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The value as JSON; null goes back to the default.' })
  @MaxLength(20_000, { message: 'The value may have 20000 characters.' })
  value?: string | null;
}

@InputType({ description: 'What a plugin is to be set to.' })
class ChangePluginSettingsInput extends CommandInput {
  @Field(() => String, { description: 'The name of the plugin.' })
  @Length(1, 100, { message: 'The name of a plugin has 1 to 100 characters.' })
  plugin!: string;

  @Field(() => [PluginSettingInput], {
    description: 'The settings that change; those that are left out stay as they are.',
  })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Name at least one setting.' })
  @ArrayMaxSize(100, { message: 'Change at most 100 settings at once.' })
  settings!: PluginSettingInput[];
}

const RetryDeliveryPayload = payloadOf('retryDelivery', {
  event: RecordedEvent,
  delivery: {
    type: EventDelivery,
    description: 'The delivery as it is now; null where there are user errors.',
  },
});
const RetryJobPayload = payloadOf('retryJob', {
  job: { type: BackgroundJob, description: 'The job as it is now; null where there are user errors.' },
});
const ChangePluginSettingsPayload = payloadOf('changePluginSettings', {
  pluginName: { type: String, description: 'The plugin that was set; null where there are user errors.' },
});

/** What happens inside of the platform, for staff who run it. */
@Resolver()
export class OversightResolver {
  @Query(() => [Plugin], {
    nullable: true,
    description:
      'All plugins in the order in which they are set up, with their health as it is just now; then those that are disabled.',
  })
  @Extensions({ cost: COST_OF_PLUGINS })
  @Allow(OVERSIGHT.read)
  plugins(@Ctx() { oversight }: KernelContext): Promise<Plugin[]> {
    return oversight.plugins();
  }

  @Query(() => [EventDelivery], {
    nullable: true,
    description:
      'Deliveries of events to handlers: those that were given up, unless another state is asked for.',
  })
  @Allow(OVERSIGHT.read)
  deliveries(
    @Args(() => PieceArgs) { state, first }: PieceArgs,
    @Ctx() { oversight }: KernelContext,
  ): Promise<EventDelivery[]> {
    return oversight.deliveries(state, first);
  }

  @Query(() => [BackgroundJob], {
    nullable: true,
    description: 'Background jobs: those that were given up, unless another state is asked for.',
  })
  @Allow(OVERSIGHT.read)
  jobs(
    @Args(() => PieceArgs) { state, first }: PieceArgs,
    @Ctx() { oversight }: KernelContext,
  ): Promise<BackgroundJob[]> {
    return oversight.jobs(state, first);
  }

  @Query(() => RestoreDrill, {
    nullable: true,
    description:
      'The latest drill by which a backup came back whole; null before the first. `candor restore FILE --drill` does one.',
  })
  @Allow(OVERSIGHT.read)
  lastRestoreDrill(@Ctx() { services }: KernelContext): Promise<RestoreDrill | null> {
    return lastRestoreDrill(services);
  }

  @Query(() => [RestoreDrill], {
    nullable: true,
    description: 'The latest restore drills, those that failed among them.',
  })
  @Allow(OVERSIGHT.read)
  restoreDrills(
    @Args(() => FirstArgs) { first }: FirstArgs,
    @Ctx() { services }: KernelContext,
  ): Promise<RestoreDrill[]> {
    return restoreDrills(services, first);
  }

  @Mutation(() => RetryDeliveryPayload, {
    nullable: true,
    description:
      'Has a delivery that was given up start anew, with all its attempts. Its effect still happens once.',
  })
  @Allow(OVERSIGHT.manage)
  async retryDelivery(
    @Arg('input', () => RetryDeliveryInput) { eventId, handler }: RetryDeliveryInput,
    @Ctx() { oversight, tx }: KernelContext & MutationContext,
  ) {
    return { event: eventId, delivery: await oversight.retryDelivery(tx, eventId, handler) };
  }

  @Mutation(() => RetryJobPayload, {
    nullable: true,
    description: 'Has a job that was given up start anew, with all its attempts.',
  })
  @Allow(OVERSIGHT.manage)
  async retryJob(
    @Arg('input', () => RetryJobInput) { jobId }: RetryJobInput,
    @Ctx() { oversight, tx }: KernelContext & MutationContext,
  ) {
    return { job: await oversight.retryJob(tx, jobId) };
  }

  @Mutation(() => ChangePluginSettingsPayload, {
    nullable: true,
    description:
      'Changes what a plugin is set to. It counts at once here, and within seconds in other processes.',
  })
  @Allow(OVERSIGHT.manage)
  async changePluginSettings(
    @Arg('input', () => ChangePluginSettingsInput) { plugin, settings }: ChangePluginSettingsInput,
    @Ctx() { oversight, tx }: KernelContext & MutationContext,
  ) {
    const changes = settings.map(({ name, value = null }) => ({ name, value }));
    await oversight.changeSettings(tx, plugin, changes);
    return { pluginName: plugin };
  }
}
