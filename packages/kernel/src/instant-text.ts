const DAY = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const THREE = Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0'));

let day = Number.NaN;
let date = '';

/**
 * What `toISOString` answers, without its formatted print: an entity's instants are written out whenever it is
 * compared with what was read, and the log tells one a line. The days of one command are mostly the same.
 */
export function instantText(instant: Date): string {
  const time = instant.getTime();
  const its = Math.floor(time / DAY);
  if (its !== day) {
    // Throws for what is no instant.
    date = instant.toISOString().slice(0, -'00:00:00.000Z'.length);
    day = its;
  }
  const ms = time - its * DAY;
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return `${date}${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}.${THREE[ms % 1_000]}Z`;
}
