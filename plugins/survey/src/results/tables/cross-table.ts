import type { RequestContext } from '@candor/kernel';
import { CodedError } from '@candor/kernel/graphql';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { hiddenOf, refuseQuarters } from '../figures/groups.js';
import { rounded } from '../figures/score.js';
import { type Grouping, groupingOf, type SurveyDimensionInput } from '../slice/dimension.js';
import { type Opened, refuseNarrowedGroups } from '../slice/opened.js';
import { COUNTED } from '../slice/slice.js';
import { chiSquare, holm } from '../statistics/chi-square.js';

@ObjectType({ description: 'A table of two things against each other, with Pearson’s chi-square test.' })
export class SurveyCrossTable {
  @Field(() => String, { description: 'What the rows are.' })
  rowsAre!: string;

  @Field(() => String, { description: 'What the columns are.' })
  columnsAre!: string;

  @Field(() => [String], { description: 'The rows that somebody is in.' })
  rows!: string[];

  @Field(() => [String], { description: 'The columns that somebody is in.' })
  columns!: string[];

  @Field(() => [[Int]], { description: 'How many are in each cell, row by row.' })
  counts!: number[][];

  @Field(() => [[Float]], {
    description: 'How many would be in each cell if rows and columns did not depend on each other.',
  })
  expected!: number[][];

  @Field(() => Int, { description: 'How many are in the table.' })
  n!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Chi-square; null with fewer than two rows or columns.',
  })
  chiSquare!: number | null;

  @Field(() => Int, { nullable: true, description: 'Its degrees of freedom.' })
  degreesOfFreedom!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How often chance alone gives as large a difference or a larger one.',
  })
  p!: number | null;

  @Field(() => Float, { nullable: true, description: 'Cramér’s V: 0 for no, 1 for full dependence.' })
  cramersV!: number | null;

  @Field(() => Boolean, {
    description: 'An expected count is under 5: then p is not to be relied on. Join groups.',
  })
  hasSmallExpected!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the difference holds at 5 %, all tables of the query taken together (Holm).',
  })
  isSignificant!: boolean;

  @Field(() => Boolean, { description: 'Whether groups of an anonymous survey were left out as too small.' })
  isPartlyHidden!: boolean;
}

@ObjectType({ description: 'Tables of each row thing against each column thing.' })
export class SurveyCrossTables {
  @Field(() => [SurveyCrossTable], { description: 'The tables.' })
  tables!: SurveyCrossTable[];

  @Field(() => Int, { description: 'How many of them were tested.' })
  tested!: number;

  @Field(() => Int, { description: 'How many differences hold: the figure `significantDiffs`.' })
  significantDiffs!: number;
}

/** As many tables as one query makes. */
const MOST_TABLES = 20;
/** As many rows or columns as a table that a person reads. */
const MOST_GROUPS = 60;

export async function crossTables(
  context: RequestContext,
  opened: Opened,
  { rows, columns }: { rows: readonly SurveyDimensionInput[]; columns: readonly SurveyDimensionInput[] },
): Promise<SurveyCrossTables> {
  refuseNarrowedGroups(opened);
  if (rows.length * columns.length > MOST_TABLES)
    throw new CodedError('BAD_USER_INPUT', `Ask for at most ${MOST_TABLES} tables at once.`);
  const tables: SurveyCrossTable[] = [];
  for (const row of rows)
    for (const column of columns) tables.push(await crossTable(context, opened, row, column));
  const isHolding = holm(tables.map(({ p }) => p));
  return {
    tables: tables.map((table, index) => ({ ...table, isSignificant: isHolding[index]! })),
    tested: tables.filter(({ p }) => p !== null).length,
    significantDiffs: isHolding.filter(Boolean).length,
  };
}

interface Cell {
  readonly row: string;
  readonly column: string;
  readonly count: number;
}

async function crossTable(
  context: RequestContext,
  opened: Opened,
  rowsBy: SurveyDimensionInput,
  columnsBy: SurveyDimensionInput,
): Promise<SurveyCrossTable> {
  refuseQuarters(opened, rowsBy);
  refuseQuarters(opened, columnsBy);
  const x = groupingOf(rowsBy, opened.forms, { alias: 'x', first: opened.values.length + 1 });
  const first = opened.values.length + x.values.length + 1;
  const y = groupingOf(columnsBy, opened.forms, { alias: 'y', first });
  const cells = opened.hidden ? [] : await cellsOf(context, opened, x, y);
  const rows = groupsOf(cells, 'row');
  const columns = groupsOf(cells, 'column');
  if (Math.max(rows.length, columns.length) > MOST_GROUPS)
    throw new CodedError('BAD_USER_INPUT', `A table has at most ${MOST_GROUPS} rows and columns.`);
  const hiddenRows = hiddenOf(opened, sizesIn(cells, 'row', rows));
  const hiddenColumns = hiddenOf(opened, sizesIn(cells, 'column', columns));
  const shownRows = rows.filter((_, index) => !hiddenRows[index]);
  const shownColumns = columns.filter((_, index) => !hiddenColumns[index]);
  const counts = shownRows.map((row) =>
    shownColumns.map(
      (column) => cells.find((cell) => cell.row === row && cell.column === column)?.count ?? 0,
    ),
  );
  const test = chiSquare(counts);
  return {
    rowsAre: nameOf(rowsBy),
    columnsAre: nameOf(columnsBy),
    rows: test.keptRows.map((index) => x.name(shownRows[index]!)),
    columns: test.keptColumns.map((index) => y.name(shownColumns[index]!)),
    counts: test.keptRows.map((row) => test.keptColumns.map((column) => counts[row]![column]!)),
    expected: test.expected.map((row) => row.map((count) => rounded(count)!)),
    n: test.n,
    chiSquare: rounded(test.statistic),
    degreesOfFreedom: test.degreesOfFreedom,
    p: test.p,
    cramersV: rounded(test.cramersV),
    hasSmallExpected: test.hasSmallExpected,
    isSignificant: false,
    isPartlyHidden:
      opened.hidden !== null || [...hiddenRows, ...hiddenColumns].some((reason) => reason !== null),
  };
}

function cellsOf({ services }: RequestContext, opened: Opened, x: Grouping, y: Grouping): Promise<Cell[]> {
  return services.query<Cell>(
    `with ${COUNTED} select "row", "column", count(*)::int as count from (
       select ${x.value} as "row", ${y.value} as "column" from counted r ${x.join} ${y.join}) g
     where "row" is not null and "column" is not null group by 1, 2
     order by length("row"), "row", length("column"), "column"`,
    [...opened.values, ...x.values, ...y.values],
  );
}

function groupsOf(cells: readonly Cell[], side: 'row' | 'column'): string[] {
  const groups = [...new Set(cells.map((cell) => cell[side]))];
  return groups.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

function sizesIn(cells: readonly Cell[], side: 'row' | 'column', groups: readonly string[]): number[] {
  return groups.map((group) =>
    cells.reduce((sum, cell) => (cell[side] === group ? sum + cell.count : sum), 0),
  );
}

function nameOf({ question, statement, segment, fact }: SurveyDimensionInput): string {
  if (question != null) return statement == null ? question : `${question}.${statement}`;
  return segment ?? fact ?? '';
}
