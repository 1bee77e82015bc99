import { Customer } from '@candor/core/customers';
import { StaffMember } from '@candor/core/people';
import { newId, type Tx } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import type { CreateInterviewGuideInput } from '../quality/quality-inputs.js';
import { Survey } from '../questionnaires/survey.js';
import { InterviewGuide } from './guide.js';
import { Interview, InterviewForm, InterviewState } from './interview.js';
import type { CancelInterviewInput, PlanInterviewInput, RecordInterviewInput } from './interview-inputs.js';
import { InterviewObservation } from './observation.js';

export async function createGuide(tx: Tx, input: CreateInterviewGuideInput): Promise<InterviewGuide> {
  if ((await tx.em.count(InterviewGuide, { key: input.key })) > 0)
    throw new UserError('INVALID', ['key'], 'This is taken already; choose another one.');
  const storedTopics = input.topics.map(({ key, text }) => ({ key, text: textsOf(text) }));
  const guide = tx.em.create(
    InterviewGuide,
    { key: input.key, name: textsOf(input.name), storedTopics },
    { partial: true },
  );
  audit(tx, { action: 'interviewGuide.create', subject: guide.id, after: { key: input.key } });
  return guide;
}

export async function planInterview(tx: Tx, input: PlanInterviewInput): Promise<Interview> {
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const survey = input.surveyId ? await tx.see(Survey, input.surveyId, ['surveyId']) : null;
  const guide = input.guideId ? await tx.see(InterviewGuide, input.guideId, ['guideId']) : null;
  if (input.form === InterviewForm.STRUCTURED && !guide)
    throw new UserError('INVALID', ['guideId'], 'A structured interview follows a guide; name one.');
  const leader = input.interviewerId ?? (tx.actor.kind === 'staff' ? tx.actor.id : null);
  const interviewer = leader ? await tx.see(StaffMember, leader, ['interviewerId']) : null;
  const { form, mode, isCoreCustomer, plannedAt } = input;
  const facts = { customer, survey, guide, form, mode, isCoreCustomer, interviewer, plannedAt };
  const interview = tx.em.create(Interview, facts, { partial: true });
  audit(tx, { action: 'interview.plan', subject: interview.id });
  return interview;
}

/** What was heard and seen is sealed under the customer's key. Notes may be added later on. */
export async function recordInterview(tx: Tx, input: RecordInterviewInput): Promise<Interview> {
  const interview = await interviewToChange(tx, input);
  if (interview.state === InterviewState.CANCELLED)
    throw new UserError(
      'INTERVIEW_CANCELLED',
      ['interviewId'],
      'This interview was cancelled; plan a new one.',
    );
  if (input.heldAt && input.heldAt > tx.now)
    throw new UserError('INVALID', ['heldAt'], 'An interview was held before now.');
  await tx.em.populate(interview, ['guide']);
  const topics = interview.guide?.storedTopics.map(({ key }) => key) ?? [];
  interview.state = InterviewState.HELD;
  interview.heldAt = input.heldAt ?? interview.heldAt ?? tx.now;
  if (input.summary !== undefined) interview.summary = input.summary;
  for (const [index, { kind, topic = null, text }] of input.observations.entries()) {
    if (topic !== null && !topics.includes(topic)) {
      const message = `The guide has no topic "${topic}". It has ${topics.join(', ') || 'none'}.`;
      throw new UserError('INVALID', ['observations', String(index), 'topic'], message);
    }
    const id = newId('interview_observation');
    const dataOwner = interview.customer.id;
    const place = { owner: dataOwner, table: 'survey_observation', id, column: 'text' };
    const sealed = await tx.seal(place, text);
    tx.em.create(
      InterviewObservation,
      { id, interview, kind, topic, text: sealed, dataOwner },
      { partial: true },
    );
  }
  audit(tx, { action: 'interview.record', subject: interview.id });
  return interview;
}

export async function cancelInterview(tx: Tx, input: CancelInterviewInput): Promise<Interview> {
  const interview = await interviewToChange(tx, input);
  if (interview.state !== InterviewState.PLANNED)
    throw new UserError(
      'INTERVIEW_CANCELLED',
      ['interviewId'],
      `This interview is ${interview.state} already.`,
    );
  interview.state = InterviewState.CANCELLED;
  audit(tx, { action: 'interview.cancel', subject: interview.id });
  return interview;
}

function interviewToChange(
  tx: Tx,
  { interviewId, version }: { interviewId: string; version?: number | null },
): Promise<Interview> {
  return tx.get(Interview, interviewId, { field: ['interviewId'], version });
}
