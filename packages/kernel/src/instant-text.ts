const DAY = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const THREE = Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0'));

let day = Number.NaN;
let date = '';

/** So many instants are remembered with their text, each at its own place. */
const PLACES = 64;
const times = new Float64Array(PLACES).fill(Number.NaN);
const texts = new Array<string>(PLACES).fill('');

/**
 * What `toISOString` answers, without its formatted print: an entity's instants are written out whenever it is
 * compared with what was read, and the log tells one a line. Those of one command are mostly the same, or of one day.
 */
export function instantText(instant: Date): string {
  const time = instant.getTime();
  const place = time & (PLACES - 1);
  if (times[place] !== time) {
    texts[place] = textOf(instant, time);
    times[place] = time;
  }
  return texts[place]!;
}

function textOf(instant: Date, time: number): string {
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
