import { JsonType } from '@mikro-orm/core';

/** A text that staff write in several languages, by BCP 47 tag. English is the fallback. */
export type LocalizedText = Readonly<Record<string, string>>;

/** A `LocalizedText` column. Its GraphQL field is a `String`: the reader answers in the viewer's language. */
export class LocalizedTextType extends JsonType {}

/** The text in the viewer's language, else English, else whatever there is. */
export function inLanguage(text: LocalizedText, locale: string): string {
  return text[locale] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
