import type { Jieba } from '@node-rs/jieba';
import { eng, zho } from 'stopword';
import { NEGATIONS } from './lexicon.js';

/** A word of an answer, as it is counted. */
export interface Term {
  readonly word: string;
  readonly isChinese: boolean;
  /** The negation that it stands behind, as in "not good" and 不满意; null for none. */
  readonly negation: string | null;
}

const HAN = /\p{Script=Han}/u;
const RUN = /\p{Script=Han}+|[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
/** So many words back a negation still turns a word round, as in "not very good". */
const REACH = 2;

/** Words of Chinese that say nothing by themselves and that the list of the library leaves out. */
const MORE_CHINESE = [
  '了',
  '是',
  '在',
  '很',
  '也',
  '都',
  '就',
  '还',
  '太',
  '吗',
  '呢',
  '吧',
  '啊',
  '这',
  '那',
  '有',
  '到',
  '会',
  '要',
  '去',
  '人',
  '一个',
  '但是',
  '因为',
  '所以',
  '如果',
  '我们',
  '他们',
  '你们',
  '觉得',
  '非常',
  '可以',
  '希望',
  '比较',
  '什么',
  '怎么',
  '已经',
  '还是',
  '没有',
  '不',
  '没',
];
const STOP: ReadonlySet<string> = new Set([
  ...eng,
  ...zho,
  ...MORE_CHINESE,
  ...NEGATIONS,
  'very',
  'really',
  'too',
  "it's",
  "i'm",
]);

let segmenter: Promise<Jieba> | undefined;

/** The dictionary is large: it is read when the first text is cut, not when the plugin starts. */
function jieba(): Promise<Jieba> {
  segmenter ??= (async () => {
    const [{ Jieba: Segmenter }, { dict }] = await Promise.all([
      import('@node-rs/jieba'),
      import('@node-rs/jieba/dict.js'),
    ]);
    return Segmenter.withDict(dict);
  })();
  return segmenter;
}

/** Cuts a text into its words: Chinese by a dictionary, others at their borders. Words that say nothing are left out. */
export async function termsOf(text: string): Promise<Term[]> {
  const words: Array<{ word: string; isChinese: boolean }> = [];
  for (const [run] of text.toLowerCase().matchAll(RUN)) {
    const isChinese = HAN.test(run);
    if (isChinese) for (const word of (await jieba()).cut(run, true)) words.push({ word, isChinese });
    else words.push({ word: run.replaceAll('’', "'"), isChinese });
  }
  return words.flatMap(({ word, isChinese }, index) => {
    const isNumber = /^[\d'-]+$/.test(word);
    if (STOP.has(word) || isNumber || (!isChinese && [...word].length < 2)) return [];
    const before = words.slice(Math.max(0, index - REACH), index);
    return [{ word, isChinese, negation: before.findLast((one) => NEGATIONS.has(one.word))?.word ?? null }];
  });
}
