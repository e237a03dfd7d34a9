import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { lineSpan } from '../core/corpus/positions.ts';
import type { Span } from '../core/corpus/passage.ts';
import { UsageError } from '../engine/errors.ts';

/** Lines of a file: from 1, both included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

export function lines(text: string): LineSpan {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const found = { first: Number(first), last: Number(last) };
  if (first === undefined || found.first === 0 || found.last < found.first)
    throw new InvalidArgumentError('Two line numbers are needed, from 1, as 12-30.');
  return found;
}

/** Finds the lines' span in the file as it is on disk. @throws UsageError when no file is named, or it has no such lines. */
export async function spanOfLines({ first, last }: LineSpan, project: string, file: string | undefined): Promise<Span> {
  if (file === undefined) throw new UsageError('--lines needs --file: whose lines are meant?');
  const { readSource } = await import('../engine/corpus/read-source.ts');
  const { readSettings } = await import('../engine/config.ts');
  const folder = resolve(project);
  const source = await readSource(folder, file, (await readSettings(folder)).corpus.encoding);
  if ('problem' in source) throw new UsageError(`${file}: ${source.problem.reason}`);
  const span = lineSpan(source.text, first, last);
  if (span === null) throw new UsageError(`${file} does not have the lines ${first} to ${last}`);
  return span;
}
