import { publishedModel } from '../model-name.ts';
import { judgedScore } from '../../quality/judgement.ts';
import type { Sample } from '../../samples/sample.ts';
import type { ShapeId } from '../../samples/shapes/index.ts';
import { isEditedByHand } from '../../samples/versions.ts';
import { writtenByModel } from '../written-by-model.ts';

/** Counts of one method's samples. */
interface MethodTally {
  samples: number;
  /** Hashes of the exact messages that its models were sent. */
  readonly prompts: Set<string>;
}

/** What is said of the samples of an export as a whole, counted one by one; of their texts nothing is held. */
export class ExportTally {
  samples = 0;
  edited = 0;
  judged = 0;
  /** Samples without a reference and without evidence. */
  unsourced = 0;
  /** Questions with an answer, and those of them whose final answer a program can check. */
  answered = 0;
  checkable = 0;
  readonly shapes = new Map<ShapeId, number>();
  readonly methods = new Map<string, MethodTally>();
  /** By the model that wrote the sample as it is, or as it was before a hand changed it; names as they are published. */
  readonly models = new Map<string, number>();
  readonly documents = new Set<string>();

  add(sample: Sample): void {
    const { current } = sample;
    const origin = writtenByModel(sample);
    this.samples++;
    if (isEditedByHand(current)) this.edited++;
    if (judgedScore(current) !== null) this.judged++;
    this.#addShape(sample);
    const method = this.methods.get(sample.method) ?? { samples: 0, prompts: new Set() };
    this.methods.set(sample.method, method);
    method.samples++;
    for (const prompt of [origin.prompt, origin.answerPrompt]) if (prompt !== null) method.prompts.add(prompt);
    for (const model of new Set([origin.model, origin.answerModel])) {
      if (model === null) continue;
      const name = publishedModel(model);
      this.models.set(name, (this.models.get(name) ?? 0) + 1);
    }
    const files = filesOf(sample);
    if (files.size === 0) this.unsourced++;
    for (const file of files) this.documents.add(file);
  }

  #addShape({ current: { content } }: Sample): void {
    this.shapes.set(content.shape, (this.shapes.get(content.shape) ?? 0) + 1);
    if (content.shape !== 'qa' || content.answer === '') return;
    this.answered++;
    if (content.finalAnswer !== undefined) this.checkable++;
  }
}

/** The documents that a sample rests on: those it refers to, and those that its evidence quotes. */
export const filesOf = ({ references, current }: Sample): Set<string> =>
  new Set([...references, ...current.evidence].map(({ file }) => file));
