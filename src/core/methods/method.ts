/** Definition of a method: a prompt template, the variables it is rendered with, and the reader of its replies. */
import type { FormWords } from '../prompts/form-words.ts';
import type { Content, ShapeId } from '../samples/shapes/index.ts';

/** Resources that a method cannot do without. */
type Need = 'graph' | 'references' | 'answers' | 'judge' | 'personas';

/** JSON Schema of an object. */
export interface JsonSchema extends Readonly<Record<string, unknown>> {
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * The most tokens that a reply in its method's form takes, thoughts aside: some three times as many as in English, since other
 * scripts take more. What goes on beyond them has lost its form, and nobody would read it.
 */
interface ReplyTokens {
  readonly base: number;
  /** For each sample, or persona, that is asked for. */
  readonly each?: number;
  /** For each token of the passages, where a reply tells all that they say. */
  readonly perSourceToken?: number;
}

export interface Method {
  /** The same everywhere: folder, setting, command line, provenance. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what comes out, from what. */
  readonly summary: string;
  /** The default template; `.loom/prompts/<id>.jinja` in a project takes its place. */
  readonly template: string;
  /** The names a template may use, and what each holds. */
  readonly variables: Readonly<Record<string, string>>;
  /** The form of the reply, in words. */
  readonly output: string;
  /** The same as JSON Schema: servers that can hold a model to it do so, and the template then asks for JSON (`json`). */
  readonly schema?: JsonSchema;
  /** Length of a reply in that form. */
  readonly replyTokens: ReplyTokens;
  readonly needs: readonly Need[];
  /** True when the built-in offline model can serve the method. */
  readonly offline: boolean;
}

/** Candidate that a reply offers for one sample. */
export interface ParsedCandidate {
  /** Of a shape that its method makes; a question without an answer gets one by another call. */
  readonly content: Content;
  /** Labels the model says it combined. */
  readonly concepts: readonly string[];
  /** Further facts that the method tells of the sample, as short values: a level, a tag, a persona. */
  readonly fields: Readonly<Record<string, string | number>>;
}

/** Material that a sample-making method's job is made from. */
type JobSource =
  /** One passage of a document, with the topics and key concepts found in it. */
  | 'passage'
  /** A sampled concept set with the passages retrieved for it. */
  | 'concept-set';

/** Facts that a parser may have to know of its job. */
export interface AskedJob {
  /** Number of samples that were asked for. */
  readonly questions: number;
  /** The chosen style; '' for a method without. */
  readonly style: string;
  /** The title of the passage or set. */
  readonly title: string;
  /** Words of the form in the template that it was asked with; those of the method's own unless said. */
  readonly form?: FormWords;
}

/** A method whose replies become samples. */
export interface SampleMethod extends Method {
  readonly source: JobSource;
  /** The shapes of what it makes, that of the first sample of a reply first. */
  readonly shapes: readonly [ShapeId, ...ShapeId[]];
  /** Samples that one call asks for. */
  readonly questions: number;
  /** The styles it offers, the default first. */
  readonly styles: readonly string[];
  /**
   * Reads a reply; nothing when the model says that its material does not suit.
   * @throws ReplyError when the reply does not keep its form.
   */
  readonly parse: (reply: string, asked: AskedJob) => readonly ParsedCandidate[];
}

/** Variables of every method. */
export const commonVariables = {
  domain: 'what the documents are about',
  audience: 'for whom samples are written',
  level: 'how hard they should be',
  language: 'the language of samples',
  complaint: 'why the last reply could not be used; empty at first',
} as const;

/** Variable of the methods that have a schema. */
export const formVariables = { json: 'true where the server holds the reply to a JSON schema, which the form then has to show' } as const;

/** Variables of every method that makes samples. */
export const sampleVariables = {
  ...commonVariables,
  ...formVariables,
  topics: 'topics of the passage or concept set',
  concepts: 'key concepts of the passage or concept set',
  references: 'the passages, each with `title` and `block` (its text, fenced as data)',
  questions: 'how many questions are asked for',
  style: 'the chosen style',
  personas: 'personas to choose from, each a line',
  avoid: 'questions not to repeat',
  covered: 'concept combinations that were asked about already, each a line',
  examples: 'accepted samples to go by, each with `question` and `answer`, fenced as data',
  instruction: 'what a reviewer asks for; empty at first',
} as const;
