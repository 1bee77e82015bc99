import { EVENT_PATTERN } from '@candor/kernel/events';
import { ChangeInput, CommandInput } from '@candor/kernel/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

const MOST_EVENTS = 100;

function AreEvents(): PropertyDecorator {
  const rules = [
    ArrayMinSize(1, { message: 'Name at least one event, or * for all.' }),
    ArrayMaxSize(MOST_EVENTS, { message: `Name at most ${MOST_EVENTS} events.` }),
    ArrayUnique({ message: 'Name each event once.' }),
    Matches(EVENT_PATTERN, {
      each: true,
      message: 'Name events as `ticket.closed`, `ticket.*` for all of one sort, or * for all.',
    }),
  ];
  return (target, key) => {
    for (const rule of rules) rule(target, key as string);
  };
}

function IsDescription(): PropertyDecorator {
  return Length(1, 500, { message: 'The description must have 1 to 500 characters.' });
}

/** Answers with a secret are not stored, so that there is no key to repeat the command by; nor for a new secret. */
@InputType({ description: 'A new endpoint: where another system wants to be told what happens here.' })
export class CreateWebhookEndpointInput {
  @Field(() => String, {
    description: 'The address that messages are posted to; https, and no address inside the own network.',
  })
  url!: string;

  @Field(() => [String], {
    description:
      'The events it wants: names such as `ticket.closed`, `ticket.*` for all of one sort, `*` for all.',
  })
  @AreEvents()
  events!: string[];

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  @IsOptional()
  @IsDescription()
  description?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The staff member who answers for it; whoever makes it, unless set.',
  })
  ownerId?: string | null;
}

@InputType({ description: 'A change of an endpoint; what is left out stays.' })
export class UpdateWebhookEndpointInput extends ChangeInput {
  @Field(() => ID, { description: 'The endpoint.' })
  endpointId!: string;

  @Field(() => String, { nullable: true, description: 'The address that messages are posted to.' })
  @ValidateIf((_, value) => value !== undefined)
  @Length(1, 2_000, { message: 'Leave the address out to keep it; an endpoint always has one.' })
  url?: string;

  @Field(() => [String], { nullable: true, description: 'All events it wants from now on.' })
  @ValidateIf((_, value) => value !== undefined)
  @AreEvents()
  events?: string[];

  @Field(() => String, { nullable: true, description: 'What it is for; null for nothing.' })
  @IsOptional()
  @IsDescription()
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'The staff member who answers for it; null for nobody.' })
  ownerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether messages are sent to it. Events that happen while it is stopped are not kept for it; they can be replayed.',
  })
  isEnabled?: boolean | null;
}

@InputType({ description: 'Which endpoint gets a new secret.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'The endpoint.' })
  endpointId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version you have read. If the endpoint is at another one by now, the answer is a CONFLICT with the endpoint as it is.',
  })
  version?: number | null;

  @Field(() => String, {
    defaultValue: 'PT24H',
    description:
      'For how long messages are signed with the secret before as well, as an ISO 8601 duration of at most seven days; `PT0S` if it has leaked.',
  })
  keepPreviousFor!: string;
}

@InputType({ description: 'Which endpoint is wanted no more.' })
export class ArchiveWebhookEndpointInput extends ChangeInput {
  @Field(() => ID, { description: 'The endpoint.' })
  endpointId!: string;
}

@InputType({ description: 'Which endpoint is tested.' })
export class PingWebhookEndpointInput extends CommandInput {
  @Field(() => ID, { description: 'The endpoint, which may be stopped.' })
  endpointId!: string;
}

@InputType({ description: 'Which message is sent again.' })
export class ReplayWebhookDeliveryInput extends CommandInput {
  @Field(() => ID, { description: 'The delivery.' })
  deliveryId!: string;
}

@InputType({ description: 'What an endpoint is told once more of a time that has passed.' })
export class ReplayWebhookEventsInput extends CommandInput {
  @Field(() => ID, { description: 'The endpoint.' })
  endpointId!: string;

  @Field(() => Date, { description: 'Events from this instant on; events are kept for 30 days.' })
  from!: Date;

  @Field(() => Date, { nullable: true, description: 'Events before this instant; left out, all until now.' })
  before?: Date | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether also what has arrived before is sent again; else what is missing or was given up.',
  })
  includeDelivered!: boolean;
}
