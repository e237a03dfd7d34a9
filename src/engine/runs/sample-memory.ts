import { conceptKey } from '../../core/concepts/normalise.ts';
import type { GeneratedSample, Sample } from '../../core/samples/sample.ts';
import { type Content, labelOf } from '../../core/samples/shapes/index.ts';
import type { ReferencedSet } from './concept-sets.ts';
import type { JobOrder } from './job-order.ts';
import type { Remembered } from './sample-job.ts';

/** Numbers of questions and combinations that a prompt names, the latest. */
const maxNamed = { avoid: 8, covered: 10 };

/** Material of a job, as far as it tells what the job should know. */
interface Material {
  readonly set: ReferencedSet['set'];
  readonly references: readonly { readonly passage: { readonly id: string } }[];
}

interface AskedBefore {
  readonly question: string;
  /** The concepts it combines, as its model named them. */
  readonly combination: string;
  /** The ordinal of its job in the run under way; null for other runs. */
  readonly ordinal: number | null;
  /** Rises with every sample. */
  readonly order: number;
}

/** Concepts that were combined in questions, and what was asked of them. */
interface Combination {
  readonly keys: readonly string[];
  readonly asked: AskedBefore[];
}

interface Example {
  readonly content: Content;
  readonly passages: readonly string[];
}

type KnownSample = Pick<Sample, 'method' | 'run' | 'set' | 'references' | 'status'> & { readonly current: GeneratedSample['version'] };

export interface MemoryOptions {
  readonly run: string;
  /** True when prompts are to name what was asked before. */
  readonly steer: boolean;
  /** Accepted samples that a prompt shows. */
  readonly examples: number;
  /** Order by which a job learns from others of its own run. */
  readonly order: JobOrder;
}

/** Tells whether a job learns from one of its own run, by the ordinal of that. */
type Learns = (ordinal: number) => boolean;

/** Memory of the samples kept so far, for prompts: what was asked already, and what a reviewer liked. */
export class SampleMemory {
  readonly #options: MemoryOptions;
  #order = 0;
  /** By method and passage. */
  readonly #byPassage = new Map<string, AskedBefore[]>();
  /** By the first of its concepts: a set that holds a combination holds that one. */
  readonly #combinations = new Map<string, Map<string, Combination>>();
  /** By method, and by method and concept of the set. */
  readonly #examples = new Map<string, Example[]>();

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  /** True when it would tell prompts nothing, whatever it held. */
  get isIdle(): boolean {
    return !this.#options.steer && this.#options.examples === 0;
  }

  /** Takes in a sample that passed its gates. */
  add({ method, run, set, references, status, current }: KnownSample): void {
    const passages = references.map(({ passage }) => passage);
    const ordinal = run === this.#options.run ? set.ordinal : null;
    if (ordinal !== null && !this.#options.order.teaches) return;
    const combination = current.concepts.join(' + ');
    const asked: AskedBefore = { question: labelOf(current.content), combination, ordinal, order: this.#order++ };
    for (const passage of passages) listed(this.#byPassage, `${method} ${passage}`).push(asked);
    this.#combine(current.concepts, asked);
    if (status !== 'accepted' || ordinal !== null) return;
    const example = { content: current.content, passages };
    for (const key of ['', ...keysOf(set)]) listed(this.#examples, `${method} ${key}`).push(example);
  }

  #combine(concepts: readonly string[], asked: AskedBefore): void {
    const keys = [...new Set(concepts.map(conceptKey))].sort();
    if (keys.length < 2) return;
    const first = this.#combinations.get(keys[0]!) ?? new Map<string, Combination>();
    this.#combinations.set(keys[0]!, first);
    const known = first.get(keys.join('\n')) ?? { keys, asked: [] };
    first.set(keys.join('\n'), known);
    known.asked.push(asked);
  }

  /** Gives what a job of this method should know. */
  for(method: string, { set, references }: Material): Remembered {
    const wanted = new Set(keysOf(set));
    const passages = references.map(({ passage }) => passage.id);
    const examples = this.#examplesFor(method, wanted, new Set(passages));
    if (!this.#options.steer) return { avoid: [], covered: [], examples };
    const learns: Learns = (ordinal) => this.#options.order.learns(set, ordinal);
    const beside = passages.flatMap((id) => lastBefore(this.#byPassage.get(`${method} ${id}`) ?? [], learns));
    const within = [...wanted]
      .flatMap((key) => [...(this.#combinations.get(key)?.values() ?? [])])
      .filter(({ keys }) => keys.every((key) => wanted.has(key)))
      .map(({ asked }) => lastBefore(asked, learns))
      .filter((asked) => asked.length > 0)
      .sort((a, b) => byOrder(a.at(-1)!, b.at(-1)!));
    const questions = [beside, within.flat()].flatMap((asked) => asked.toSorted(byOrder).map(({ question }) => question));
    const combinations = within.map((asked) => asked.at(-1)!.combination);
    return { avoid: lastOf(questions, maxNamed.avoid), covered: lastOf(combinations, maxNamed.covered), examples };
  }

  /** Accepted before this run, of the same method, those first that share most of the set's concepts; none of the same passage. */
  #examplesFor(method: string, wanted: ReadonlySet<string>, passages: ReadonlySet<string>): Content[] {
    const { examples: count } = this.#options;
    if (count === 0) return [];
    const shared = new Map<Example, number>();
    for (const key of wanted)
      for (const example of this.#examples.get(`${method} ${key}`) ?? []) shared.set(example, (shared.get(example) ?? 0) + 1);
    const nearest = [...shared].sort(([, a], [, b]) => b - a).map(([example]) => example);
    const found: Content[] = [];
    for (const example of [...nearest, ...(this.#examples.get(`${method} `) ?? []).filter((each) => !shared.has(each))]) {
      if (found.length === count) break;
      if (!example.passages.some((id) => passages.has(id))) found.push(example.content);
    }
    return found;
  }
}

const keysOf = ({ topics, concepts }: ReferencedSet['set']): string[] =>
  [...new Set([...topics, ...concepts].map(conceptKey))].filter((key) => key !== '');

const byOrder = (a: AskedBefore, b: AskedBefore): number => a.order - b.order;
const lastOf = (texts: readonly string[], count: number): string[] => [...new Set(texts)].slice(-count);

/** The last few of a list in its order, of those a job learns from; read from the end, so that a long list costs no more than a short one. */
function lastBefore(asked: readonly AskedBefore[], learns: Learns): AskedBefore[] {
  const found: AskedBefore[] = [];
  for (let at = asked.length - 1; at >= 0 && found.length < maxNamed.avoid; at--) {
    const { ordinal } = asked[at]!;
    if (ordinal === null || learns(ordinal)) found.push(asked[at]!);
  }
  return found.reverse();
}

function listed<K, V>(map: Map<K, V[]>, key: K): V[] {
  const known = map.get(key);
  if (known) return known;
  const list: V[] = [];
  map.set(key, list);
  return list;
}
