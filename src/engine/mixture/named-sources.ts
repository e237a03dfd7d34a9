/** Natural sources beside the corpus: what somebody has counted, and files whose tokens are counted here. */
import { resolve } from 'node:path';
import type { ProjectSettings } from '../../core/settings.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import type { CorpusState } from '../corpus-state.ts';
import { UsageError } from '../errors.ts';
import { type ForeignFile, openForeignFile, openWholeText } from '../outside/foreign-file.ts';
import { requireInside } from '../outside/inside.ts';
import { PassedTally } from '../outside/passed-rows.ts';
import type { Pause } from '../slices.ts';
import { loadTokenizer } from '../tokenizer.ts';

/** File that a source is in. */
interface NamedFile {
  /** Absolute. */
  readonly path: string;
  /** Field of its texts. */
  readonly field: string;
}

export interface NamedSource {
  readonly name: string;
  readonly tokens: number;
  /** Null where nobody has counted them. */
  readonly rows: number | null;
  /** Null for what somebody has counted elsewhere. */
  readonly file: NamedFile | null;
  readonly notes: readonly string[];
}

export type AskedSource = NonNullable<EngineArguments<'plan/mixture'>['sources']>[number];

interface CountedFile {
  readonly tokens: number;
  readonly rows: number;
  readonly field: string;
  readonly notes: readonly string[];
}

interface Counting {
  readonly pause: Pause;
  readonly signal: AbortSignal;
  /** Hears how many rows of a file were read, of so many; of 0 where that does not show beforehand. */
  readonly tell: (file: string, read: number, of: number) => void;
}

/** Fields that hold the text of a document, the likeliest first. */
const textFields = ['text', 'content', 'body', 'markdown'];

/** Counts named sources; a file that stays as it is is counted once. */
export class NamedSources {
  readonly #counted = new Map<string, CountedFile>();
  readonly #folder: string;

  /** @param folder of the project */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param asked sources of a request, which go before those of the settings with the same name
   * @throws UsageError for a file that cannot be read, is a document of the corpus, or has no text
   */
  async list(
    settings: ProjectSettings['mixture']['sources'],
    asked: readonly AskedSource[],
    corpus: CorpusState,
    counting: Counting,
  ): Promise<NamedSource[]> {
    for (const source of Object.values(settings)) if ('path' in source) await requireInside(this.#folder, source.path);
    const own = Object.entries(settings).map(([name, source]): AskedSource => ({
      name,
      ...source,
      ...('path' in source ? { path: resolve(this.#folder, source.path) } : {}),
    }));
    const sources = new Map([...own, ...asked].map((source) => [source.name, source]));
    const listed: NamedSource[] = [];
    for (const { name, tokens, rows, path, field } of sources.values()) {
      if ((tokens === undefined) === (path === undefined))
        throw new UsageError(`the source “${name}” needs a number of tokens, or a file: one of them`);
      if (tokens !== undefined) listed.push({ name, tokens, rows: rows ?? null, file: null, notes: [] });
      else {
        const counted = await this.#count(path!, field, corpus, counting);
        listed.push({
          name,
          tokens: counted.tokens,
          rows: counted.rows,
          file: { path: path!, field: counted.field },
          notes: counted.notes,
        });
      }
    }
    return listed;
  }

  async #count(path: string, field: string | undefined, corpus: CorpusState, { pause, signal, tell }: Counting): Promise<CountedFile> {
    const file = await openTexts(this.#folder, path);
    if (corpus.has(file.name))
      throw new UsageError(`${file.name} is a document of the corpus, and is counted there: take it from the sources`);
    const key = JSON.stringify([path, file.stamp, field]);
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const { countTokens } = await loadTokenizer();
    const { lines } = 'survey' in file ? await file.survey(signal) : { lines: 0 };
    const passed = new PassedTally();
    let [read, tokens, rows, used] = [0, 0, 0, field];
    for await (const { line, text, reason, field: from } of textsOf(file, field, signal)) {
      await pause();
      if (++read < lines) tell(file.name, read, lines);
      if (text === null) {
        passed.add(reason, line);
        continue;
      }
      used = from;
      rows++;
      tokens += countTokens(text);
    }
    tell(file.name, lines, lines);
    const notes = passed
      .list()
      .map(({ reason, count, lines: [first] }) => `${file.name}: ${count} without a text (the first in row ${first}): ${reason}`);
    if (rows === 0)
      throw new UsageError(`${notes[0] ?? `${path}: no text is in the file`}; name the field that has it, or give another file`);
    const counted = { tokens, rows, field: used ?? textFields[0]!, notes };
    this.#counted.set(key, counted);
    return counted;
  }
}

type ForeignTexts = ForeignFile | Omit<ForeignFile, 'survey'>;

/** Opens a file of texts. @throws UsageError when there is no such file, or none that is read */
export async function openTexts(folder: string, path: string): Promise<ForeignTexts> {
  if (!plainText.test(path)) return openForeignFile(folder, path);
  return openWholeText(folder, path);
}

/** Files that are one text. */
const plainText = /\.(?:txt|text|md|markdown)(?:\.gz)?$/i;

interface RowOfText {
  readonly line: number;
  /** Null for a row without one, for a reason. */
  readonly text: string | null;
  readonly reason: string;
  readonly field: string;
}

/** The texts of a file's rows; a field that is not named is the first of the usual ones that a row has. */
export async function* textsOf(file: ForeignTexts, field: string | undefined, signal: AbortSignal): AsyncGenerator<RowOfText> {
  let found = field;
  for await (const record of file.records(signal)) {
    const read = 'row' in record ? textOf(record.row, found) : null;
    found ??= read?.field;
    const reason = 'row' in record ? `has no text under ${found ?? textFields.join(', ')}` : record.problem;
    yield { line: record.line, text: read?.text ?? null, reason, field: found ?? textFields[0]! };
  }
}

function textOf(row: unknown, field: string | undefined): { readonly field: string; readonly text: string } | null {
  if (typeof row !== 'object' || row === null) return null;
  const values = new Map<string, unknown>(Object.entries(row));
  for (const name of field === undefined ? textFields : [field]) {
    const text = values.get(name);
    if (typeof text === 'string' && text.trim() !== '') return { field: name, text };
  }
  return null;
}
