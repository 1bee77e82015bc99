import type { RequestContext } from '@candor/kernel';
import { Field, Int, ObjectType } from 'type-graphql';
import { boundsOf, LifecycleStage, type MetricPeriod, MetricRatio, ratio } from '../customers/index.js';
import { ContactScene } from './contact-scene.js';

/** The contacts of a period with customers in one stage of life, in one scene. */
@ObjectType({
  description: 'The contacts of a period with customers who were in one stage of life then, in one scene.',
})
export class ContactSlice {
  @Field(() => LifecycleStage, {
    nullable: true,
    description: 'Where the customers were in their life with the company; null for what was taken over.',
  })
  lifecycleStage!: LifecycleStage | null;

  @Field(() => ContactScene, { description: 'In which part of the relation the contacts took place.' })
  scene!: ContactScene;

  @Field(() => Int, { description: 'How many contacts began.' })
  contacts!: number;

  @Field(() => Int, { description: 'With how many customers.' })
  customers!: number;

  @Field(() => MetricRatio, { description: 'Of the contacts, those that a person has answered.' })
  answered!: MetricRatio;

  @Field(() => MetricRatio, {
    nullable: true,
    description:
      'Of the customers, those who moved on after the contact, in the period: from NEW to EXISTING, or out of TO_WIN_BACK. Null for EXISTING, where there is nothing to move on to.',
  })
  converted!: MetricRatio | null;
}

interface Row {
  readonly stage: LifecycleStage | null;
  readonly scene: ContactScene;
  readonly contacts: number;
  readonly customers: number;
  readonly answered: number;
  readonly converted: number;
}

const COUNTS = `select c.lifecycle_stage as stage, c.scene,
    count(*)::int as contacts,
    count(distinct c.customer_id)::int as customers,
    (count(*) filter (where exists (select from conversations_message m
      where m.conversation_id = c.id and m.visibility = 'PUBLIC' and m.author_kind = 'STAFF')))::int as answered,
    (count(distinct c.customer_id) filter (where exists (select from customers_standing_change h
      where h.customer_id = c.customer_id and h.kind = 'LIFECYCLE' and h.at >= c.begun_at and h.at < $2
        and h.from_value = c.lifecycle_stage
        and (h.from_value = 'TO_WIN_BACK' or h.to_value = 'EXISTING'))))::int as converted
  from conversations_conversation c where c.begun_at >= $1 and c.begun_at < $2 group by 1, 2`;

/** All stages with all scenes, also empty ones; contacts of unknown stage only where there are some. */
export async function contactMetrics(context: RequestContext, period: MetricPeriod): Promise<ContactSlice[]> {
  const rows = await context.services.query<Row>(COUNTS, boundsOf(period));
  const stages = [
    ...Object.values(LifecycleStage),
    ...(rows.some(({ stage }) => stage === null) ? [null] : []),
  ];
  return stages.flatMap((stage) =>
    Object.values(ContactScene).map((scene) => {
      const row = rows.find((one) => one.stage === stage && one.scene === scene);
      return sliceOf(context, { ...NOTHING, ...row, stage, scene });
    }),
  );
}

const NOTHING = { contacts: 0, customers: 0, answered: 0, converted: 0 };

function sliceOf(
  context: RequestContext,
  { stage, scene, contacts, customers, answered, converted }: Row,
): ContactSlice {
  const figure = (name: string, numerator: number, denominator: number) =>
    ratio(context, { id: `contacts.${name}`, version: 1 }, numerator, denominator);
  const movesOn = stage === LifecycleStage.NEW || stage === LifecycleStage.TO_WIN_BACK;
  return {
    lifecycleStage: stage,
    scene,
    contacts,
    customers,
    answered: figure('answered', answered, contacts),
    converted: movesOn ? figure('converted', converted, customers) : null,
  };
}
