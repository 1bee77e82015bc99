import { setImmediate } from 'node:timers/promises';
import type { RequestContext } from '@candor/kernel';
import { inLanguage, type LocalizedText } from '@candor/kernel/database';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { CodeTone } from '../../quality/code.js';
import { CROWD } from '../../responses/anonymity.js';
import { type Opened, SurveyHidden } from '../slice/opened.js';
import { COUNTED } from '../slice/slice.js';
import { TermCounter } from './count-terms.js';

@ObjectType({ description: 'How often a word was used.' })
export class SurveyTerm {
  @Field(() => String, { description: 'The word; with its negation where that turns it round.' })
  term!: string;

  @Field(() => Int, { description: 'In how many answers.' })
  texts!: number;

  @Field(() => Int, { description: 'How often in all.' })
  times!: number;
}

@ObjectType({ description: 'How many answers in own words staff sorted under one entry of the code book.' })
export class SurveyTheme {
  @Field(() => String, { description: 'The key of the entry.' })
  code!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => CodeTone, { description: 'Praise or criticism.' })
  tone!: CodeTone;

  @Field(() => Int, { description: 'How many answers; the same criticism again and again stands on top.' })
  texts!: number;

  @Field(() => Float, { nullable: true, description: 'Of all answers in own words, in percent.' })
  percent!: number | null;
}

@ObjectType({
  description:
    'What answers in own words say: terms, praise and blame apart, and themes. Sensitive answers are left out.',
})
export class SurveyTerms {
  @Field(() => Int, {
    nullable: true,
    description: 'How many answers were counted; null where it is hidden.',
  })
  n!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many there are; more than `n` only beyond 5,000, of which the newest count.',
  })
  ofTexts!: number | null;

  @Field(() => SurveyHidden, { nullable: true, description: 'Why nothing is shown; null where it is.' })
  hidden!: SurveyHidden | null;

  @Field(() => [SurveyTerm], { description: 'The most frequent terms.' })
  terms!: SurveyTerm[];

  @Field(() => [SurveyTerm], { description: 'The most frequent of those that praise.' })
  positive!: SurveyTerm[];

  @Field(() => [SurveyTerm], { description: 'The most frequent of those that blame.' })
  negative!: SurveyTerm[];

  @Field(() => [SurveyTheme], { description: 'Entries of the code book, the most frequent first.' })
  themes!: SurveyTheme[];
}

/** A word is counted here, not in the database, so no more texts than this are read; a page at a time. */
const MOST_TEXTS = 5_000;
const PAGE = 500;
/** So many texts are cut before others get their turn. */
const BURST = 50;

const IS_TEXT = `a.state = 'ANSWERED' and a.text is not null and ($9::text is null or a.question_key = $9)`;

/** The newest; which ones is found out once, their texts are read page by page. */
const NEWEST = `with ${COUNTED} select a.id from counted r join survey_answer a on a.response_id = r.id
  where ${IS_TEXT} order by a.id desc limit ${MOST_TEXTS}`;

const TEXTS = 'select text from survey_answer where id = any($1)';

const THEMES = `with ${COUNTED} select k.key as code, k.name, k.tone, count(distinct a.id)::int as texts
  from counted r join survey_answer a on a.response_id = r.id
  join survey_coding c on c.answer_id = a.id join survey_code k on k.id = c.code_id
  where ($9::text is null or a.question_key = $9) group by k.id, k.key, k.name, k.tone order by texts desc, k.key`;

const TOTAL = `with ${COUNTED} select count(*)::int as n from counted r join survey_answer a on a.response_id = r.id
  where ${IS_TEXT}`;

/** Terms of the newest answers in own words, of one question or of all. */
export async function surveyTerms(
  { services, locale, signal }: RequestContext,
  opened: Opened,
  { question, most }: { readonly question: string | null; readonly most: number },
): Promise<SurveyTerms> {
  const values = [...opened.values, question];
  const [total] = opened.hidden ? [] : await services.query<{ n: number }>(TOTAL, values);
  const ofTexts = total?.n ?? 0;
  const hidden =
    opened.hidden ?? (opened.isAnonymous && ofTexts < CROWD ? SurveyHidden.FEWER_THAN_FIVE : null);
  if (hidden) return { n: null, ofTexts: null, hidden, terms: [], positive: [], negative: [], themes: [] };
  const counter = new TermCounter();
  const newest = await services.query<{ id: string }>(NEWEST, values);
  for (let from = 0; from < newest.length; from += PAGE) {
    signal.throwIfAborted();
    const page = newest.slice(from, from + PAGE).map(({ id }) => id);
    for (const { text } of await services.query<{ text: string }>(TEXTS, [page])) {
      await counter.add(text);
      if (counter.texts % BURST === 0) await setImmediate();
    }
  }
  // A word of one person would tell the person, to whoever knows how the person writes.
  const least = opened.isAnonymous ? CROWD : 1;
  const themes = await services.query<{ code: string; name: LocalizedText; tone: CodeTone; texts: number }>(
    THEMES,
    values,
  );
  return {
    n: counter.texts,
    ofTexts,
    hidden: null,
    terms: counter.top(most, { least }),
    positive: counter.top(most, { tone: 'POSITIVE', least }),
    negative: counter.top(most, { tone: 'NEGATIVE', least }),
    themes: themes
      .filter(({ texts }) => texts >= least)
      .map(({ code, name, tone, texts }) => ({
        code,
        tone,
        texts,
        name: inLanguage(name, locale),
        percent: ofTexts === 0 ? null : Math.round((10_000 * texts) / ofTexts) / 100,
      })),
  };
}
