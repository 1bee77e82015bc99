import type { LocalizedText } from '@candor/kernel/database';
import type { LintFinding } from './lint-finding.js';

/** What counts as plain; a setting of the plugin. */
export interface PlainLanguage {
  /** Whether what is not plain is not published. */
  readonly isRequired: boolean;
  /** How many words a question has at most, in languages that part words by spaces. */
  readonly maxWords: number;
  /** How many characters in Chinese. */
  readonly maxCharacters: number;
  /** Words that customers do not know, by language. */
  readonly jargon: Readonly<Record<string, readonly string[]>>;
}

const TWO_IN_ONE: Readonly<Record<string, RegExp>> = {
  en: /\b(and|as well as)\b[^?]*\?[^?]*$/i,
  'zh-CN': /(以及|并且|同时)[^？]*[？?]/,
};

/** What is read of a question: its text, its help and what can be chosen or rated. */
export interface Worded {
  readonly key: string;
  readonly text: LocalizedText;
  readonly help: LocalizedText | null;
  readonly storedOptions: ReadonlyArray<{ readonly text: LocalizedText }>;
  readonly storedStatements: ReadonlyArray<{ readonly text: LocalizedText }>;
}

/**
 * Where the wording of questions is long, full of jargon or asks two things at once. Short and plain is what
 * `surveyLintPassPct` counts; whether anything else is published is a setting.
 */
export function lint(questions: readonly Worded[], plain: PlainLanguage): LintFinding[] {
  return questions.flatMap(({ key, text, help, storedOptions, storedStatements }) =>
    [
      text,
      ...(help ? [help] : []),
      ...[...storedOptions, ...storedStatements].map((one) => one.text),
    ].flatMap((texts) =>
      Object.entries(texts).flatMap(([locale, words]) =>
        findings(words, locale, plain).map((one) => ({ question: key, locale, ...one })),
      ),
    ),
  );
}

function findings(
  text: string,
  locale: string,
  { maxWords, maxCharacters, jargon }: PlainLanguage,
): Array<Pick<LintFinding, 'rule' | 'message'>> {
  const isChinese = locale.startsWith('zh');
  const length = isChinese ? [...text.replace(/\s/g, '')].length : text.trim().split(/\s+/).length;
  const most = isChinese ? maxCharacters : maxWords;
  const found: Array<Pick<LintFinding, 'rule' | 'message'>> = [];
  if (length > most) {
    const unit = isChinese ? 'characters' : 'words';
    found.push({ rule: 'too-long', message: `${length} ${unit}; use at most ${most}.` });
  }
  for (const word of jargon[locale] ?? []) {
    if (isWordOf(text, word, isChinese))
      found.push({ rule: 'jargon', message: `"${word}" is a term of the trade; say it in plain words.` });
  }
  if (TWO_IN_ONE[locale]?.test(text))
    found.push({ rule: 'two-in-one', message: 'It asks two things at once; make two questions of it.' });
  return found;
}

function isWordOf(text: string, word: string, isChinese: boolean): boolean {
  if (isChinese) return text.includes(word);
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .includes(word.toLowerCase());
}
