import { isDeepStrictEqual } from 'node:util';
import { corpusExtensions } from '../../core/corpus/extensions.ts';
import { extensionOf } from '../../core/corpus/limits.ts';
import { type PassedKind, type PassedReason, passedReasons } from '../../core/corpus/passed-over.ts';

/** Paths named of each kind, kinds counted in a folder and told of a project, and characters of an extension. */
const [maxExamples, maxKinds, maxExtension] = [3, 50, 12];

const readable: ReadonlySet<string> = new Set(corpusExtensions);

/** What is passed over among the entries of one folder. Its size does not grow with their number. */
export class FolderTally {
  readonly #kinds = new Map<string, { reason: PassedReason; name: string; count: number; examples: string[] }>();

  add(reason: PassedReason, path: string, name = ''): void {
    const key = `${reason} ${name}`;
    let kind = this.#kinds.get(key);
    if (kind === undefined) {
      if (name !== '' && this.#kinds.size >= maxKinds) {
        this.add('other', path);
        return;
      }
      this.#kinds.set(key, (kind = { reason, name, count: 0, examples: [] }));
    }
    kind.count += 1;
    // Names come in the order that the disk has them in, which is another one each time.
    if (kind.examples.length < maxExamples || path < kind.examples.at(-1)!)
      kind.examples = [...kind.examples, path].sort().slice(0, maxExamples);
  }

  /** A file that no pattern of `corpus.include` takes. */
  addUnwanted(path: string): void {
    const extension = extensionOf(path);
    if (extension === '') this.add('bare', path);
    else if (readable.has(extension)) this.add('include', path, `.${extension}`);
    else if (extension.length > maxExtension) this.add('other', path);
    else this.add('format', path, `.${extension}`);
  }

  get kinds(): readonly PassedKind[] {
    return [...this.#kinds.values()];
  }
}

/** Tallies by folder: a path below the root with a slash at the end, empty for the root. */
export type Tallies = ReadonlyMap<string, readonly PassedKind[]>;

/** What is passed over in a project. It stays as it is: a change makes another. */
export class PassedOver {
  static readonly none = new PassedOver(new Map());
  readonly #folders: Tallies;
  #total: readonly PassedKind[] | undefined;

  private constructor(folders: Tallies) {
    this.#folders = folders;
  }

  /** All that was found; `before` when it is the same. */
  static of(tallies: Tallies, before?: PassedOver): PassedOver {
    const folders = new Map([...tallies].filter(([, kinds]) => kinds.length > 0));
    return before !== undefined && isDeepStrictEqual(before.#folders, folders) ? before : new PassedOver(folders);
  }

  /** With some folders counted anew, in place of what was known of them and of all below the paths; this when nothing is different. */
  with(tallies: Tallies, paths: readonly string[]): PassedOver {
    const roots = paths.map((path) => `${path}/`);
    const gone = [...this.#folders.keys()].filter((folder) => !tallies.has(folder) && roots.some((root) => folder.startsWith(root)));
    const changed = [...tallies].filter(([folder, kinds]) => !isDeepStrictEqual(this.#folders.get(folder) ?? [], kinds));
    if (gone.length === 0 && changed.length === 0) return this;
    const folders = new Map(this.#folders);
    for (const folder of gone) folders.delete(folder);
    for (const [folder, kinds] of changed) {
      if (kinds.length === 0) folders.delete(folder);
      else folders.set(folder, kinds);
    }
    return new PassedOver(folders);
  }

  /** By kind: the reasons in their order, of each the most frequent first. */
  get total(): readonly PassedKind[] {
    return (this.#total ??= summed(this.#folders.values()));
  }
}

function summed(folders: Iterable<readonly PassedKind[]>): PassedKind[] {
  const found = new Map<string, PassedKind>();
  for (const kinds of folders) {
    for (const kind of kinds) {
      const key = `${kind.reason} ${kind.name}`;
      const known = found.get(key);
      const examples = known === undefined ? kind.examples : [...known.examples, ...kind.examples].sort().slice(0, maxExamples);
      found.set(key, { ...kind, count: kind.count + (known?.count ?? 0), examples });
    }
  }
  const rank = ({ reason }: PassedKind): number => passedReasons.indexOf(reason);
  const sorted = [...found.values()].sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.name < b.name ? -1 : 1));
  return withFewKinds(sorted);
}

/** Of very many extensions, the rarest are counted together. */
function withFewKinds(sorted: readonly PassedKind[]): PassedKind[] {
  const rare = new Set(sorted.filter(({ reason }) => reason === 'format').slice(maxKinds));
  if (rare.size === 0) return [...sorted];
  const others = sorted.filter((kind) => kind.reason === 'other' || rare.has(kind));
  const count = others.reduce((sum, kind) => sum + kind.count, 0);
  const examples = others.flatMap((kind) => kind.examples).sort();
  const kept = sorted.filter((kind) => kind.reason !== 'other' && !rare.has(kind));
  return [...kept, { reason: 'other', name: '', count, examples: examples.slice(0, maxExamples) }];
}
