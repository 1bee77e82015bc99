/**
 * A text without what looks like a person's data, fit for a log or a list that staff see: addresses, numbers as long
 * as a phone number, and whatever stands in quotation marks, because there values are quoted.
 */
export function withoutPersonalData(text: string): string {
  return text
    .replace(/\S+(?:@|%40)\S+/gi, '…')
    .replace(/"[^"]*"|'[^']*'/g, '…')
    .replace(/\+?\d[\d\s()-]{5,}\d/g, '…');
}
