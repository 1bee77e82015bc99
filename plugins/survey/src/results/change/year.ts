import type { RequestContext } from '@candor/kernel';
import { CodedError } from '@candor/kernel/graphql';
import { Field, ObjectType } from 'type-graphql';
import { earlier, later } from '../../invitations/durations.js';
import { scoresByGroup } from '../figures/groups.js';
import type { SurveyScores } from '../figures/headline.js';
import { open } from '../slice/opened.js';
import type { SurveySliceInput } from '../slice/slice.js';
import { delta, SurveyDelta } from './delta.js';

@ObjectType({ description: 'How one question or statement changed within twelve months.' })
export class SurveyItemDelta {
  @Field(() => String, { description: 'The key of the question.' })
  question!: string;

  @Field(() => String, { nullable: true, description: 'Of a matrix: the key of the statement.' })
  statement!: string | null;

  @Field(() => String, { description: 'What it says.' })
  text!: string;

  @Field(() => Boolean, { description: 'Whether it is low now: measures are due.' })
  isLow!: boolean;

  @Field(() => SurveyDelta, { description: 'Its points of 100, then and now.' })
  points!: SurveyDelta;
}

/** How a survey changed within twelve months. */
@ObjectType({
  description:
    'How a survey changed within twelve months: a window that ends now against the same a year before.',
})
export class SurveyChange {
  @Field(() => Date, { description: 'Where the window of now begins; the one of then, a year earlier.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'Where the window of now ends.' })
  endsAt!: Date;

  @Field(() => SurveyDelta, { description: 'The share of the satisfied, in percent.' })
  csatDelta12m!: SurveyDelta;

  @Field(() => SurveyDelta, { description: 'Satisfaction in points of 100.' })
  csat100Delta12m!: SurveyDelta;

  @Field(() => SurveyDelta, { description: 'The net promoter score.' })
  npsDelta12m!: SurveyDelta;

  @Field(() => [SurveyItemDelta], { description: 'Every question and statement, the lowest of now first.' })
  items!: SurveyItemDelta[];
}

export interface Year {
  readonly slice: SurveySliceInput;
  readonly window: string;
  readonly lowBelow: number;
}

/** A window that ends now against the same window a year before; null for a survey that is not there. */
export async function surveyChange(
  context: RequestContext,
  surveyId: string,
  { slice, window, lowBelow }: Year,
): Promise<SurveyChange | null> {
  if (slice.from != null || slice.before != null)
    throw new CodedError('BAD_USER_INPUT', 'The times follow from `window`: leave `from` and `before` out.');
  const before = new Date(context.services.now().getTime() + 1);
  const from = earlier(before, window);
  if (from >= before || later(from, 'P12M') < before)
    throw new CodedError('BAD_USER_INPUT', 'Give a window of more than nothing and at most a year.');
  const scored = async (bounds: { from: Date; before: Date }): Promise<SurveyScores | null> => {
    const opened = await open(context, surveyId, { ...slice, ...bounds });
    return opened && (await scoresByGroup(context, opened, { lowBelow })).get('')!;
  };
  const now = await scored({ from, before });
  const then = await scored({ from: earlier(from, 'P12M'), before: earlier(before, 'P12M') });
  if (!now || !then) return null;
  return {
    startsAt: from,
    endsAt: before,
    csatDelta12m: delta(context, 'csatDelta12m', then.csat, now.csat),
    csat100Delta12m: delta(context, 'csat100Delta12m', then.csat100, now.csat100),
    npsDelta12m: delta(context, 'npsDelta12m', then.nps, now.nps),
    items: now.items.flatMap(({ question, statement, text, isLow, points }) => {
      const old = then.items.find((one) => one.question === question && one.statement === statement);
      if (!old) return [];
      return [
        { question, statement, text, isLow, points: delta(context, 'pointsDelta12m', old.points, points) },
      ];
    }),
  };
}
