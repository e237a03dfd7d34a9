import { Glob, GlobError } from '../../core/corpus/glob.ts';

/** What a `.gitignore` may come to: each pattern with wild cards is tried on each file. */
export interface IgnoreCost {
  readonly bytes: number;
  /** Patterns with wild cards, each counted once. Names are looked up, however many. */
  readonly patterns: number;
  /** Characters of the patterns with more than one wild card: the steps that one character of a path may take. */
  readonly characters: number;
}

/** What may hold in one folder, those of the folders above it counted in. */
export const maxIgnoreCost: IgnoreCost = { bytes: 1024 * 1024, patterns: 10_000, characters: 10_000 };

/** Reason that a `.gitignore` is not followed, with the line where it stands. */
export interface Unfollowed {
  readonly line?: number;
  readonly reason: string;
}

interface IgnoreLine {
  readonly at: number;
  readonly takesIn: boolean;
}

interface WildLine extends IgnoreLine {
  readonly isForFolders: boolean;
  readonly matches: (path: string, name: string) => boolean;
}

interface Pattern {
  readonly takesIn: boolean;
  readonly isForFolders: boolean;
  /** Begins in the folder of the file; another is the name of anything below it. */
  readonly isAnchored: boolean;
  readonly pattern: string;
}

/** The lines of one `.gitignore`. The last that fits a path decides, so that of equal ones the last alone is kept. */
export class IgnoreRules {
  readonly cost: IgnoreCost;
  readonly #names: ReadonlyMap<string, IgnoreLine>;
  readonly #wild: readonly WildLine[];

  private constructor(cost: IgnoreCost, names: ReadonlyMap<string, IgnoreLine>, wild: readonly WildLine[]) {
    this.cost = cost;
    this.#names = names;
    this.#wild = wild;
  }

  /** @param outer what holds in the folder already */
  static read(text: string, bytes: number, outer: IgnoreCost): IgnoreRules | Unfollowed {
    const names = new Map<string, IgnoreLine>();
    const wild = new Map<string, WildLine>();
    let { patterns, characters } = outer;
    for (const [at, line] of text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .entries()) {
      const read = patternOf(line);
      if (read === undefined) continue;
      const { takesIn, isForFolders, isAnchored, pattern } = read;
      const key = keyOf(isForFolders, isAnchored, pattern);
      if (!/[*?[]/.test(pattern)) {
        names.set(key.replaceAll(/\\(.)/g, '$1'), { at, takesIn });
        continue;
      }
      const before = wild.get(key);
      if (before === undefined) {
        patterns++;
        if (oneStar(read) === undefined) characters += pattern.length;
        if (patterns > maxIgnoreCost.patterns)
          return { line: at + 1, reason: `more than ${maxIgnoreCost.patterns} patterns with wild cards hold in this folder. ${advice}` };
        if (characters > maxIgnoreCost.characters)
          return {
            line: at + 1,
            reason: `the patterns with several wild cards that hold in this folder have more than ${maxIgnoreCost.characters} characters. ${advice}`,
          };
      }
      try {
        const matches = before?.matches ?? matcherOf(read);
        wild.delete(key);
        wild.set(key, { at, takesIn, isForFolders, matches });
      } catch (error) {
        if (!(error instanceof GlobError)) throw error;
        return { line: at + 1, reason: `${error.message}. ${advice}` };
      }
    }
    const cost = { bytes: outer.bytes + bytes, patterns, characters };
    return new IgnoreRules(cost, names, [...wild.values()].reverse());
  }

  /** Tells whether a path below the folder is ignored; undefined when no line says anything of it. */
  ignores(written: string, isFolder: boolean): boolean | undefined {
    const path = folded(written);
    const name = path.slice(path.lastIndexOf('/') + 1);
    let last: IgnoreLine | undefined;
    for (const isForFolders of isFolder ? [false, true] : [false])
      for (const isAnchored of [false, true]) {
        const found = this.#names.get(keyOf(isForFolders, isAnchored, isAnchored ? path : name));
        if (found !== undefined && (last === undefined || found.at > last.at)) last = found;
      }
    for (const line of this.#wild) {
      if (last !== undefined && line.at < last.at) break;
      if ((isFolder || !line.isForFolders) && line.matches(path, name)) {
        last = line;
        break;
      }
    }
    return last === undefined ? undefined : !last.takesIn;
  }
}

const advice = 'Take some out, or write names without wild cards, of which there may be any number.';

/** A key that no other pattern has: names hold no slash. */
const keyOf = (isForFolders: boolean, isAnchored: boolean, pattern: string): string =>
  `${isForFolders ? 'folder' : 'any'}${isAnchored ? '/' : ':'}${pattern}`;

/** Names are compared as the usual file systems of the platform compare them. */
const folded = (name: string): string => (process.platform === 'linux' ? name : name.toLowerCase());

/** Reads a line; undefined for one that git passes over (a remark, an empty line). */
function patternOf(line: string): Pattern | undefined {
  const written = line.startsWith('#') ? '' : withoutSpace(line);
  const takesIn = written.startsWith('!');
  const signless = takesIn ? written.slice(1) : written;
  const isForFolders = signless.endsWith('/');
  const named = isForFolders ? signless.slice(0, -1) : signless;
  if (named === '') return undefined;
  // A slash anywhere but at the end says that the pattern begins in this folder; one of any folder is that of a name.
  const pattern = folded(named.replace(/^\//, ''));
  const name = pattern.replace(/^(?:\*\*\/)+/, '');
  const isAnchored = named.includes('/') && (name === pattern || name.includes('/'));
  return { takesIn, isForFolders, isAnchored, pattern: isAnchored ? pattern : name };
}

/** Cuts off white space at the end, but for a character after a backslash. */
function withoutSpace(line: string): string {
  const cut = line.trimEnd();
  return cut.endsWith('\\') ? line.slice(0, cut.length + 1) : cut;
}

/** What stands before and after the star of a pattern with no other wild card. */
function oneStar({ isAnchored, pattern }: Pattern): { readonly head: string; readonly tail: string } | undefined {
  const [, head, stars, tail] = /^([^*?[\\]*)(\*+)([^*?[\\]*)$/.exec(pattern) ?? [];
  // Two stars may stand for folders, where there are such.
  return head === undefined || tail === undefined || (isAnchored && stars !== '*') ? undefined : { head, tail };
}

/** @throws GlobError */
function matcherOf(read: Pattern): (path: string, name: string) => boolean {
  const simple = oneStar(read);
  const matches = simple === undefined ? globMatcher(read.pattern) : starMatcher(simple.head, simple.tail);
  return read.isAnchored ? matches : (_path, name) => matches(name);
}

function starMatcher(head: string, tail: string): (path: string) => boolean {
  return (path) => {
    const end = path.length - tail.length;
    if (end < head.length || !path.startsWith(head) || !path.endsWith(tail)) return false;
    const slash = path.indexOf('/', head.length);
    return slash === -1 || slash >= end;
  };
}

/** Most paths are told by how they begin and end. */
function globMatcher(pattern: string): (path: string) => boolean {
  const glob = new Glob(pattern, { git: true });
  const head = /^[^*?[\\]*/.exec(pattern)![0];
  const special = ['*', '?', '[', ']', '\\'].reduce((last, each) => Math.max(last, pattern.lastIndexOf(each)), -1);
  // The slash after `**` stands for nothing where that does.
  const tail = pattern.slice(special + 1).replace(/^\//, '');
  return (path) => path.startsWith(head) && path.endsWith(tail) && glob.matches(path);
}
