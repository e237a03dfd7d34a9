/** The dataset's README.md and what git needs to know of the folder. */
import { basename, resolve } from 'node:path';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { updateCard, type CardFacts } from '../../core/dataset/card.ts';
import { isThere, readBytes, writeAtomically, writeNew } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { countsOf, facetName } from './facets.ts';
import { integer, text, type Database, type SqlRow } from './sqlite.ts';

/** Both sides of a merge are kept: which lines are right is in the journal, and the next opening brings them in step. */
const gitAttributes = '*.jsonl merge=union\nREADME.md merge=union\n';

/** Writes the card when it says something else than it should. @returns what is wrong with the card as the user has it. */
export function updateCardFile(
  folder: ProjectPath,
  { project, dataset }: { project: string; dataset: string },
  database: Database,
): CorpusProblem[] {
  if (!isThere(folder)) return [];
  const path = folder.at('README.md');
  const existing = readBytes(path)?.toString('utf8');
  const { text, problem } = updateCard(existing, facts(basename(resolve(project)), database));
  if (text !== existing) writeAtomically(path, text);
  writeNew(folder.at('.gitattributes'), gitAttributes);
  return problem ? [{ file: `${dataset}/README.md`, ...problem }] : [];
}

function facts(title: string, database: Database): CardFacts {
  const { accepted, rejected } = countsOf(database.get('SELECT * FROM facets WHERE name = ?', facetName.all));
  const methods = database.all(
    "SELECT substr(name, 3) AS name, status1 AS n FROM facets WHERE name >= 'm:' AND name < 'm;' AND status1 > 0 ORDER BY name",
  );
  const models = database.all('SELECT model AS name, accepted AS n FROM models WHERE accepted > 0 ORDER BY model');
  return { title, accepted, rejected, methods: tally(methods), models: tally(models) };
}

const tally = (rows: readonly SqlRow[]): Map<string, number> => new Map(rows.map((row) => [text(row.name), integer(row.n)]));
