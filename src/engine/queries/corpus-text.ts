import type { EngineResult } from '../../protocol/engine.ts';
import { readSource } from '../corpus/read-source.ts';
import type { CorpusState } from '../corpus-state.ts';
import { UsageError } from '../errors.ts';

/** The text of a file of the corpus. @throws UsageError for any other file, and for one that cannot be read any more */
export async function readCorpusText(folder: string, corpus: CorpusState, file: string): Promise<EngineResult<'corpus/text'>> {
  const known = corpus.files.get(file);
  if (known === undefined) throw new UsageError(`${file} is not in the corpus; the settings in .loom/project.yaml say which files are.`);
  const source = await readSource(folder, file, known.encoding);
  if ('problem' in source) throw new UsageError(`${file}: ${source.problem.reason}`);
  return { text: source.text };
}
