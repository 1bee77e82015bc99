import type { RequestContext } from '@candor/kernel';
import { CHOICES, QuestionType, SCALES } from '../../questionnaires/question-type.js';
import { CROWD } from '../../responses/anonymity.js';
import { type AskedForm, isSameForm } from '../slice/forms.js';
import { type Opened, SurveyHidden } from '../slice/opened.js';
import { summarizeOptions } from '../statistics/choices.js';
import { type Counts, cesOf, csatOf, npsOf, points, summarize } from '../statistics/scale.js';
import type { SurveyOptionResult, SurveyQuestionResult, SurveyScaleResult } from './question-result.js';
import { type DropOffRow, type QuestionRows, questionRows } from './question-rows.js';
import { rounded, score } from './score.js';

/** Every question of the editions in question, in the order of the newest. */
export async function questionResults(
  context: RequestContext,
  opened: Opened,
): Promise<SurveyQuestionResult[]> {
  const rows = await questionRows(context.services, opened);
  return opened.forms.map((form) => resultOf(context, opened, form, rows));
}

function resultOf(
  context: RequestContext,
  { isAnonymous }: Opened,
  form: AskedForm,
  rows: QuestionRows,
): SurveyQuestionResult {
  const { key, type, text, aspect, edition, isSensitive } = form;
  const own = rows.states.filter(({ question_key: question }) => question === key);
  const state = own.find((row) => isSameForm(form, row));
  const answered = state?.answered ?? 0;
  // Those who came to a question by a branch are a group, too.
  const hidden = isAnonymous && answered < CROWD ? SurveyHidden.FEWER_THAN_FIVE : null;
  const isShown = hidden === null && !isSensitive;
  const counts = countsOf(form, rows);
  const only = counts.get('') ?? new Map<number, number>();
  const ces = type === QuestionType.CES && isShown ? cesOf(only) : null;
  const dropOff = rows.dropOff.find(({ question_key: question }) => question === key);
  return {
    key,
    type,
    text,
    aspect,
    edition,
    isSensitive,
    hidden,
    answered: hidden ? null : answered,
    skipped: hidden ? null : (state?.skipped ?? 0),
    ofAnotherForm: own.reduce((sum, row) => (row === state ? sum : sum + row.answered), 0),
    scales: isShown && SCALES.has(type) ? scalesOf(context, form, counts) : [],
    nps: type === QuestionType.NPS && isShown ? score(context, 'nps', npsOf(only)) : null,
    csat: type === QuestionType.CSAT && isShown ? score(context, 'csat', csatOf(only)) : null,
    ces: ces && score(context, 'ces', ces.mean),
    cesEasy: ces && score(context, 'cesEasy', ces.easy),
    options: isShown && CHOICES.has(type) ? optionsOf(form, rows, answered) : [],
    numbers: type === QuestionType.NUMBER && isShown ? numbersOf(form, rows) : null,
    dropOff: hidden ? null : dropOffOf(dropOff),
  };
}

/** Counts by statement; a question that is no matrix has its own under the empty key. */
function countsOf(form: AskedForm, rows: QuestionRows): ReadonlyMap<string, Counts> {
  const own = rows.values.filter((row) => row.question_key === form.key && isSameForm(form, row));
  return new Map(
    [...Map.groupBy(own, ({ item_key: item }) => item)].map(([item, values]) => [
      item,
      new Map(values.map(({ number, count }) => [number, count])),
    ]),
  );
}

function scalesOf(
  context: RequestContext,
  form: AskedForm,
  counts: ReadonlyMap<string, Counts>,
): SurveyScaleResult[] {
  const { scaleMin, scaleMax, isReversed } = form;
  const isMatrix = form.type === QuestionType.MATRIX;
  const [min, max] = [scaleMin!, scaleMax!];
  return (isMatrix ? form.statements : [{ key: '', text: '' }]).map(({ key, text }) => {
    const own = counts.get(key) ?? new Map<number, number>();
    const { n, distribution, mean, deviation, top2, bottom2 } = summarize(own, min, max);
    return {
      statement: isMatrix ? key : null,
      text: isMatrix ? text : null,
      n,
      scaleMin: min,
      scaleMax: max,
      distribution: [...distribution],
      mean: rounded(mean),
      standardDeviation: rounded(deviation),
      top2: score(context, 'top2', top2),
      bottom2: score(context, 'bottom2', bottom2),
      points: score(context, 'points', points(own, { min, max, isReversed })),
    };
  });
}

function optionsOf(form: AskedForm, rows: QuestionRows, answered: number): SurveyOptionResult[] {
  const own = rows.choices.filter((row) => row.question_key === form.key && isSameForm(form, row));
  const chosen = new Map(
    own.map(({ choice, count, rank_sum: rankSum }) => [choice, { count, rankSum }] as const),
  );
  // An option that only earlier editions had is still shown, by its key.
  const gone = [...chosen.keys()].filter((key) => !form.options.some((option) => option.key === key));
  const texts = [...form.options, ...gone.map((key) => ({ key, text: key }))];
  const isRanking = form.type === QuestionType.RANKING;
  const summaries = summarizeOptions(
    texts.map(({ key }) => key),
    chosen,
    { answered, isRanking },
  );
  return summaries.map(({ key, count, share, meanRank }, index) => ({
    key,
    text: texts[index]!.text,
    count,
    percent: rounded(share.value),
    low: rounded(share.low),
    high: rounded(share.high),
    meanRank: rounded(meanRank),
  }));
}

function numbersOf(form: AskedForm, rows: QuestionRows) {
  const row = rows.numbers.find((one) => one.question_key === form.key && isSameForm(form, one));
  const { n = 0, mean = null, deviation = null, least = null, median = null, greatest = null } = row ?? {};
  return { n, mean: rounded(mean), standardDeviation: rounded(deviation), least, median, greatest };
}

function dropOffOf(row: DropOffRow | undefined) {
  const { shown = 0, answered = 0, skipped = 0, dismissed = 0, left_here: leftHere = 0 } = row ?? {};
  const percent = shown === 0 ? null : rounded((100 * (dismissed + leftHere)) / shown);
  return { shown, answered, skipped, dismissed, leftHere, percent };
}
