/** What stands beside the data of a mixture and says how it is mixed. */
import { basename } from 'node:path';
import { blendName, cardName, checksumLines, checksumsName, interleaveName, mixtureName } from '../../core/dataset/exported/layout.ts';
import { percent, shareWarnings } from '../../core/planning/mixture/evidence.ts';
import { blendList } from '../../core/planning/mixture/blend.ts';
import { interleaveScript } from '../../core/planning/mixture/interleave.ts';
import type { MixtureManifest } from '../../core/planning/mixture/manifest.ts';
import { sharesOfParts } from '../../core/planning/mixture/parts.ts';
import { type MixtureOutline, repetitionWarnings } from '../../core/planning/mixture/plan.ts';
import { mixtureCard } from '../../core/planning/mixture/mixture-card.ts';
import { program } from '../../core/program.ts';
import { sha256 } from '../export/describe.ts';
import type { SplitFile } from '../export/written-splits.ts';
import { titleOf } from '../storage/card-file.ts';
import type { Workspace } from '../workspace.ts';
import type { MeasuredMixture } from './measured.ts';
import { type PlannedMixture, tokenizer } from './plan.ts';

/** Part of a mixture before its data is written. */
export type DraftPart = Omit<MixtureManifest['parts'][number], 'files'>;

export interface WrittenParts {
  readonly files: ReadonlyMap<string, readonly SplitFile[]>;
  readonly leftOut: MixtureManifest['leftOut'];
}

export interface DescribedMixture {
  readonly manifest: MixtureManifest;
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** @param seed of the order in which the script draws */
export function describeMixture(
  { folder, settings }: Workspace,
  { outline, measured, asked }: PlannedMixture,
  drafts: readonly DraftPart[],
  { files, leftOut }: WrittenParts,
  seed: number,
): DescribedMixture {
  // What was decided while it was written is in the files, and in the numbers of rows.
  const parts = drafts.map((draft) => {
    const written = (files.get(draft.name) ?? []).map((file) => ({ ...file }));
    return { ...draft, files: written, rows: draft.from === null ? draft.rows : written.reduce((sum, file) => sum + file.rows, 0) };
  });
  const rows = parts.map((part) => (part.rows === null || part.rows === 0 ? null : (part.tokens * part.rows) / part.unique));
  const hasScript = rows.every((each) => each !== null);
  const manifest: MixtureManifest = {
    mixture: 1,
    program: `${program.name} ${program.version}`,
    made: new Date().toISOString(),
    dataset: settings.name === basename(folder) ? titleOf(folder) : settings.name,
    tokenizer,
    budget: drafts.reduce((sum, { tokens }) => sum + tokens, 0),
    rows: hasScript ? Math.max(1, Math.round(rows.reduce((sum, each) => sum + each, 0))) : null,
    shares: Object.fromEntries(outline.kinds.map(({ kind, share }) => [kind, share])),
    epochs: asked.epochs,
    seed,
    parts,
    lacking: outline.kinds.flatMap(({ kind, make, short }) => {
      const tokens = (make?.tokens ?? 0) + short;
      return tokens > 0 ? [{ kind, tokens }] : [];
    }),
    leftOut: [...leftOut],
    warnings: warningsOf(outline, drafts),
  };
  const texts = new Map([[blendName, `${blendList(manifest.parts.map(({ name, tokens }) => ({ name, tokens, tokensPerRow: null })))}\n`]]);
  if (hasScript) texts.set(interleaveName, interleaveScript(manifest));
  const data = manifest.parts.flatMap((part) => part.files);
  texts.set(checksumsName, checksumLines([...data, ...[...texts].map(([path, text]) => ({ path, sha256: sha256(text) }))]));
  texts.set(cardName, mixtureCard(manifest, hasScript));
  texts.set(mixtureName, `${JSON.stringify(manifest, null, 2)}\n`);
  return { manifest, texts, notes: notesOf(manifest, measured, outline.budget) };
}

/** Of the shares that the text there gives, which are not those that were asked for while samples are lacking. */
function warningsOf(outline: MixtureOutline, drafts: readonly DraftPart[]): string[] {
  const got = sharesOfParts(drafts);
  const differ = outline.kinds.filter(({ kind, share }) => percent(share) !== percent(got[kind]));
  const told = shareWarnings(got, outline.budget);
  return [
    ...differ.map(({ kind, share }) => `${kind} has ${percent(got[kind])} in place of the ${percent(share)} that were planned`),
    ...told.map(({ kind, text }) => (kind === null ? text : `${kind}: ${text}`)),
    ...outline.kinds.flatMap(({ sources }) => repetitionWarnings(sources)),
  ];
}

function notesOf({ lacking, parts, budget, warnings, rows }: MixtureManifest, { named }: MeasuredMixture, planned: number): string[] {
  const elsewhere = parts.filter(({ from }) => from === null).map(({ name }) => name);
  const uncounted = parts.filter((part) => part.rows === null).map(({ name }) => name);
  const absent = lacking.filter(({ kind }) => !parts.some((part) => part.kind === kind)).map(({ kind }) => kind);
  return [
    ...warnings,
    ...(absent.length > 0 ? [`${absent.join(', ')}: nothing of it is there yet, so that the others are mixed without it`] : []),
    ...(Math.abs(budget - planned) > 0.01 * planned
      ? [`the mixture has ${budget.toLocaleString('en')} of the ${planned.toLocaleString('en')} tokens that were planned`]
      : []),
    ...(elsewhere.length > 0 && rows !== null ? [`${elsewhere.join(', ')}: say in ${interleaveName} where the files are`] : []),
    ...(uncounted.length > 0
      ? [
          `rows of ${uncounted.join(', ')} were not counted: without them there are no probabilities for interleave_datasets, and no ${interleaveName}`,
        ]
      : []),
    ...named.flatMap(({ notes }) => notes),
  ];
}
