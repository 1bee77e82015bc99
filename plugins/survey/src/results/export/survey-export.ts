import type { RequestContext } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { CodedError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { stringify } from 'csv-stringify/sync';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { QuestionType } from '../../questionnaires/question-type.js';
import { type Opened, SurveyHidden } from '../slice/opened.js';
import { COUNTED } from '../slice/slice.js';

@ObjectType({ description: 'Responses as a table that spreadsheets read.' })
export class SurveyExport {
  @Field(() => String, {
    description:
      'RFC 4180 with a byte order mark: one line a response, one column a question or statement. Without persons and without sensitive answers; a text that a spreadsheet would carry out as a formula has an apostrophe in front.',
  })
  csv!: string;

  @Field(() => Int, { description: 'How many responses it has.' })
  responses!: number;

  @Field(() => ID, { nullable: true, description: 'Where the next part begins; null at the end.' })
  next!: string | null;

  @Field(() => SurveyHidden, { nullable: true, description: 'Why it is empty; null where it is not.' })
  hidden!: SurveyHidden | null;
}

interface Row {
  readonly id: string;
  readonly edition: number;
  readonly submitted_at: Date | string;
  readonly mode: string;
  readonly channel: string;
  readonly locale: string;
  readonly seconds: number | null;
  readonly segment_facts: Record<string, string>;
  readonly answers: Record<string, string | number> | null;
}

/** The question or statement of an answer, and what it says, as text or number. */
const PAGE = `with ${COUNTED} select r.id, e.number as edition, r.submitted_at, r.mode, r.channel, r.locale, r.seconds,
    r.segment_facts, (select jsonb_object_agg(
      a.question_key || case when a.item_key = '' then '' else '.' || a.item_key end,
      coalesce(to_jsonb(a.number), to_jsonb(array_to_string(a.choices, '; ') || coalesce(' (' || a.text || ')', '')),
        to_jsonb(a.text), to_jsonb(a.date)))
      from survey_answer a where a.response_id = r.id and a.state = 'ANSWERED' and a.sensitive is null) as answers
  from counted r join survey_questionnaire e on e.id = r.questionnaire_id
  where ($9::uuid is null or r.id > $9) order by r.id limit $10`;

/** The facts that are columns, the same in every part. */
const FACTS = `with ${COUNTED} select distinct key from counted r, jsonb_object_keys(r.segment_facts) key order by 1 limit 100`;

/** Who exported which survey is on record. */
export async function surveyExport(
  context: RequestContext,
  surveyId: string,
  opened: Opened,
  { after, size }: { readonly after: string | null; readonly size: number },
): Promise<SurveyExport> {
  const { services, actor } = context;
  if (opened.hidden) return { csv: '', responses: 0, next: null, hidden: opened.hidden };
  const from = after === null ? null : uuidOf('survey_response', after);
  if (from === undefined) throw new CodedError('BAD_USER_INPUT', '`after` is the `next` of the part before.');
  const rows = await services.query<Row>(PAGE, [...opened.values, from, size + 1]);
  const page = rows.slice(0, size);
  const facts = (await services.query<{ key: string }>(FACTS, opened.values)).map(({ key }) => key);
  const items = opened.forms
    .filter(({ isSensitive }) => !isSensitive)
    .flatMap(({ key, type, statements }) =>
      type === QuestionType.MATRIX ? statements.map((one) => `${key}.${one.key}`) : [key],
    );
  await services.command(
    async (tx) =>
      audit(tx, { action: 'survey.export', subject: surveyId, after: { responses: page.length } }),
    { actor },
  );
  const head = ['response', 'edition', 'submittedAt', 'mode', 'channel', 'language', 'seconds'];
  const lines = page.map(({ id, answers, ...row }) => [
    idOf('survey_response', id),
    row.edition,
    // Of an anonymous response it is the month.
    new Date(row.submitted_at).toISOString().slice(0, opened.isAnonymous ? 7 : undefined),
    row.mode,
    row.channel,
    row.locale,
    row.seconds,
    ...facts.map((key) => row.segment_facts[key] ?? null),
    ...items.map((item) => answers?.[item] ?? null),
  ]);
  const header = [...head, ...facts.map((key) => `fact.${key}`), ...items];
  const next = rows.length > size ? idOf('survey_response', page.at(-1)!.id) : null;
  return { csv: csvOf([header, ...lines]), responses: page.length, next, hidden: null };
}

/** Every text is quoted, since a line break alone would not be; numbers are not, so that they stay numbers. */
function csvOf(lines: ReadonlyArray<ReadonlyArray<string | number | null>>): string {
  return stringify(
    lines.map((line) => [...line]),
    { escape_formulas: true, quoted_string: true, record_delimiter: 'windows', bom: true },
  );
}
