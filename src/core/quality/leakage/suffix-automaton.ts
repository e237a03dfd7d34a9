/**
 * The smallest automaton that reads every stretch of a sequence (Blumer et al. 1985, built from front to back), over numbers in
 * place of characters. Built in time linear in the sequence, whatever repeats in it.
 */
export class SuffixAutomaton {
  /** Of each state: length of the longest stretch it stands for, where that first ends, the state of its shorter ends, its edges. */
  readonly #length: Int32Array;
  readonly #firstEnd: Int32Array;
  readonly #link: Int32Array;
  readonly #edges: Int32Array;
  /** Edges of a state are a list: most states have one, and a table would have to hold every character of every script. */
  readonly #sign: Int32Array;
  readonly #target: Int32Array;
  readonly #nextEdge: Int32Array;
  #states = 1;
  #edgeCount = 0;
  #last = 0;
  /** State reached by what was read, and how many characters of it match. */
  #at = 0;
  #matched = 0;

  /** @param capacity the longest sequence it will be built from */
  constructor(capacity: number) {
    // At most 2n − 1 states and 3n − 4 edges, for n ≥ 3.
    const [states, edges] = [2 * capacity + 2, 3 * capacity + 4];
    this.#length = new Int32Array(states);
    this.#firstEnd = new Int32Array(states);
    this.#link = new Int32Array(states);
    this.#edges = new Int32Array(states);
    this.#sign = new Int32Array(edges);
    this.#target = new Int32Array(edges);
    this.#nextEdge = new Int32Array(edges);
  }

  /** Forgets what it was built from, and is built from `sequence` between two places. */
  build(sequence: Int32Array, start: number, end: number): void {
    this.#states = 1;
    this.#edgeCount = 0;
    this.#last = 0;
    this.#link[0] = -1;
    this.#edges[0] = -1;
    for (let at = start; at < end; at += 1) this.#extend(sequence[at]!, at + 1);
    this.#at = 0;
    this.#matched = 0;
  }

  /** Reads one more character of another sequence. @returns length of the longest stretch of both that ends with it */
  read(sign: number): number {
    let edge = this.#edgeOf(this.#at, sign);
    while (edge === -1 && this.#at !== 0) {
      this.#at = this.#link[this.#at]!;
      this.#matched = this.#length[this.#at]!;
      edge = this.#edgeOf(this.#at, sign);
    }
    if (edge === -1) return 0;
    this.#at = this.#target[edge]!;
    this.#matched += 1;
    return this.#matched;
  }

  /** End of the first place in its own sequence that has what was matched last. */
  get matchEnd(): number {
    return this.#firstEnd[this.#at]!;
  }

  #edgeOf(state: number, sign: number): number {
    let edge = this.#edges[state]!;
    while (edge !== -1 && this.#sign[edge] !== sign) edge = this.#nextEdge[edge]!;
    return edge;
  }

  #connect(from: number, sign: number, to: number): void {
    const edge = this.#edgeCount;
    this.#edgeCount += 1;
    this.#sign[edge] = sign;
    this.#target[edge] = to;
    this.#nextEdge[edge] = this.#edges[from]!;
    this.#edges[from] = edge;
  }

  #newState(length: number, firstEnd: number): number {
    const state = this.#states;
    this.#states += 1;
    this.#length[state] = length;
    this.#firstEnd[state] = firstEnd;
    this.#edges[state] = -1;
    return state;
  }

  #extend(sign: number, end: number): void {
    const state = this.#newState(this.#length[this.#last]! + 1, end);
    let from = this.#last;
    let edge = this.#edgeOf(from, sign);
    while (edge === -1) {
      this.#connect(from, sign, state);
      from = this.#link[from]!;
      if (from === -1) break;
      edge = this.#edgeOf(from, sign);
    }
    this.#link[state] = from === -1 ? 0 : this.#endingIn(from, edge, sign);
    this.#last = state;
  }

  /** The state that `edge` leads to, parted from its longer stretches, which do not end here. */
  #endingIn(from: number, edge: number, sign: number): number {
    const reached = this.#target[edge]!;
    const length = this.#length[from]! + 1;
    if (this.#length[reached] === length) return reached;
    const parted = this.#newState(length, this.#firstEnd[reached]!);
    this.#link[parted] = this.#link[reached]!;
    for (let copied = this.#edges[reached]!; copied !== -1; copied = this.#nextEdge[copied]!)
      this.#connect(parted, this.#sign[copied]!, this.#target[copied]!);
    this.#link[reached] = parted;
    for (let state = from, via = edge; via !== -1 && this.#target[via] === reached;) {
      this.#target[via] = parted;
      state = this.#link[state]!;
      if (state === -1) break;
      via = this.#edgeOf(state, sign);
    }
    return parted;
  }
}
