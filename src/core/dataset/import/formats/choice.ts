import { positionOfLetter } from '../lettered.ts';
import { isFields, otherShape, saidBy, saysSomething, type ForeignRow, type RowFormat } from '../row-format.ts';

/** Options, with the labels that a set gives them, and the columns they were read from. */
interface NamedOptions {
  readonly texts: readonly string[];
  readonly labels: readonly string[];
  readonly columns: readonly string[];
}

const stems = ['question', 'stem', 'question_stem', 'prompt', 'query'];
const lists = ['choices', 'options'];
const answers = [
  'answer',
  'answerKey',
  'answer_key',
  'correct',
  'correct_answer',
  'answer_index',
  'answer_idx',
  'label',
  'gold',
  'cop',
  'target',
];
const explanations = ['explanation', 'exp', 'rationale', 'solution'];
/** Columns of one option each, as sets call the first. */
const columnsFrom = [
  ['A', 'B', 'C', 'D', 'E'],
  ['opa', 'opb', 'opc', 'opd', 'ope'],
  ['option_a', 'option_b', 'option_c', 'option_d', 'option_e'],
];

/** Multiple choice as benchmarks have it: MMLU's list and index, ARC's labelled list, or a column an option; the answer by position, letter, label or text. */
export const choice: RowFormat = {
  title: 'multiple choice',
  read: (row, shape) => {
    if (shape !== undefined && shape !== 'choice') return otherShape('multiple choice', shape);
    const options = optionsIn(row);
    if (options === undefined) return { reason: 'has no options' };
    const stemColumn = stems.find((name) => saysSomething(row[name]) !== undefined);
    if (stemColumn === undefined) return { reason: 'has no question' };
    if (options.texts.length < 2 || options.texts.length > 26)
      return { reason: 'has fewer than two options, or more than there are letters' };
    const answerColumn = answers.find((name) => saysSomething(row[name]) !== undefined);
    const correct = answerColumn === undefined ? undefined : positionIn(row[answerColumn], options);
    if (answerColumn === undefined || correct === undefined) return { reason: 'has no answer that names one of its options' };
    const explained = explanations.find((name) => name !== answerColumn && saysSomething(row[name]) !== undefined);
    return {
      content: {
        shape: 'choice',
        stem: saidBy(row[stemColumn])!,
        options: [...options.texts],
        correct,
        explanation: explained === undefined ? '' : saidBy(row[explained])!,
      },
      used: [stemColumn, answerColumn, ...options.columns, ...(explained === undefined ? [] : [explained])],
    };
  },
};

function optionsIn(row: ForeignRow): NamedOptions | undefined {
  for (const name of lists) {
    const labelled = labelledList(row[name]);
    if (labelled !== undefined) return { ...labelled, columns: [name] };
  }
  for (const names of columnsFrom) {
    const columns = names.filter((name) => saysSomething(row[name]) !== undefined);
    if (columns.length >= 2 && columns.every((name, at) => name === names[at]))
      return { texts: columns.map((name) => saidBy(row[name])!), labels: columns.map((_, at) => String.fromCharCode(65 + at)), columns };
  }
  return undefined;
}

/** A list of texts, of records with text and label, a record of two lists, or one of texts by their letters. */
function labelledList(value: unknown): Pick<NamedOptions, 'texts' | 'labels'> | undefined {
  if (Array.isArray(value)) {
    const all = value as unknown[];
    const items = all.map((item) =>
      isFields(item) ? { text: saidBy(item.text), label: saidBy(item.label) ?? saidBy(item.key) } : { text: saidBy(item) },
    );
    return inOrder(
      items.map(({ text }) => text),
      items.map(({ label }) => label),
    );
  }
  if (!isFields(value)) return undefined;
  if (Array.isArray(value.text)) return inOrder(value.text.map(saidBy), Array.isArray(value.label) ? value.label.map(saidBy) : []);
  const letters = Object.keys(value);
  return letters.every((letter) => positionOfLetter(letter) !== undefined)
    ? inOrder(
        letters.map((letter) => saidBy(value[letter])),
        letters,
      )
    : undefined;
}

function inOrder(
  texts: readonly (string | undefined)[],
  labels: readonly (string | undefined)[],
): Pick<NamedOptions, 'texts' | 'labels'> | undefined {
  const known = texts.filter((text) => text !== undefined);
  if (known.length === 0 || known.length < texts.length) return undefined;
  return { texts: known, labels: known.map((_, at) => labels[at] ?? String.fromCharCode(65 + at)) };
}

/** A label or letter before a position, and a position from 0 before a text: “1” is the second option unless options are labelled so. */
function positionIn(answer: unknown, { texts, labels }: NamedOptions): number | undefined {
  const said = saidBy(answer)?.trim() ?? '';
  const labelled = labels.findIndex((label) => label.toUpperCase() === said.toUpperCase());
  if (labelled !== -1) return labelled;
  if (/^\d{1,2}$/.test(said) && Number(said) < texts.length) return Number(said);
  const same = texts.findIndex((text) => text.trim() === said);
  return same === -1 ? undefined : same;
}
