import type { RequestContext } from '@candor/kernel';
import { inLanguage, type LocalizedText } from '@candor/kernel/database';
import type { QuestionType } from '../../questionnaires/question-type.js';

/** A question as its newest edition has it. Answers to another form of it are not mixed with these. */
export interface AskedForm {
  readonly key: string;
  readonly type: QuestionType;
  readonly text: string;
  readonly aspect: string | null;
  readonly edition: number;
  readonly isSensitive: boolean;
  readonly isReversed: boolean;
  readonly scaleMin: number | null;
  readonly scaleMax: number | null;
  readonly options: ReadonlyArray<{ readonly key: string; readonly text: string }>;
  readonly statements: ReadonlyArray<{ readonly key: string; readonly text: string }>;
}

interface Row {
  readonly key: string;
  readonly type: QuestionType;
  readonly text: LocalizedText;
  readonly aspect: string | null;
  readonly edition: number;
  readonly is_sensitive: boolean;
  readonly is_reversed: boolean;
  readonly scale_min: number | null;
  readonly scale_max: number | null;
  readonly stored_options: ReadonlyArray<{ key: string; text: LocalizedText }>;
  readonly stored_statements: ReadonlyArray<{ key: string; text: LocalizedText }>;
}

/** A question keeps its key from edition to edition; the newest says what it is. In the order of their places. */
const FORMS = `select * from (
    select distinct on (q.key) q.*, e.number as edition
    from survey_question q join survey_questionnaire e on e.id = q.questionnaire_id
    where e.survey_id = $1 and e.state = 'PUBLISHED' and ($2::int is null or e.number = $2)
    order by q.key, e.number desc
  ) f order by f.edition desc, f.position`;

export async function formsOf(
  { services, locale }: RequestContext,
  survey: string,
  edition: number | null,
): Promise<AskedForm[]> {
  const rows = await services.query<Row>(FORMS, [survey, edition]);
  const said = (options: Row['stored_options']) =>
    options.map(({ key, text }) => ({ key, text: inLanguage(text, locale) }));
  return rows.map((row) => ({
    key: row.key,
    type: row.type,
    text: inLanguage(row.text, locale),
    aspect: row.aspect,
    edition: row.edition,
    isSensitive: row.is_sensitive,
    isReversed: row.is_reversed,
    scaleMin: row.scale_min,
    scaleMax: row.scale_max,
    options: said(row.stored_options),
    statements: said(row.stored_statements),
  }));
}

/** Whether an answer was given to the question in the form that the newest edition has. */
export function isSameForm(
  form: AskedForm,
  given: { readonly type: string; readonly scale_min: number | null; readonly scale_max: number | null },
): boolean {
  return form.type === given.type && form.scaleMin === given.scale_min && form.scaleMax === given.scale_max;
}
