import type { NewEvent } from '../../../src/core/samples/events.ts';
import type { Content } from '../../../src/core/samples/shapes/index.ts';
import { generated, version } from '../samples/events.ts';

export const started = (run: string, model = 'builtin/extractive'): NewEvent => ({
  type: 'run.started',
  run,
  kind: 'generate',
  method: 'level3',
  model,
  seed: 7,
  planned: 3,
});

export const ended = (run: string): NewEvent => ({ type: 'run.ended', run, outcome: 'done', kept: 1, gated: 2, failed: 3, reason: null });

export function makes(id: string, gate: string | null = null, question?: string): NewEvent {
  const sample = generated(id, version(`${id}-v1`, question));
  return {
    type: 'sample.generated',
    sample: id,
    generated: sample,
    gate: gate === null ? null : { gate: 'exact-duplicate', reason: gate },
  };
}

export const accepts = (sample: string): NewEvent => ({ type: 'sample.accepted', sample });
export const rejects = (sample: string, reason = 'too vague'): NewEvent => ({ type: 'sample.rejected', sample, reason });

export function edits(sample: string, content: Content, to = `${sample}-v2`, parent = `${sample}-v1`): NewEvent {
  return { type: 'sample.edited', sample, version: to, parent, content, evidence: [] };
}

export function judges(sample: string, of: string, judge: number): NewEvent {
  return { type: 'sample.judged', sample, version: of, prompt: 'prompt-1', fields: { judge, judgeModel: 'judge' } };
}
