import type { Tx } from '@candor/kernel/database';
import { DEMO } from '../boards/index.js';
import { type Customer, upsertCustomer } from '../customers/index.js';
import { StaffMember } from '../people/index.js';
import { Feedback } from './feedback.js';
import { answerFeedback } from './feedback-answers.js';
import { FeedbackComplexity, FeedbackLevel, FeedbackState, FeedbackVisibility } from './feedback-kinds.js';
import { setFeedbackRoute } from './feedback-routing.js';
import { changeFeedbackState, submitFeedback } from './feedback-service.js';
import { FeedbackSettings } from './feedback-settings.js';
import { voteForFeedback } from './feedback-votes.js';

/** What customers of the demo say, in the words that they use themselves. */
const VOICES = [
  {
    by: 'chen',
    channel: 'app',
    level: FeedbackLevel.SUGGESTION,
    category: 'opening-hours',
    title: '希望周日也能营业',
    body: '工作日很难抽出时间到店，希望周日也能营业半天。',
    visibility: FeedbackVisibility.PUBLIC,
    state: FeedbackState.PLANNED,
    answer: '感谢您的建议！自下月起，门店每周日 9:00–13:00 营业。',
  },
  {
    by: 'santos',
    channel: 'box',
    level: FeedbackLevel.GENERAL,
    category: 'delivery',
    title: 'Tell me the hour of the delivery',
    body: 'I waited at home for a whole day. An hour or two would be enough to know.',
    visibility: FeedbackVisibility.PUBLIC,
    state: FeedbackState.UNDER_REVIEW,
    answer: null,
  },
  {
    by: 'santos',
    channel: 'hotline',
    level: FeedbackLevel.URGENT,
    category: 'delivery',
    title: 'The parcel was left in the rain',
    body: 'The box was wet through. Please ask the driver to ring.',
    visibility: FeedbackVisibility.PRIVATE,
    state: FeedbackState.DONE,
    answer: 'We are sorry. The driver rings from now on, and a new parcel is on its way to you.',
  },
] as const;

/** A few voices in both languages of the demo, with votes and answers. What is there already stays as it is. */
export async function seedDemoFeedback(tx: Tx): Promise<void> {
  const manager = await tx.em.findOne(StaffMember, { email: DEMO.manager });
  const agent = await tx.em.findOne(StaffMember, { email: DEMO.agent });
  if (!manager || !agent) return;
  const customers = {
    chen: await customer(tx, DEMO.customers.chen, 'Chen Jing', 'zh-CN'),
    santos: await customer(tx, DEMO.customers.santos, 'Maria Santos', 'en'),
  };
  // What feedback points to is looked up under access rules, in the database.
  await tx.em.flush();
  await setFeedbackRoute(tx, { complexity: FeedbackComplexity.GENERAL, handlerId: agent.id });
  await setFeedbackRoute(tx, { complexity: FeedbackComplexity.COMPLEX, handlerId: manager.id });
  await tx.em.flush();
  const settings = FeedbackSettings.parse({});
  for (const { by, state, answer, ...voice } of VOICES) {
    const { id: customerId } = customers[by];
    if ((await tx.em.count(Feedback, { title: voice.title, customer: customerId })) > 0) continue;
    const { feedback } = await submitFeedback(tx, { ...voice, customerId }, settings);
    const feedbackId = feedback.id;
    if (voice.visibility === FeedbackVisibility.PUBLIC) {
      for (const voter of Object.values(customers)) {
        await voteForFeedback(tx, { feedbackId, customerId: voter.id });
      }
    }
    if (answer) await answerFeedback(tx, { feedbackId, answer, state });
    else await changeFeedbackState(tx, { feedbackId, state });
  }
}

function customer(tx: Tx, value: string, name: string, locale: string): Promise<Customer> {
  return upsertCustomer(tx, { externalId: { system: DEMO.system, value }, name, locale });
}
