/** Files and folders of a project that are no part of its corpus, by the reason. None of them is a problem; all of them are told. */

/** In the order in which they are told; the words stand behind a number. `name`: a file's extension with its dot, where the reason has one. */
const reasons = {
  format: (name: string) => `${name}, not readable`,
  include: (name: string) => `${name}, readable but not in corpus.include`,
  bare: () => 'without an extension, not readable',
  gitignore: () => 'by .gitignore',
  exclude: () => 'by corpus.exclude',
  link: (_: string, count: number) => (count === 1 ? 'link, not followed' : 'links, not followed'),
  other: () => 'of other kinds, not readable',
} as const satisfies Readonly<Record<string, (name: string, count: number) => string>>;

export type PassedReason = keyof typeof reasons;

export const passedReasons = Object.keys(reasons) as [PassedReason, ...PassedReason[]];

/** What was passed over for one reason, of one extension where that is the reason; a folder that is passed over counts as one. */
export interface PassedKind {
  readonly reason: PassedReason;
  /** Extension with its dot; empty where it does not matter. */
  readonly name: string;
  readonly count: number;
  /** Paths of some. */
  readonly examples: readonly string[];
}

/** The reason in words that go behind the number. */
export const passedText = ({ reason, name, count }: Pick<PassedKind, 'reason' | 'name' | 'count'>): string => reasons[reason](name, count);

/** Formats of word processors and readers, which others convert. */
const convertible = new Set([
  '.pdf',
  '.doc',
  '.docx',
  '.odt',
  '.rtf',
  '.epub',
  '.ppt',
  '.pptx',
  '.adoc',
  '.asciidoc',
  '.org',
  '.tex',
  '.wiki',
  '.textile',
]);

/** Kinds named in a sentence. */
const maxNamed = 6;

/** Why a corpus is empty, and what to do about it. `unread`: number of files that are in the corpus and could not be read. */
export function whyNoDocuments(passed: readonly PassedKind[], unread: number, include: readonly string[]): string {
  const named = passed.slice(0, maxNamed).map((kind) => `${kind.count.toLocaleString('en-US')} ${passedText(kind)}`);
  if (passed.length > maxNamed) named.push(`${passed.length - maxNamed} more kinds`);
  const failed = unread === 0 ? [] : [`${unread.toLocaleString('en-US')} could not be read (see the problems)`];
  const found = [...failed, ...named];
  const advice = passed.some(({ name }) => convertible.has(name)) ? ' Convert documents to Markdown, HTML or text.' : '';
  return `There is no document${found.length === 0 ? ' in the folder' : `: ${found.join('; ')}`}.${advice} corpus.include takes ${include.join(', ')}.`;
}
