import 'reflect-metadata';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Position } from './recovery.js';

/** What a live event tells. */
export enum LiveEventKind {
  SNAPSHOT = 'SNAPSHOT',
  CHANGE = 'CHANGE',
  REFETCH = 'REFETCH',
  TOMBSTONE = 'TOMBSTONE',
}

registerEnumType(LiveEventKind, {
  name: 'LiveEventKind',
  description: 'What a live event tells, and so what a screen has to do with it.',
  valuesConfig: {
    SNAPSHOT: {
      description:
        'The first event of a subscription without `since`: the state as it is now. Draw the screen from it.',
    },
    CHANGE: {
      description:
        'One change. Its own facts are those of the change; records beside them are as they are at delivery.',
    },
    REFETCH: {
      description:
        'What was missed is not kept any more, or cannot be told for sure. The event has the present state: replace the whole screen by it.',
    },
    TOMBSTONE: {
      description: 'The subject was archived. This is the last event; the subscription is complete.',
    },
  },
});

@InputType({
  description:
    'Where a watcher stopped reading: `epoch` and `offset` of the last event it has seen. With it a subscription goes on without a gap.',
})
export class StreamPosition implements Position {
  @Field(() => ID, { description: 'The `epoch` of the last event.' })
  epoch!: string;

  @Field(() => Int, { description: 'The `offset` of the last event.' })
  offset!: number;
}

/** What every live event has. Payload classes extend it and add the fields that `load` fills, all nullable. */
@ObjectType()
export abstract class LiveEvent {
  @Field(() => LiveEventKind, {
    description: 'What the event tells, and so what a screen has to do with it.',
  })
  kind!: LiveEventKind;

  @Field(() => ID, {
    description:
      'Names one life of the stream. Keep it with `offset`, and send both as `since` when the line was cut.',
  })
  epoch!: string;

  @Field(() => Int, {
    description:
      'The place of the event in its stream: the next change has the next number. No number is left out or comes twice.',
  })
  offset!: number;

  @Field(() => Boolean, {
    description:
      'Whether the event was missed while the watcher was away and is made up for now. Notices need not be shown again.',
  })
  recovered!: boolean;
}
