/** What of a file is not in its passages as it stands: left out, cut, or joined. None of it is a problem; all of it is told. */
import { positionAt } from './positions.ts';
import { runAt, type SourceText } from './source-text.ts';

/** Words for one and for several of a kind; readable behind a number. */
interface OmissionWords {
  readonly one: string;
  readonly many: string;
}

/** By kind. What reads files names only these, and front ends say them in these words. */
export const omissionKinds = {
  comment: { one: 'comment left out', many: 'comments left out' },
  data: { one: 'piece of embedded data left out', many: 'pieces of embedded data left out' },
  furniture: { one: 'part of the page around the article left out', many: 'parts of the page around the article left out' },
  notice: { one: 'licence or notice left out', many: 'licences or notices left out' },
  contents: { one: 'table of contents left out', many: 'tables of contents left out' },
  pageline: { one: 'running head or page number left out', many: 'running heads or page numbers left out' },
  times: { one: 'time mark left out', many: 'time marks left out' },
  credits: { one: 'badge or credit left out', many: 'badges or credits left out' },
  hidden: { one: 'hidden text left out', many: 'hidden texts left out' },
  turned: { one: 'line that stands upright left out', many: 'lines that stand upright left out' },
  lost: { one: 'page that cannot be read passed over', many: 'pages that cannot be read passed over' },
  output: { one: 'output of a program left out', many: 'outputs of programs left out' },
  blank: { one: 'blank to fill in left out', many: 'blanks to fill in left out' },
  macro: { one: 'directive, macro or reference left out', many: 'directives, macros or references left out' },
  variant: { one: 'variant of shown code left out', many: 'variants of shown code left out' },
  preamble: { one: 'line above the header of a table left out', many: 'lines above the header of a table left out' },
  turn: { one: 'turn of a system or a tool left out', many: 'turns of systems or tools left out' },
  cut: { one: 'block cut that is larger than a passage', many: 'blocks cut that are larger than a passage' },
  unsearched: {
    one: 'page too large to look for its article: only what bears a name is left out',
    many: 'pages too large to look for their articles: only what bears a name is left out',
  },
  oversized: { one: 'block kept whole that is larger than a passage', many: 'blocks kept whole that are larger than a passage' },
  joined: { one: 'short passage joined with its neighbour', many: 'short passages joined with their neighbours' },
  thin: { one: 'passage without anything to teach passed over', many: 'passages without anything to teach passed over' },
} as const satisfies Readonly<Record<string, OmissionWords>>;

/** What is told of passages that an earlier one holds: known of the corpus only, and so no kind of what a file omits. */
export const copyText = (count: number): string =>
  count === 1 ? 'copy of another passage passed over' : 'copies of other passages passed over';

export type OmissionKind = keyof typeof omissionKinds;

export const omissionKindNames = Object.keys(omissionKinds) as [OmissionKind, ...OmissionKind[]];

/** What of one kind was left out, cut or joined in one file. */
export interface Omission {
  readonly kind: OmissionKind;
  readonly count: number;
  /** Line of the first, from 1. */
  readonly line: number;
}

/** The kind in words that go behind the number. */
export const omissionText = ({ kind, count }: Pick<Omission, 'kind' | 'count'>): string =>
  omissionKinds[kind][count === 1 ? 'one' : 'many'];

/** How a format reader tells of an omission; `at`: offset into the text that it reads. */
export type TellOmitted = (kind: OmissionKind, at: number, count?: number) => void;

/** Collects the omissions of one file while it is read. */
export class Omissions {
  readonly #found = new Map<OmissionKind, { count: number; first: number }>();

  /** `at`: offset into the file; by default one omission. */
  add(kind: OmissionKind, at: number, count = 1): void {
    const known = this.#found.get(kind);
    if (known === undefined) this.#found.set(kind, { count, first: at });
    else this.#found.set(kind, { count: known.count + count, first: Math.min(known.first, at) });
  }

  /** The same for the reader of a text, be it the file itself or what a record decodes to. */
  of(source: SourceText): TellOmitted {
    return (kind, at, count) => {
      const run = source.runs[Math.min(runAt(source.runs, at), source.runs.length - 1)];
      const within = run === undefined ? 0 : Math.min(Math.max(0, at - run.text.start), run.file.end - run.file.start);
      this.add(kind, (run?.file.start ?? 0) + within, count);
    };
  }

  /** In the order of `omissionKinds`, with lines of the file's text. */
  list(fileText: string): Omission[] {
    return omissionKindNames.flatMap((kind) => {
      const found = this.#found.get(kind);
      return found === undefined ? [] : [{ kind, count: found.count, line: positionAt(fileText, found.first).line + 1 }];
    });
  }
}

/** What reading a text omitted, with what its extraction had left out before; lines are those of the text. */
export function withExtracted(
  read: readonly Omission[],
  extracted: readonly { readonly kind: OmissionKind; readonly count: number; readonly at: number }[],
  text: string,
): Omission[] {
  const all = new Omissions();
  for (const { kind, at, count } of extracted) all.add(kind, at, count);
  const own = new Map(all.list(text).map((each) => [each.kind, each]));
  for (const each of read) {
    const known = own.get(each.kind);
    own.set(each.kind, known === undefined ? each : { ...each, count: each.count + known.count, line: Math.min(each.line, known.line) });
  }
  return omissionKindNames.flatMap((kind) => own.get(kind) ?? []);
}
