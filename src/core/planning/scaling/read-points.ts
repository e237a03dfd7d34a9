import { readAmount } from '../amounts.ts';
import { errorOf } from './published.ts';

interface ScalingPoint {
  /** Name of its curve; '' where the table has no such column. */
  readonly curve: string;
  readonly D: number | null;
  readonly N: number | null;
  /** Loss or error; of an accuracy in percent, 100 − accuracy. */
  readonly loss: number;
}

/** A line that cannot be read: where, what, and how to mend it. */
export interface PointProblem {
  /** From 1. */
  readonly line: number;
  readonly column: string | null;
  readonly problem: string;
  readonly remedy: string;
}

export interface ReadPoints {
  readonly points: readonly ScalingPoint[];
  /** Column that the loss was read from; null where there is none. */
  readonly metric: ScalingMetric | null;
  /** Names of the curves in the order of their first points. */
  readonly curves: readonly string[];
  readonly problems: readonly PointProblem[];
}

const metrics = ['loss', 'error', 'accuracy'] as const;
type ScalingMetric = (typeof metrics)[number];

const names: Readonly<Record<string, 'D' | 'N' | 'curve' | ScalingMetric>> = {
  ...{ d: 'D', tokens: 'D', samples: 'D', n: 'N', params: 'N', parameters: 'N' },
  ...{ loss: 'loss', error: 'error', accuracy: 'accuracy', curve: 'curve' },
};
const example = 'D,loss or N,loss or curve,D,accuracy';

/**
 * Reads a table of points: a first line that names its columns, and a line for each run. Fields are parted by commas, semicolons or
 * tabs, as the first line has them. Every line that cannot be read is told, and no value is guessed.
 */
export function readPoints(text: string): ReadPoints {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .map((line, at) => ({ line: at + 1, text: line }));
  const [header, ...rows] = lines.filter((each) => each.text.trim() !== '');
  if (header === undefined)
    return failed(1, null, 'there are no points', `Write a line that names the columns, as ${example}, and a line for each run`);
  const delimiter = ['\t', ';', ','].find((each) => header.text.includes(each)) ?? ',';
  const written = split(header.text, delimiter);
  const columns = written.map((name) => (Object.hasOwn(names, name.toLowerCase()) ? names[name.toLowerCase()]! : null));
  const wrong = headerProblem(written, columns);
  if (wrong !== null) return failed(header.line, wrong.column, wrong.problem, wrong.remedy);
  const metric = metrics.find((each) => columns.includes(each))!;
  const points: ScalingPoint[] = [];
  const problems: PointProblem[] = [];
  for (const row of rows) {
    const fields = split(row.text, delimiter);
    if (fields.length !== columns.length) {
      problems.push({
        line: row.line,
        column: null,
        problem: `the line has ${fields.length} fields, and the first has ${columns.length}`,
        remedy: 'Write a field for each column, and numbers without separators between thousands',
      });
      continue;
    }
    const read = readRow(fields, columns, written, metric);
    if ('problem' in read) problems.push({ line: row.line, ...read });
    else points.push(read);
  }
  if (rows.length === 0)
    problems.push({
      line: header.line,
      column: null,
      problem: 'there are no points below the names of the columns',
      remedy: 'Write a line for each run',
    });
  return { points, metric, curves: [...new Set(points.map(({ curve }) => curve))], problems };
}

type ColumnMeaning = (typeof names)[string] | null;
type FieldProblem = Omit<PointProblem, 'line'>;

function headerProblem(written: readonly string[], columns: readonly ColumnMeaning[]): FieldProblem | null {
  const remedy = `Name the columns in the first line, as ${example}`;
  if (written.some((name) => readAmount(name) !== null))
    return { column: null, problem: 'the first line holds numbers, and no names of columns', remedy };
  const unknown = columns.indexOf(null);
  if (unknown !== -1) {
    const known = 'D, tokens or samples; N or params; loss, error or accuracy; curve';
    return {
      column: written[unknown]!,
      problem: `“${written[unknown]!.slice(0, 40)}” is no column that is known`,
      remedy: `There are ${known}. Take other columns away`,
    };
  }
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice !== undefined) return { column: twice, problem: `two columns say ${String(twice)}`, remedy: 'Keep one' };
  const given = metrics.filter((each) => columns.includes(each));
  if (given.length !== 1) {
    return {
      column: given[1] ?? null,
      problem: given.length === 0 ? 'no column says the loss' : `${given.join(' and ')} are both given`,
      remedy: 'Keep one column named loss, error or accuracy',
    };
  }
  if (!columns.includes('D') && !columns.includes('N'))
    return { column: null, problem: 'no column says how much was trained on, or how large the model is', remedy };
  return null;
}

function readRow(
  fields: readonly string[],
  columns: readonly ColumnMeaning[],
  written: readonly string[],
  metric: ScalingMetric,
): ScalingPoint | FieldProblem {
  const point = { curve: '', D: null as number | null, N: null as number | null, loss: 0 };
  for (const [at, meaning] of columns.entries()) {
    const [field, column] = [fields[at]!, written[at]!];
    if (meaning === null) continue;
    if (meaning === 'curve') {
      point.curve = field;
      continue;
    }
    const value = readAmount(field);
    if (value === null) {
      return {
        column,
        problem: field === '' ? 'the field is empty' : `“${field.slice(0, 40)}” is no number`,
        remedy: 'Write a number, as 2e9, 300M or 1.5B; take the line away where there is none',
      };
    }
    if (meaning === 'accuracy') {
      if (value <= 1)
        return {
          column,
          problem: `${value} is no accuracy in percent`,
          remedy: 'Write accuracies in percent, 64.6 for 0.646, or give the error itself',
        };
      if (value >= 100)
        return {
          column,
          problem: `an accuracy of ${value} % leaves no error`,
          remedy: 'Leave out points without an error: no law of this form reaches zero',
        };
      point.loss = errorOf(value);
      continue;
    }
    if (value <= 0)
      return {
        column,
        problem: `${value} is not above zero`,
        remedy: 'Leave the line out, or correct the number: logarithms are taken of it',
      };
    point[meaning === metric ? 'loss' : meaning === 'D' ? 'D' : 'N'] = value;
  }
  return point;
}

/** Fields of a line, quotation marks around them taken off. A field goes over no line's end. */
function split(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === '"' && quoted && line[at + 1] === '"') field += line[at++]!;
    else if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      fields.push(field.trim());
      field = '';
    } else field += char;
  }
  return [...fields, field.trim()];
}

const failed = (line: number, column: string | null, problem: string, remedy: string): ReadPoints => ({
  ...{ points: [], metric: null, curves: [] },
  problems: [{ line, column, problem, remedy }],
});
