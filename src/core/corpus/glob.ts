/**
 * Patterns of file names, matched in time that grows with pattern times path: a pattern may come with a folder that somebody
 * else made, and the regular expressions that others make of globs take years for twenty stars. A pattern becomes a
 * machine whose states are all followed at once.
 *
 * `*` and `?` stay within a name, `**` as a whole name stands for any number of folders, `[a-z]` and `[!a-z]` for one
 * character, `{a,b}` for either. A name that begins with a dot is matched by a dot alone.
 */

/** Characters of a pattern, and braces inside braces. */
const limits = { length: 1000, depth: 10 };

/** A pattern that cannot be read; the message says why. */
export class GlobError extends Error {
  override readonly name = 'GlobError';
}

interface GlobOptions {
  /** As in `.gitignore`: wild cards match a leading dot, braces are characters, and `a/**` leaves out `a` itself. */
  readonly git?: boolean;
}

type Accepts = (code: number) => boolean;

/** `next`: where to go on with a character that is accepted; of a state that accepts none, where to go on without one. */
type State = { readonly accepts: Accepts; readonly isWild: boolean; next: number } | { readonly also: number[] };

const [slash, dot] = [47, 46];
const notSlash: Accepts = (code) => code !== slash;
const any: Accepts = () => true;

export class Glob {
  readonly #states: State[] = [{ also: [] }];
  readonly #first: number;
  readonly #git: boolean;

  /** @throws GlobError */
  constructor(pattern: string, { git = false }: GlobOptions = {}) {
    if (pattern.length > limits.length)
      throw new GlobError(`the pattern has ${pattern.length} characters, and at most ${limits.length} are read; write several`);
    this.#git = git;
    this.#first = this.#sequence(new PatternReader(pattern), 0, 0);
  }

  /** `path` has forward slashes, and neither begins nor ends with one. */
  matches(path: string): boolean {
    return this.#run(path).includes(0);
  }

  /** Tells whether a path below this folder could match. */
  mayMatchBelow(folder: string): boolean {
    return this.#run(`${folder}/`).length > 0;
  }

  /** The states that the end of the path leads to. */
  #run(path: string): readonly number[] {
    // For each state, how many characters had been read when it was last entered: one more than there were.
    const entered = new Uint32Array(this.#states.length);
    let current: number[] = [];
    this.#enter(this.#first, current, entered, 1);
    for (let at = 0; at < path.length && current.length > 0; at++) {
      const code = path.charCodeAt(at);
      const isHidden = !this.#git && code === dot && (at === 0 || path.charCodeAt(at - 1) === slash);
      const following: number[] = [];
      for (const number of current) {
        const state = this.#states[number]!;
        if ('accepts' in state && state.accepts(code) && !(isHidden && state.isWild)) this.#enter(state.next, following, entered, at + 2);
      }
      current = following;
    }
    return current;
  }

  /** Adds a state with all that are reached from it without a character. */
  #enter(number: number, to: number[], entered: Uint32Array, mark: number): void {
    if (entered[number] === mark) return;
    const left = [number];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (entered[next] === mark) continue;
      entered[next] = mark;
      to.push(next);
      const state = this.#states[next]!;
      if ('also' in state) for (const also of state.also) left.push(also);
    }
  }

  #add(state: State): number {
    return this.#states.push(state) - 1;
  }

  #one(accepts: Accepts, isWild: boolean, next: number): number {
    return this.#add({ accepts, isWild, next });
  }

  /** Any number of characters. */
  #many(accepts: Accepts, next: number): number {
    const also = [next];
    const loop = this.#add({ also });
    also.push(this.#one(accepts, true, loop));
    return loop;
  }

  /** The machine of what is read up to the end, or to the end of an alternative; it goes on with `next`. */
  #sequence(reader: PatternReader, next: number, depth: number): number {
    const parts: ((next: number) => number)[] = [];
    while (!reader.isAtEnd && !(depth > 0 && reader.isAt(',', '}'))) parts.push(this.#part(reader, depth));
    return parts.reduceRight((after, part) => part(after), next);
  }

  #part(reader: PatternReader, depth: number): (next: number) => number {
    if (reader.isWholeName('**')) {
      reader.skip(2);
      if (!reader.isAt('/')) return (next) => this.#many(any, next);
      reader.skip(1);
      return (next) =>
        this.#add({
          also: [
            next,
            this.#many(
              any,
              this.#one((code) => code === slash, false, next),
            ),
          ],
        });
    }
    if (!this.#git && reader.endsWith('/**')) {
      reader.skip(3);
      return (next) => this.#add({ also: [next, this.#one((code) => code === slash, false, this.#many(any, next))] });
    }
    if (reader.isAt('*')) {
      while (reader.isAt('*')) reader.skip(1);
      return (next) => this.#many(notSlash, next);
    }
    if (!this.#git && reader.isAt('{')) return this.#braces(reader, depth);
    if (reader.isAt('?')) {
      reader.skip(1);
      return (next) => this.#one(notSlash, true, next);
    }
    const accepts = reader.isAt('[') ? reader.characters() : undefined;
    if (accepts !== undefined) return (next) => this.#one(accepts, true, next);
    // The dot of “*.md” begins no name: the star before it stands for something.
    const isWild = reader.isAfter('*');
    const code = reader.literal();
    return (next) => this.#one((each) => each === code, isWild, next);
  }

  #braces(reader: PatternReader, depth: number): (next: number) => number {
    if (depth === limits.depth) throw new GlobError(`braces stand in each other more than ${limits.depth} deep`);
    const start = reader.place;
    reader.skip(1);
    const ends: number[][] = [];
    const firsts: number[] = [];
    for (;;) {
      // Next states of an alternative are known when what follows the braces is.
      const also: number[] = [];
      ends.push(also);
      firsts.push(this.#sequence(reader, this.#add({ also }), depth + 1));
      if (reader.isAtEnd) throw new GlobError(`the brace at character ${start + 1} is not closed`);
      const isLast = reader.isAt('}');
      reader.skip(1);
      if (isLast) break;
    }
    return (next) => {
      for (const also of ends) also.push(next);
      return this.#add({ also: firsts });
    };
  }
}

class PatternReader {
  readonly #pattern: string;
  place = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.place >= this.#pattern.length;
  }

  isAt(...characters: readonly string[]): boolean {
    return characters.includes(this.#pattern.charAt(this.place)) && !this.isAtEnd;
  }

  isAfter(character: string): boolean {
    return this.place > 0 && this.#pattern.charAt(this.place - 1) === character && this.#pattern.charAt(this.place - 2) !== '\\';
  }

  /** Tells whether the rest of the pattern is `end`. */
  endsWith(end: string): boolean {
    return this.#pattern.length - this.place === end.length && this.#pattern.startsWith(end, this.place);
  }

  /** Tells whether a name that is only `name` stands here. */
  isWholeName(name: string): boolean {
    const after = this.#pattern.charAt(this.place + name.length);
    const before = this.place === 0 ? '/' : this.#pattern.charAt(this.place - 1);
    return this.#pattern.startsWith(name, this.place) && ['', '/', ',', '}'].includes(after) && ['/', ',', '{'].includes(before);
  }

  skip(characters: number): void {
    this.place += characters;
  }

  literal(): number {
    if (this.isAt('\\') && this.place + 1 < this.#pattern.length) this.place += 1;
    this.place += 1;
    return this.#pattern.charCodeAt(this.place - 1);
  }

  /** Characters in brackets; undefined when the brackets are not closed, and the first is a character like others. */
  characters(): Accepts | undefined {
    const isNot = ['!', '^'].includes(this.#pattern.charAt(this.place + 1));
    const from = this.place + (isNot ? 2 : 1);
    // A bracket that comes first stands for itself.
    const end = this.#pattern.indexOf(']', from + 1);
    if (end === -1) return undefined;
    const inside = this.#pattern.slice(from, end).replaceAll(/\\(.)/g, '$1');
    const codes = Array.from({ length: inside.length }, (_, at) => inside.charCodeAt(at));
    const ranges: (readonly [low: number, high: number])[] = [];
    for (let at = 0; at < codes.length; at++) {
      const isRange = codes[at + 1] === 45 && at + 2 < codes.length;
      ranges.push([codes[at]!, codes[isRange ? at + 2 : at]!]);
      if (isRange) at += 2;
    }
    this.place = end + 1;
    return (code) => code !== slash && ranges.some(([low, high]) => code >= low && code <= high) !== isNot;
  }
}
