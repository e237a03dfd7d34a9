/** The dataset's README.md and what git needs to know of the folder. */
import { hash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { updateCard, type CardFacts } from '../../core/dataset/card.ts';
import { isThere, makeFolder, readBytes, writeAtomically, writeNew } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { countsOf, facetName } from './facets.ts';
import { shardKinds } from './shard-kinds.ts';
import { integer, text, type Database, type SqlRow } from './sqlite.ts';

/** Both sides of a merge are kept: which lines are right is in the journal, and the next opening brings them in step. */
const gitAttributes = '*.jsonl merge=union\nREADME.md merge=union\n';

const cardName = 'README.md';

/** Tells whether there are samples and no card, which is there before anything is decided: it says so where rows are looked for. */
export const isCardLacking = (folder: ProjectPath, database: Database): boolean =>
  database.get('SELECT 1 FROM samples WHERE status IS NOT NULL LIMIT 1') !== undefined && !isThere(folder.at(cardName));

/** Writes the card when it says something else than it should. @returns what is wrong with the card as the user has it. */
export function updateCardFile(
  folder: ProjectPath,
  { project, dataset }: { project: string; dataset: string },
  database: Database,
): CorpusProblem[] {
  if (isCardLacking(folder, database)) makeFolder(folder);
  if (!isThere(folder)) return [];
  const path = folder.at(cardName);
  const existing = readBytes(path)?.toString('utf8');
  const { text, problem } = updateCard(existing, facts(titleOf(project), database));
  if (text !== existing) writeAtomically(path, text);
  writeNew(folder.at('.gitattributes'), gitAttributes);
  return problem ? [{ file: `${dataset}/${cardName}`, ...problem }] : [];
}

/** The project's name, but for a home folder's, which is its owner's. */
export const titleOf = (project: string): string => (resolve(project) === resolve(homedir()) ? 'Dataset' : basename(resolve(project)));

function facts(title: string, database: Database): CardFacts {
  const { accepted, rejected } = countsOf(database.get('SELECT * FROM facets WHERE name = ?', facetName.all));
  const methods = database.all(
    "SELECT substr(name, 3) AS name, status1 AS n FROM facets WHERE name >= 'm:' AND name < 'm;' AND status1 > 0 ORDER BY name",
  );
  const models = database.all('SELECT model AS name, accepted AS n FROM models WHERE accepted > 0 ORDER BY model');
  const [acceptedState, rejectedState] = [...shardKinds.keys()].map((kind) => stateOf(kind, database));
  const states = { accepted: acceptedState ?? null, rejected: rejectedState ?? null };
  return { title, accepted, rejected, states, methods: tally(methods), models: tally(models) };
}

/** Hash of what stands in the shards of a kind; null where none is there. */
function stateOf(kind: number, database: Database): string | null {
  const shards = database.all('SELECT number, hash FROM shards WHERE kind = ? AND hash IS NOT NULL ORDER BY number', kind);
  if (shards.length === 0) return null;
  return hash('sha256', JSON.stringify(shards.map((shard) => [integer(shard.number), text(shard.hash)]))).slice(0, 16);
}

const tally = (rows: readonly SqlRow[]): Map<string, number> => new Map(rows.map((row) => [text(row.name), integer(row.n)]));
