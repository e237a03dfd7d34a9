/** Messages of the calls that a measurement of diversity makes. */
import type { GroupingCriterion, CountedCriterion, CriterionKind } from '../../../../core/quality/cluster-agent/proposals.ts';
import { shownSample } from '../../../../core/quality/cluster-agent/shown-sample.ts';
import type { ChatMessage } from '../../../../core/prompts/chat.ts';
import { fenced, oneLine } from '../../../../core/prompts/fence.ts';
import type { PromptSubject } from '../../../../core/prompts/subject.ts';
import type { Content } from '../../../../core/samples/shapes/index.ts';
import { shareAt } from '../../shorten.ts';
import type { MethodTemplate } from '../../templates.ts';
import { type CallWording, firstWording } from '../../wording.ts';

/** The methods that a measurement asks by, in the order in which one leads to the next. */
export const diversityMethods = ['criteria', 'merge', 'phrase', 'cluster', 'verify'] as const;
export type DiversityMethod = (typeof diversityMethods)[number];

export interface DiversityPrompts {
  readonly templates: Readonly<Record<DiversityMethod, MethodTemplate>>;
  readonly prompts: PromptSubject;
  /** @throws UsageError when there is no such sample any more. */
  readonly contentOf: (sample: string) => Content;
}

/** A group as it is shown to be verified. */
export interface ShownGroup {
  readonly name: string;
  readonly reason: string;
  readonly samples: readonly string[];
}

const shown = ({ contentOf }: DiversityPrompts, samples: readonly string[], { shortening }: CallWording) =>
  samples.map((sample) => fenced(shownSample(contentOf(sample), shareAt(shortening))));

const said = ({ prompts }: DiversityPrompts, { complaint }: CallWording) => ({ ...prompts, complaint: oneLine(complaint) });

export function renderCriteria(tools: DiversityPrompts, samples: readonly string[], wording: CallWording = firstWording): ChatMessage[] {
  return tools.templates.criteria.render({ ...said(tools, wording), samples: shown(tools, samples, wording) });
}

/** Criteria of one kind that are to be merged to a number of them. */
interface Merging {
  readonly kind: CriterionKind;
  readonly count: number;
  /** Number of draws that they were found in. */
  readonly draws: number;
  readonly proposals: readonly CountedCriterion[];
}

/** Where the model's context is too small, the criteria that were found least often are left out. */
export function renderMerge(
  tools: DiversityPrompts,
  { kind, count, draws, proposals }: Merging,
  wording: CallWording = firstWording,
): ChatMessage[] {
  const most = Math.ceil(proposals.length * shareAt(wording.shortening));
  const lines = proposals
    .slice(0, most)
    .map(({ name, definitions, times }) => ({ ...inLine({ name, definition: definitions.join(' Or: ') }), times }));
  return tools.templates.merge.render({ ...said(tools, wording), kind, count, draws, proposals: lines });
}

export function renderPhrase(
  tools: DiversityPrompts,
  criteria: readonly GroupingCriterion[],
  wording: CallWording = firstWording,
): ChatMessage[] {
  return tools.templates.phrase.render({ ...said(tools, wording), criteria: criteria.map(inLine), count: criteria.length });
}

export function renderGroups(
  tools: DiversityPrompts,
  { lines, samples }: { readonly lines: readonly string[]; readonly samples: readonly string[] },
  wording: CallWording = firstWording,
): ChatMessage[] {
  return tools.templates.cluster.render({
    ...said(tools, wording),
    criteria: lines.map(oneLine),
    samples: shown(tools, samples, wording),
  });
}

export function renderVerdicts(
  tools: DiversityPrompts,
  { lines, groups }: { readonly lines: readonly string[]; readonly groups: readonly ShownGroup[] },
  wording: CallWording = firstWording,
): ChatMessage[] {
  return tools.templates.verify.render({
    ...said(tools, wording),
    criteria: lines.map(oneLine),
    groups: groups.map(({ name, reason, samples }) => ({
      name: oneLine(name),
      reason: oneLine(reason),
      samples: shown(tools, samples, wording),
    })),
  });
}

const inLine = ({ name, definition }: GroupingCriterion): GroupingCriterion => ({ name: oneLine(name), definition: oneLine(definition) });
