import type { Services } from '@candor/kernel';
import { inLanguage, type Tx } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { setGoal } from '../goals/goal-service.js';
import { later } from '../invitations/durations.js';
import { createTrigger } from '../invitations/trigger-service.js';
import { Questionnaire } from '../questionnaires/questionnaire.js';
import { publishQuestionnaire, writeQuestionnaire } from '../questionnaires/questionnaire-service.js';
import { Survey } from '../questionnaires/survey.js';
import { createSurvey } from '../questionnaires/survey-service.js';
import { PRESETS } from './presets.js';

/** The presets as one sees them in a language. */
export function presetsIn(locale: string) {
  return PRESETS.map(({ key, seed, provenance, survey }) => ({
    key,
    seed,
    provenance,
    title: inLanguage(textsOf(survey.title), locale),
  }));
}

/** A survey with its brief, a draft of its questions, its goals and the rule that sends it; not published. */
export async function installPreset(
  tx: Tx,
  services: Pick<Services, 'settings'>,
  key: string,
): Promise<Survey> {
  const preset = PRESETS.find((one) => one.key === key);
  if (!preset) {
    const known = PRESETS.map((one) => one.key).join(', ');
    throw new UserError('NOT_FOUND', ['key'], `There is no such preset. There are ${known}.`);
  }
  const { provenance, hiddenFields, questions, trigger } = preset;
  const survey = await createSurvey(tx, { ...preset.survey, key, isAnonymous: false }, { provenance });
  await tx.em.flush();
  await writeQuestionnaire(tx, services, {
    surveyId: survey.id,
    languages: ['en', 'zh-CN'],
    hiddenFields: [...hiddenFields],
    contradictions: [],
    questions: [...questions],
  });
  for (const { months, baselineMonths = 0, ...goal } of preset.goals ?? []) {
    const startsAt = later(tx.now, `P${baselineMonths}M`);
    const dueAt = later(startsAt, `P${months}M`);
    await setGoal(tx, { ...goal, surveyId: survey.id, startsAt, dueAt });
  }
  if (trigger) await createTrigger(tx, { ...trigger, surveyId: survey.id }, { provenance });
  return survey;
}

/** What the demo shows: the survey after closing, ready to be sent. What is there already stays as it is. */
export async function seedDemo(tx: Tx, services: Services): Promise<void> {
  const key = 'after-closing';
  if ((await tx.em.count(Survey, { key })) > 0) return;
  const survey = await installPreset(tx, services, key);
  await tx.em.flush();
  const draft = await tx.em.findOneOrFail(Questionnaire, { survey: survey.id });
  await publishQuestionnaire(tx, services, { questionnaireId: draft.id });
}
