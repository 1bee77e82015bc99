/** Standard output: data and nothing else, as text for people or as JSON for machines. Never in colour. */
export class Output {
  constructor(
    readonly isJson: () => boolean,
    readonly write: (text: string) => void,
  ) {}

  /** One answer: the value itself for machines, its text for people. */
  data(value: unknown, text: string): void {
    this.write(this.isJson() ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
  }

  /** Rows of the same form, in aligned columns for people. */
  table<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): void {
    this.data(
      rows,
      rows.length === 0
        ? 'None.'
        : aligned([columns, ...rows.map((row) => columns.map((name) => String(row[name])))]),
    );
  }
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
