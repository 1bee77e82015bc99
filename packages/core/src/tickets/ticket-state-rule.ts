import { Field, ObjectType } from 'type-graphql';
import { TicketStage, TicketState } from './ticket-kinds.js';
import { STATE_RULES } from './ticket-states.js';

/** A row of the table, as the API shows it. */
@ObjectType({ description: 'What may follow a state of tickets, and what a customer is shown of it.' })
export class TicketStateRule {
  @Field(() => TicketState, { description: 'The state.' })
  state!: TicketState;

  @Field(() => TicketStage, { description: 'What a customer is shown of it.' })
  stage!: TicketStage;

  @Field(() => [TicketState], { description: 'Which states may follow.' })
  nextStates!: readonly TicketState[];

  @Field(() => Boolean, { description: 'Whether one has to say why a ticket comes into it.' })
  needsReason!: boolean;
}

/** The whole table, in the order in which tickets usually go through it. */
export function ticketStateRules(): TicketStateRule[] {
  return Object.values(TicketState).map((state) => {
    const { stage, next, needsReason } = STATE_RULES[state];
    return { state, stage, nextStates: next, needsReason };
  });
}
