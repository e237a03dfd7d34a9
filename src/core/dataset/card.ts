/** The dataset card: front matter for `datasets.load_dataset` (`card-front-matter.ts`), and a section for people. */
import {
  type CardEntries,
  type CardProblem,
  entriesOfShards,
  mayBeOurs,
  readFrontMatter,
  type ShardStates,
  splitFrontMatter,
  withEntries,
} from './card-front-matter.ts';
import { columnTable } from './columns.ts';
import { publishedModel } from './model-name.ts';

export interface CardFacts {
  /** Heading of a card that is written for the first time. */
  readonly title: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly states: ShardStates;
  /** Accepted samples by the method that made them, and by the model that wrote them as they are now. */
  readonly methods: ReadonlyMap<string, number>;
  readonly models: ReadonlyMap<string, number>;
}

const begin = '<!-- concept-loom:begin (rewritten with every change; write above or below) -->';
const beginMark = '<!-- concept-loom:begin';
const end = '<!-- concept-loom:end -->';

const foreign: CardProblem = {
  line: 1,
  reason: `this README is not the dataset's card and was left as it is; move it away to have a card made, or give the section a place in it: the line ${begin} and below it the line ${end}`,
};

/** A card that was brought up to date, and what is wrong with the part of it that is the user's. */
export interface UpdatedCard {
  readonly text: string;
  readonly problem: CardProblem | null;
}

/**
 * The card with our keys and our section brought up to date and everything else as the user left it. A user who took
 * the marks of our section out has it left out. Front matter that is no valid YAML is left alone, with the problem;
 * so is a README that was never our card.
 */
export const updateCard = (existing: string | undefined, facts: CardFacts): UpdatedCard =>
  cardWith(existing ?? newCard(facts.title), entriesOfShards(facts.states), section(facts));

/** A card without anything of the user's. */
export const newCard = (title: string): string => `# ${title}\n\n${begin}\n${end}\n`;

/** A card with other entries and another section in place of ours. */
export function cardWith(source: string, entries: CardEntries, lines: readonly string[]): UpdatedCard {
  const lineBreak = source.includes('\r\n') ? '\r\n' : '\n';
  const { yaml, body } = splitFrontMatter(source);
  const read = readFrontMatter(yaml);
  if (read.problem === null && !read.isOurs && !hasSection(body)) return { text: source, problem: foreign };
  const next = read.problem === null ? withEntries(read, yaml, entries, lineBreak) : { text: '', problem: read.problem };
  const front = next.problem === null ? next.text : source.slice(0, source.length - body.length);
  return { text: front + withSection(body, lines, lineBreak), problem: next.problem };
}

/** Tells whether a README is the card of a dataset folder; one whose front matter is broken is told by our marks alone. */
export function isDatasetCard(text: string): boolean {
  if (!text.includes(beginMark) && !mayBeOurs(text)) return false;
  const { yaml, body } = splitFrontMatter(text);
  return hasSection(body) || readFrontMatter(yaml).isOurs;
}

/** Its mark begins a line; a text about datasets may name it within one. */
const hasSection = (body: string): boolean => body.startsWith(beginMark) || body.includes(`\n${beginMark}`);

function withSection(body: string, lines: readonly string[], lineBreak: string): string {
  const from = body.indexOf(beginMark);
  const to = body.lastIndexOf(end);
  if (from === -1 || to < from) return body;
  return body.slice(0, from) + [begin, ...lines, end].join(lineBreak) + body.slice(to + end.length);
}

function section({ accepted, rejected, states, methods, models }: CardFacts): string[] {
  return [
    '',
    ...summary(accepted, rejected),
    '',
    ...loading(states),
    '## How it was made',
    '',
    'Concepts were found in a corpus and linked in a graph; combinations of them were drawn by seeded walks; a model wrote questions and',
    'answers from the passages that hold the most of each combination; people accepted, edited, regenerated or rejected every sample.',
    '',
    ...makers(methods, models),
    '## Columns',
    '',
    '| Column | Meaning |',
    '| --- | --- |',
    ...columnTable(),
    '',
  ];
}

function summary(accepted: number, rejected: number): string[] {
  const counts = `${count(accepted, 'sample')} accepted in review, in \`data/\`; ${count(rejected, 'sample')} rejected, with the reasons, in \`rejected/\`.`;
  const empty = 'Nothing is accepted yet, so there is nothing to train on: `load_dataset` finds no split `train`.';
  return accepted === 0 ? [counts, '', empty] : [counts];
}

function makers(methods: ReadonlyMap<string, number>, models: ReadonlyMap<string, number>): string[] {
  const rows = [
    ...[...methods].map(([method, samples]) => `| method ${code(method)} | ${samples} |`),
    ...[...published(models)].map(([model, samples]) => `| model ${code(model)} | ${samples} |`),
  ];
  return rows.length === 0 ? [] : ['| Made by | Samples accepted |', '| --- | ---: |', ...rows, ''];
}

/** How to load what is there. */
function loading({ accepted, rejected }: ShardStates): string[] {
  const lines = [
    ...(accepted === null ? [] : ['accepted = load_dataset("path/to/this/folder", split="train")']),
    ...(rejected === null ? [] : ['rejected = load_dataset("path/to/this/folder", "rejected", split="rejected")']),
  ];
  return lines.length === 0 ? [] : ['```python', 'from datasets import load_dataset', '', ...lines, '```', ''];
}

function published(models: ReadonlyMap<string, number>): Map<string, number> {
  const named = new Map<string, number>();
  for (const [model, samples] of models) {
    const name = publishedModel(model);
    named.set(name, (named.get(name) ?? 0) + samples);
  }
  return named;
}

export const count = (samples: number, noun: string) => `${samples} ${samples === 1 ? noun : `${noun}s`}`;
/** A name as code within a table of Markdown, in which it stays a name. */
export const code = (name: string) =>
  `\`${name
    .replace(/[`\s]+/g, ' ')
    .replaceAll('|', '\\|')
    .trim()}\``;
