/** A project of any size: documents, an extraction of every passage, and samples in all states, the same at every run. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDocument } from '../../../src/core/corpus/parse.ts';
import type { Passage } from '../../../src/core/corpus/passage.ts';
import { RandomStream } from '../../../src/core/graph/random.ts';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import { openStore } from '../../../src/engine/storage/store.ts';
import { generateUnits } from '../paper-scale/data.ts';

export interface ProjectSize {
  readonly files: number;
  readonly passagesPerFile: number;
}

const batch = 1000;
const model = 'builtin/extractive';
/** Files in one folder, as large corpora are split up. */
const filesPerFolder = 200;
const passageTokens = 100;

export const nameOfFile = (at: number): string => `corpus/${Math.floor(at / filesPerFolder)}/document-${at}.md`;

const words = 'tide range harbour moon current depth pilot channel coast water height period basin wave station chart'.split(' ');

/** A document of so many passages: what stands above the first section is one too. */
export function textOfFile(at: number, passages: number, edition = 0): string {
  const random = new RandomStream().restart(at, edition, 'text');
  const sentence = (section: number): string =>
    `In place ${at} the ${Array.from({ length: 9 }, () => words[random.between(0, words.length - 1)]!).join(' ')} is number ${section}.`;
  const paragraph = (section: number): string => Array.from({ length: 4 }, () => sentence(section)).join(' ');
  const sections = Array.from({ length: passages - 1 }, (_, section) => `## Section ${section + 1}\n\n${paragraph(section + 1)}`);
  return [`# Document ${at}`, paragraph(0), ...sections, ''].join('\n\n');
}

/** Makes the project in a new folder. @returns its path, and how many passages it has */
export function makeProject({ files, passagesPerFile }: ProjectSize): { readonly folder: string; readonly passages: number } {
  const folder = mkdtempSync(join(tmpdir(), 'loom-window-'));
  write(folder, '.loom/project.yaml', `passages:\n  tokens: ${passageTokens}\n`);
  const passages: Passage[] = [];
  for (let at = 0; at < files; at++) {
    const text = textOfFile(at, passagesPerFile);
    write(folder, nameOfFile(at), text);
    const { documents } = parseDocument(nameOfFile(at), text, { tokens: passageTokens, textField: 'text' });
    for (const document of documents) passages.push(...document.passages);
  }
  record(folder, [...runOf('extract', extractionsOf(passages)), ...runOf('generate', samplesOf(passages))]);
  return { folder, passages: passages.length };
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function record(folder: string, events: readonly NewEvent[]): void {
  const store = openStore(folder, { by: 'benchmark', dataset: 'dataset' });
  try {
    for (let at = 0; at < events.length; at += batch) store.append(events.slice(at, at + batch));
    const pending = store.sampleIds({ status: ['pending'] });
    store.append(pending.filter((_, at) => at % 4 === 0).map((sample) => ({ type: 'sample.accepted', sample })));
    store.append(pending.filter((_, at) => at % 10 === 1).map((sample) => ({ type: 'sample.rejected', sample, reason: 'too easy' })));
  } finally {
    store.close();
  }
}

/** What a run records, from its beginning to its end. */
function runOf(kind: 'extract' | 'generate', results: readonly NewEvent[]): NewEvent[] {
  const run = `run-${kind}`;
  const method = kind === 'extract' ? 'extract' : 'level3';
  const done = results.flatMap((event): NewEvent[] =>
    event.type === 'sample.generated' ? [event, { type: 'job.done', run, job: event.generated.job }] : [event],
  );
  return [
    { type: 'run.started', run, kind, method, model, seed: 1, planned: results.length },
    ...done,
    { type: 'run.ended', run, outcome: 'done', kept: results.length, gated: 0, failed: 0, reason: null },
  ];
}

function extractionsOf(passages: readonly Passage[]): NewEvent[] {
  const documents = passages.length;
  const scale = { documents, topics: Math.ceil(documents / 3), concepts: documents * 2, topicsPerDocument: 2, conceptsPerDocument: 10 };
  return generateUnits(scale, 1).map(({ topics, concepts }, at): NewEvent => {
    const { hash: passage, file } = passages[at]!;
    const names = concepts.map((id) => id.slice(2));
    const half = Math.ceil(names.length / 2);
    const found = topics.map((id, of) => ({ name: id.slice(2), concepts: names.slice(of * half, (of + 1) * half) }));
    const extraction = { level: 'college', subject: 'oceanography', topics: found };
    return { type: 'passage.extracted', run: 'run-extract', passage, file, model, prompt: 'prompt', extraction, usage: null };
  });
}

/** One sample for every fifth passage. */
function samplesOf(passages: readonly Passage[]): NewEvent[] {
  return passages
    .filter((_, at) => at % 5 === 0)
    .map((passage, ordinal): NewEvent => {
      const id = `sample${String(ordinal).padStart(8, '0')}`;
      const { file, id: reference, span } = passage;
      return {
        type: 'sample.generated',
        sample: id,
        gate: null,
        generated: {
          id,
          method: 'level3',
          run: 'run-generate',
          job: `job-${ordinal}`,
          set: {
            topics: [`topic number ${ordinal % 97}`],
            concepts: [`key concept ${ordinal % 1009}`, `key concept ${ordinal}`],
            seed: 1,
            epoch: 0,
            ordinal,
          },
          references: [{ file, passage: reference, ...span, jaccard: 0.25 }],
          version: {
            id: `${id}/0`,
            parent: null,
            content: {
              shape: 'qa',
              question: `How large is the range in place ${ordinal}?`,
              answer: `It is ${ordinal} metres. ${passage.text}`,
            },
            concepts: [`key concept ${ordinal}`],
            evidence: [{ file, ...span, quote: passage.text.slice(0, 60) }],
            model,
            answerModel: model,
            prompt: `prompt-${ordinal}`,
            answerPrompt: null,
            usage: { promptTokens: 2000, completionTokens: 200, estimated: true },
            instruction: null,
          },
        },
      };
    });
}
