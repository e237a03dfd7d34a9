/** The dataset card: a README whose YAML tells `datasets.load_dataset` where the rows are and what columns they have. */
import { isMap, parseDocument, type Document } from 'yaml';
import { isTooDeep } from '../yaml-depth.ts';
import { cardFeatures, columnTable } from './columns.ts';

export interface CardFacts {
  /** Heading of a card that is written for the first time. */
  readonly title: string;
  readonly accepted: number;
  readonly rejected: number;
  /** Accepted samples by the method that made them, and by the model that wrote them as they are now. */
  readonly methods: ReadonlyMap<string, number>;
  readonly models: ReadonlyMap<string, number>;
}

interface CardProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

const begin = '<!-- concept-loom:begin (rewritten with every change; write above or below) -->';
const beginMark = '<!-- concept-loom:begin';
const end = '<!-- concept-loom:end -->';

/** Paths to the rows, as the front matter names them. */
const rows = { accepted: 'data/train-*.jsonl', rejected: 'rejected/rejected-*.jsonl' } as const;

const foreign: CardProblem = {
  line: 1,
  reason: `this README is not the dataset's card and was left as it is; move it away to have a card made, or give the section a place in it: the line ${begin} and below it the line ${end}`,
};

/**
 * The card with our keys and our section brought up to date and everything else as the user left it. A user who took
 * the marks of our section out has it left out. Front matter that is no valid YAML is left alone, with the problem;
 * so is a README that was never our card.
 */
export function updateCard(
  existing: string | undefined,
  facts: CardFacts,
): { readonly text: string; readonly problem: CardProblem | null } {
  const source = existing ?? `# ${facts.title}\n\n${begin}\n${end}\n`;
  const lineBreak = source.includes('\r\n') ? '\r\n' : '\n';
  const { yaml, body } = splitFrontMatter(source);
  const document = parseDocument(yaml.replaceAll('\r\n', '\n'));
  const problem = problemOf(document);
  if (problem === null && !isCard(document, body)) return { text: source, problem: foreign };
  const text = problem ? source.slice(0, source.length - body.length) : withFrontMatter(document, yaml, lineBreak);
  return { text: text + withSection(body, facts, lineBreak), problem };
}

/** Tells whether a README is the card of a dataset folder; one whose front matter is broken is told by our section alone. */
export function isDatasetCard(text: string): boolean {
  if (!text.includes(beginMark) && !text.includes(rows.rejected)) return false;
  const { yaml, body } = splitFrontMatter(text);
  const document = parseDocument(yaml.replaceAll('\r\n', '\n'));
  return problemOf(document) === null ? isCard(document, body) : hasSection(body);
}

const tooDeep = 'it is nested too deeply';

function problemOf(document: Document.Parsed): CardProblem | null {
  const [error] = document.errors;
  const invalid = (line: number, message: string): CardProblem => ({
    line,
    reason: `the card's front matter is not valid YAML and was left as it is: ${message.includes('call stack') ? tooDeep : firstLine(message)}`,
  });
  if (error) return invalid((error.linePos?.[0].line ?? 0) + 1, error.message);
  if (isTooDeep(document)) return invalid(2, tooDeep);
  if (document.contents !== null && !isMap(document.contents))
    return { line: 2, reason: "the card's front matter is not a YAML mapping and was left as it is" };
  try {
    // Aliases that lead nowhere, in a circle or to too much show only now.
    JSON.stringify(document.toJS());
    return null;
  } catch (error) {
    return invalid(2, error instanceof Error ? error.message : String(error));
  }
}

function splitFrontMatter(source: string): { yaml: string; body: string } {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const open = /^---[ \t]*\r?\n/.exec(text)?.[0];
  if (open === undefined) return { yaml: '', body: text };
  const close = /^---[ \t]*(?:\r?\n|$)/m;
  const rest = text.slice(open.length);
  const match = close.exec(rest);
  if (!match) return { yaml: '', body: text };
  return { yaml: rest.slice(0, match.index), body: rest.slice(match.index + match[0].length) };
}

/** A card has our section, or, where the user took that out, tells where the rejected rows are: nobody else has such. */
function isCard(document: Document.Parsed, body: string): boolean {
  return hasSection(body) || entriesOf(document, 'configs').some((entry) => JSON.stringify(entry).includes(rows.rejected));
}

/** Its mark begins a line; a text about datasets may name it within one. */
const hasSection = (body: string): boolean => body.startsWith(beginMark) || body.includes(`\n${beginMark}`);

function withFrontMatter(document: Document.Parsed, yaml: string, lineBreak: string): string {
  const configs: object[] = [];
  const info: object[] = [];
  const add = (name: string, path: string, rejected: boolean) => {
    configs.push({ config_name: name, ...(rejected ? {} : { default: true }), data_files: [{ split: 'train', path }] });
    info.push({ config_name: name, features: cardFeatures(rejected) });
  };
  // Both are there whatever was decided: files are looked up when they are loaded, and front matter that never changes
  // never conflicts in a merge.
  add('default', rows.accepted, false);
  add('rejected', rows.rejected, true);
  const changed = [setEntries(document, 'configs', configs), setEntries(document, 'dataset_info', info)].some(Boolean);
  const text = changed ? document.toString({ lineWidth: 0 }).replaceAll('\n', lineBreak) : yaml;
  return `---${lineBreak}${text}---${lineBreak}`;
}

/** Replaces our configurations in a list of the front matter and keeps those the user added. @returns whether it changed. */
function setEntries(document: Document.Parsed, key: string, ours: readonly object[]): boolean {
  const entries = entriesOf(document, key);
  const wanted = [...ours, ...entries.filter((entry) => !isOurs(entry))];
  if (JSON.stringify(wanted) === JSON.stringify(entries)) return false;
  document.set(key, document.createNode(wanted));
  return true;
}

/** The list at a key of the front matter; something else there counts as its only entry. */
function entriesOf(document: Document.Parsed, key: string): readonly unknown[] {
  const node: unknown = document.toJS();
  const present: unknown = typeof node === 'object' && node !== null && key in node ? Reflect.get(node, key) : undefined;
  return Array.isArray(present) ? present : present === undefined || present === null ? [] : [present];
}

function isOurs(entry: unknown): boolean {
  return (
    typeof entry === 'object' && entry !== null && 'config_name' in entry && ['default', 'rejected'].includes(String(entry.config_name))
  );
}

function withSection(body: string, facts: CardFacts, lineBreak: string): string {
  const from = body.indexOf(beginMark);
  const to = body.lastIndexOf(end);
  if (from === -1 || to < from) return body;
  return body.slice(0, from) + [begin, ...section(facts), end].join(lineBreak) + body.slice(to + end.length);
}

function section({ accepted, rejected, methods, models }: CardFacts): string[] {
  return [
    '',
    `${count(accepted, 'sample')} accepted in review, in \`data/\`; ${count(rejected, 'sample')} rejected, with the reasons, in \`rejected/\`.`,
    '',
    '```python',
    'from datasets import load_dataset',
    '',
    'accepted = load_dataset("path/to/this/folder", split="train")',
    'rejected = load_dataset("path/to/this/folder", "rejected", split="train")',
    '```',
    '',
    '## How it was made',
    '',
    'Concepts were found in a corpus and linked in a graph; combinations of them were drawn by seeded walks; a model wrote questions and',
    'answers from the passages that hold the most of each combination; people accepted, edited, regenerated or rejected every sample.',
    '',
    '| Made by | Samples accepted |',
    '| --- | ---: |',
    ...[...methods].map(([method, samples]) => `| method ${code(method)} | ${samples} |`),
    ...[...models].map(([model, samples]) => `| model ${code(model)} | ${samples} |`),
    '',
    '## Columns',
    '',
    '| Column | Meaning |',
    '| --- | --- |',
    ...columnTable(),
    '',
  ];
}

const count = (samples: number, noun: string) => `${samples} ${samples === 1 ? noun : `${noun}s`}`;
const code = (name: string) =>
  `\`${name
    .replace(/[`\s]+/g, ' ')
    .replaceAll('|', '\\|')
    .trim()}\``;
const firstLine = (message: string) => message.split('\n', 1)[0] ?? '';
