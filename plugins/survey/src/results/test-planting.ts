import { randomUUID } from 'node:crypto';
import { uuidOf } from '@candor/kernel/database';
import type { Scene, Seen } from '../test-fixture.js';

/** A response as it would lie in the database after it was handed in. */
export interface Planted {
  readonly answers: Readonly<Record<string, number | string | readonly string[] | null>>;
  readonly facts?: Readonly<Record<string, string>>;
  readonly channel?: string;
  readonly submittedAt?: string;
}

/** Many responses at once, for tables that would take a thousand commands: an answer of null was skipped. */
export async function plant(at: Scene, survey: Seen, responses: readonly Planted[], isAnonymous = false) {
  const { services } = at.platform.platform;
  const questions = await services.query<{ id: string; key: string; type: string; position: number }>(
    'select id, key, type, position from survey_question where questionnaire_id = $1',
    [uuidOf('questionnaire', survey.questionnaire)],
  );
  for (const { answers, facts = {}, channel = 'none', submittedAt = '2026-03-01T00:00:00Z' } of responses) {
    const response = randomUUID();
    await services.query(
      `insert into survey_response (id, survey_id, questionnaire_id, is_anonymous, is_released, state, mode, channel,
         locale, segment_facts, started_at, submitted_at, seconds, is_excluded, version)
       values ($1, $2, $3, $4, $4, 'SUBMITTED', 'WEB_LINK', $5, 'en', $6, $7, $7, 60, false, 1)`,
      [
        response,
        uuidOf('survey', survey.id),
        uuidOf('questionnaire', survey.questionnaire),
        isAnonymous,
        channel,
        JSON.stringify(facts),
        submittedAt,
      ],
    );
    for (const [key, value] of Object.entries(answers)) {
      const [question, item = ''] = key.split('.');
      const { id, type, position } = questions.find((one) => one.key === question)!;
      await services.query(
        `insert into survey_answer (id, response_id, question_id, question_key, item_key, type, position, state, number,
           text, choices) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          randomUUID(),
          response,
          id,
          question,
          item,
          type,
          position,
          value === null ? 'SKIPPED' : 'ANSWERED',
          typeof value === 'number' ? value : null,
          typeof value === 'string' ? value : null,
          Array.isArray(value) ? value : null,
        ],
      );
    }
  }
}
