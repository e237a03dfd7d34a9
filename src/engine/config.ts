import { basename } from 'node:path';
import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { curate, type Curation, curationFile, noCuration, type Seed } from '../core/concepts/curation.ts';
import type { CorpusProblem } from '../core/corpus/passage.ts';
import { isTooDeep } from '../core/yaml-depth.ts';
import { projectSettings, type ProjectSettings } from '../core/settings.ts';
import { UsageError } from './errors.ts';
import { readText } from './files/files.ts';
import { ProjectPath } from './files/project-path.ts';

export const loomFolder = '.loom';
const settingsFile = `${loomFolder}/project.yaml`;
const conceptsFile = `${loomFolder}/concepts.yaml`;
/** Bytes of a file of settings that is read: its syntax tree takes a hundred times as many. */
const maxBytes = 8 * 1024 * 1024;

/** With every name filled in. */
export interface NamedSettings extends Omit<ProjectSettings, 'models'> {
  readonly name: string;
  /** Without an embedding model, ratings of documents are predicted from words. */
  readonly models: Readonly<Record<'questions' | 'answers' | 'judge', string>> & {
    readonly embeddings: string | null;
    readonly logProbabilities: boolean;
  };
}

/** The project's settings; defaults when there is no file. @throws UsageError with file, line and field. */
export async function readSettings(folder: string): Promise<NamedSettings> {
  const settings = (await readYaml(folder, settingsFile, projectSettings))?.value ?? projectSettings.parse({});
  const { questions, judge = questions, embeddings = null } = settings.models;
  return { ...settings, name: settings.name ?? basename(folder), models: { ...settings.models, judge, embeddings } };
}

/** The curator's decisions, and where they stand. */
export interface CurationOnDisk extends Curation {
  /** The file as it was read; null when there is none. */
  readonly text: string | null;
  /** Tells what is wrong with a seed, at its line. */
  readonly problemWith: (seed: Seed, reason: string) => CorpusProblem;
}

/**
 * The curator's decisions about concepts.
 * @param before as they were read before: the same object when nothing is different
 * @throws UsageError with file, line and field.
 */
export async function readCuration(folder: string, before?: CurationOnDisk): Promise<CurationOnDisk> {
  const read = await readYaml(folder, conceptsFile, curationFile);
  const text = read?.text ?? null;
  if (before?.text === text) return before;
  const problemWith = ({ kind, name }: Seed, reason: string): CorpusProblem => {
    const list = `${kind}s` as const;
    const line = read?.lineOf(['seeds', list, String(read.value.seeds[list].indexOf(name))]);
    return { file: conceptsFile, ...(line === undefined ? {} : { line }), reason };
  };
  return { ...(read === undefined ? noCuration : curate(read.value)), text, problemWith };
}

/** Content of a file, and the line on which the value at a path stands. */
interface ReadYaml<T> {
  readonly text: string;
  readonly value: T;
  readonly lineOf: (path: readonly string[]) => number;
}

async function readYaml<S extends z.ZodType>(folder: string, file: string, schema: S): Promise<ReadYaml<z.output<S>> | undefined> {
  const text = await readText(ProjectPath.of(folder).at(file), maxBytes);
  if (text === undefined) return undefined;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined) throw new UsageError(`${file}:${lines.linePos(broken.pos[0]).line}: ${wordsOf(broken.message)}`);
  if (isTooDeep(document)) throw new UsageError(`${file}: ${tooDeep}`);
  const parsed = schema.safeParse(valueOf(document, file) ?? {});
  const lineOf = (path: readonly string[]): number => lines.linePos(offsetOf(document.contents, path)).line;
  if (parsed.success) return { text, value: parsed.data, lineOf };
  const issue = parsed.error.issues[0]!;
  const path = issue.path.map(String);
  const where = issue.code === 'unrecognized_keys' ? [...path, ...issue.keys.slice(0, 1)] : path;
  throw new UsageError(`${file}:${lineOf(where)}: ${path.join('.') || 'the file'}: ${issue.message}`);
}

/** The first line of what the parser of YAML says is wrong; it tells of nesting by the stack that it filled. */
const wordsOf = (message: string): string => (message.includes('call stack') ? tooDeep : (message.split('\n')[0] ?? ''));
const tooDeep = 'is nested too deeply; take out brackets or lists that stand in others';

/** @throws UsageError when aliases lead nowhere or to too much, which shows only now. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UsageError(`${file}: ${wordsOf(error instanceof Error ? error.message : String(error))}`, { cause: error });
  }
}

/** Offset at which the value, or the key, at a path begins; the nearest parent's when it is not there itself. */
function offsetOf(node: unknown, path: readonly string[], found = 0): number {
  const [next, ...rest] = path;
  if (next !== undefined && isSeq(node)) {
    const item = node.items[Number(next)];
    return offsetOf(item, rest, (isNode(item) ? item.range?.[0] : undefined) ?? found);
  }
  if (next === undefined || !isMap(node)) return found;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === next);
  if (pair === undefined || !isScalar(pair.key)) return found;
  return offsetOf(pair.value, rest, pair.key.range?.[0] ?? found);
}
