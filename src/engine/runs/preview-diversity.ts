/** Messages that a measurement of diversity would send. */
import { drawSamples, type DrawPurpose } from '../../core/quality/cluster-agent/draw.ts';
import type { Measurement } from '../../core/quality/cluster-agent/measurement.ts';
import { criterionKinds } from '../../core/quality/cluster-agent/proposals.ts';
import type { ClusterSettings } from '../../core/quality/cluster-agent/settings.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import { UsageError } from '../errors.ts';
import { readMeasurement } from '../measurements.ts';
import type { Workspace } from '../workspace.ts';
import { askedDiversityPrompts, measuredSamples } from './kinds/diversity/kind.ts';
import {
  type DiversityMethod,
  renderCriteria,
  renderGroups,
  renderMerge,
  renderPhrase,
  renderVerdicts,
} from './kinds/diversity/prompts.ts';
import { standIns } from './kinds/diversity/stand-ins.ts';
import type { Previewed, PreviewQuery } from './preview-sample.ts';

/**
 * As a measurement in the usual sizes would ask with this seed, in the draw or round of this number; of fewer samples, all there
 * are. What earlier calls have to say is taken from the latest measurement, and before there is one it is made up.
 */
export const previewDiversity =
  (method: DiversityMethod) =>
  async (workspace: Workspace, { seed, ordinal, file }: PreviewQuery): Promise<Previewed> => {
    const samples = await measuredSamples(workspace, file === undefined ? {} : { filter: { file } });
    if (samples.length < 2)
      throw new UsageError(
        `${method} is asked about several samples, and there are ${samples.length}: generate some first (loom generate)`,
      );
    const tools = await askedDiversityPrompts(workspace, workspace.settings.models.judge);
    const known = await latest(workspace);
    const drawn = (purpose: DrawPurpose, size: number) =>
      drawSamples(samples, Math.min(size, samples.length), { purpose, seed, index: ordinal });
    const { settings, lines } = known;
    const messages: Readonly<Record<DiversityMethod, () => ChatMessage[]>> = {
      criteria: () => renderCriteria(tools, drawn('criteria', settings.samplesPerDraw)),
      merge: () => {
        const kind = criterionKinds[ordinal % criterionKinds.length]!;
        const found = known.measurement?.proposals(kind).shown ?? [];
        const proposals = found.length > 0 ? found : standIns.proposals(settings);
        const draws = known.measurement?.draws ?? settings.draws;
        return renderMerge(tools, { kind, count: settings.criteria, draws, proposals });
      },
      phrase: () => {
        const merged = criterionKinds.flatMap((kind) => known.measurement?.merged(kind) ?? []);
        return renderPhrase(tools, merged.length > 0 ? merged : standIns.criteria(settings));
      },
      cluster: () => renderGroups(tools, { lines, samples: drawn('round', settings.size) }),
      verify: () => renderVerdicts(tools, { lines, groups: standIns.groups(drawn('round', settings.size)) }),
    };
    const set = { topics: [], concepts: [], seed, epoch: 0, ordinal, references: [] };
    return { messages: messages[method](), set, sample: null };
  };

interface Latest {
  readonly settings: ClusterSettings;
  readonly lines: readonly string[];
  readonly measurement: Measurement | undefined;
}

async function latest({ store, settings: { diversity: usual } }: Workspace): Promise<Latest> {
  const run = store.runs().find(({ kind }) => kind === 'diversity')?.run;
  const settings = (run === undefined ? undefined : store.run(run))?.options.diversity ?? usual;
  const measurement = run === undefined ? undefined : await readMeasurement(store, run);
  return { settings, measurement, lines: measurement?.lines ?? standIns.lines(settings) };
}
