import type { JournalEvent, NewEvent } from '../../../src/core/samples/events.ts';
import type { GeneratedSample, SampleVersion } from '../../../src/core/samples/sample.ts';

export function version(id: string, question = `Question of ${id}?`, parent: string | null = null): SampleVersion {
  return {
    id,
    parent,
    content: { shape: 'qa', question, answer: `Answer of ${id}.` },
    concepts: ['tide', 'moon'],
    evidence: [{ file: 'tides.md', start: 10, end: 24, quote: 'the moon pulls' }],
    model: 'builtin/extractive',
    answerModel: 'builtin/extractive',
    prompt: 'prompt-1',
    answerPrompt: null,
    usage: null,
    instruction: parent === null ? null : 'make it harder',
  };
}

export function generated(id: string, first = version(`${id}-v1`)): GeneratedSample {
  return {
    id,
    method: 'level3',
    run: 'run-1',
    job: `job-${id}`,
    set: { topics: ['Tides'], concepts: ['moon', 'tidal range'], seed: 7, epoch: 0, ordinal: 3 },
    references: [
      { file: 'tides.md', passage: 'tides.md#1', start: 0, end: 200, jaccard: 0.5 },
      { file: 'moon.md', passage: 'moon.md#1', start: 5, end: 80, jaccard: 0.25 },
    ],
    version: first,
  };
}

/** Stamps events one after the other with ids that sort as they are made. */
export function journalOf(): { events: JournalEvent[]; add: (by: string, ...happened: NewEvent[]) => string } {
  const events: JournalEvent[] = [];
  let actions = 0;
  return {
    events,
    add(by, ...happened) {
      const action = `action-${++actions}`;
      for (const event of happened) {
        const ordinal = events.length;
        events.push({ ...event, id: String(ordinal).padStart(6, '0'), at: new Date(ordinal * 1000).toISOString(), by, action });
      }
      return action;
    },
  };
}
