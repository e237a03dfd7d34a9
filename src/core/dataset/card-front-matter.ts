/**
 * The card's front matter, which tells `datasets.load_dataset` where the rows are and what columns they have. It offers what is
 * there and nothing else: of configurations that are named, `datasets` refuses one without files, and where none is named it
 * takes any file for training data.
 */
import { isMap, parseDocument, type Document } from 'yaml';
import { isTooDeep } from '../yaml-depth.ts';
import { cardFeatures } from './columns.ts';

/** What stands in the shards of each sort, as a hash; null where there are none. */
export interface ShardStates {
  readonly accepted: string | null;
  readonly rejected: string | null;
}

export interface CardProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** The `configs` and `dataset_info` of a card that are ours. */
export interface CardEntries {
  readonly configs: readonly object[];
  readonly info: readonly object[];
}

/**
 * Our configurations. Rejected rows are a split of their own name: `datasets` takes the only configuration that a card has for the
 * default, and would give them to whoever asks for training data while nothing is accepted.
 */
const offered = {
  accepted: { name: 'default', split: 'train', path: 'data/train-*.jsonl', rejected: false },
  rejected: { name: 'rejected', split: 'rejected', path: 'rejected/rejected-*.jsonl', rejected: true },
} as const;

const sorts = [offered.accepted, offered.rejected];
const ours: ReadonlySet<string> = new Set(sorts.map(({ name }) => name));

/** Begins a line of every front matter of ours, so that a card is told from any other README. */
const mark = '# concept-loom:';
const markLine = `${mark} configs and dataset_info follow the rows and are rewritten with every change`;

/** Keys that we write to, beside the user's. */
type CardKey = 'configs' | 'dataset_info';

/** Tells whether this may be front matter of ours, without reading it. */
export const mayBeOurs = (text: string): boolean => text.includes(mark) || text.includes(offered.rejected.path);

export function splitFrontMatter(source: string): { readonly yaml: string; readonly body: string } {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const open = /^---[ \t]*\r?\n/.exec(text)?.[0];
  if (open === undefined) return { yaml: '', body: text };
  const close = /^---[ \t]*(?:\r?\n|$)/m;
  const rest = text.slice(open.length);
  const match = close.exec(rest);
  if (!match) return { yaml: '', body: text };
  return { yaml: rest.slice(0, match.index), body: rest.slice(match.index + match[0].length) };
}

/** Front matter as it was read. A merge that kept both sides may leave keys of ours twice, or in a tangle: they are made anew. */
export interface CardFrontMatter {
  readonly document: Document.Parsed;
  readonly isOurs: boolean;
  /** Something may stand in it twice that is not ours. */
  readonly isDoubtful: boolean;
  /** Reason that it has to be left as it is. */
  readonly problem: CardProblem | null;
}

export function readFrontMatter(source: string): CardFrontMatter {
  const yaml = source.replaceAll('\r\n', '\n');
  const marked = hasMark(yaml);
  const read = parseDocument(yaml);
  const problem = problemOf(read);
  if (problem === null) return { document: read, isOurs: marked || namesRejectedRows(read), isDoubtful: false, problem };
  for (const text of marked ? [yaml, withoutOurs(yaml)] : []) {
    const document = parseDocument(text ?? '', { uniqueKeys: false });
    if (text !== null && problemOf(document) === null) return { document, isOurs: true, isDoubtful: true, problem: null };
  }
  return { document: read, isOurs: marked, isDoubtful: false, problem };
}

const hasMark = (yaml: string): boolean => yaml.startsWith(mark) || yaml.includes(`\n${mark}`);

/** Cards of version 0.1 have no mark; they tell where the rejected rows are, and nobody else has such. */
const namesRejectedRows = (document: Document.Parsed): boolean =>
  entriesOf(document, 'configs').some((entry) => JSON.stringify(entry).includes(offered.rejected.path));

/** The front matter without the blocks of our keys; null where one of them names a configuration of the user's, which would be lost. */
function withoutOurs(yaml: string): string | null {
  const block = /^(?:configs|dataset_info):.*\n(?:[ \t\-#].*\n|\n)*/gm;
  const blocks = [...yaml.matchAll(block)].map(([text]) => text).join('');
  const names = [...blocks.matchAll(/config_name:[ \t]*(\S+)/g)].map(([, name]) => name ?? '');
  return names.every((name) => ours.has(name)) ? yaml.replace(block, '') : null;
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

/** What the dataset folder offers by the states of its shards. */
export function entriesOfShards(states: ShardStates): CardEntries {
  const present = sorts.flatMap((sort) => {
    const state = states[sort.rejected ? 'rejected' : 'accepted'];
    return state === null ? [] : [{ ...sort, state }];
  });
  const configs = present.map(({ name, split, path, rejected, state }) => ({
    config_name: name,
    ...(rejected ? {} : { default: true }),
    // `datasets` keeps what it has read by what the card says, whatever became of the files: so the card says what is in them.
    description: `${rejected ? 'Rejected' : 'Accepted'} in review; rows ${state}`,
    data_files: [{ split, path }],
  }));
  const info = present.map(({ name, rejected }) => ({ config_name: name, features: cardFeatures(rejected) }));
  return { configs, info };
}

/** The front matter with what is there now, between its fences; everything of the user's stays. */
export function withEntries(
  { document, isDoubtful }: CardFrontMatter,
  yaml: string,
  { configs, info }: CardEntries,
  lineBreak: string,
): { readonly text: string; readonly problem: CardProblem | null } {
  const changed = [setEntries(document, 'configs', configs), setEntries(document, 'dataset_info', info)].some(Boolean);
  const plain = yaml.replaceAll('\r\n', '\n');
  const rendered = changed ? textOf(document, plain) : plain;
  const text = hasMark(rendered) ? rendered : `${markLine}\n${rendered}`;
  const fenced = `---\n${text}---\n`.replaceAll('\n', lineBreak);
  // Keys of the user's that stand there twice are theirs to mend.
  return { text: fenced, problem: isDoubtful ? problemOf(parseDocument(text)) : null };
}

function textOf(document: Document.Parsed, yaml: string): string {
  if (isMap(document.contents) && document.contents.items.length > 0)
    return document.toString({ lineWidth: 0 }).replace(`${markLine}\n\n`, `${markLine}\n`);
  return yaml
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => `${line}\n`)
    .join('');
}

/** Replaces our configurations in a list of the front matter and keeps those the user added. @returns whether it changed. */
function setEntries(document: Document.Parsed, key: CardKey, present: readonly object[]): boolean {
  const entries = entriesOf(document, key);
  const wanted = [...present, ...entries.filter((entry) => !isOurEntry(entry))];
  const count = pairsOf(document, key).length;
  if (JSON.stringify(wanted) === JSON.stringify(entries) && count === (wanted.length === 0 ? 0 : 1)) return false;
  for (let left = count; left > (wanted.length === 0 ? 0 : 1); left--) document.delete(key);
  if (wanted.length > 0) document.set(key, document.createNode(wanted));
  return true;
}

const pairsOf = (document: Document.Parsed, key: string) =>
  isMap(document.contents) ? document.contents.items.filter((pair) => String(pair.key) === key) : [];

/** The lists at a key of the front matter; something else there counts as an entry. */
function entriesOf(document: Document.Parsed, key: CardKey): readonly unknown[] {
  return pairsOf(document, key).flatMap(({ value }): readonly unknown[] => {
    const present: unknown = value === null ? null : value.toJS(document);
    return Array.isArray(present) ? present : present === undefined || present === null ? [] : [present];
  });
}

const isOurEntry = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && 'config_name' in entry && ours.has(String(entry.config_name));

const firstLine = (message: string) => message.split('\n', 1)[0] ?? '';
