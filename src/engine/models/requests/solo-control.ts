/** A request in flight, as far as others were beside it. */
export interface Flight {
  /** Others were in flight at any time of it. */
  overlapped: boolean;
  /** Another was sent while it was in flight. */
  joined: boolean;
}

/** What came of a request: a reply, one that its server did not mark as whole, one that was broken off, or nothing that tells of this. */
export type Landing = 'whole' | 'unmarked' | 'broken' | 'other';

/** So many of the latest requests that were not alone tell of the server; and so many of them broken off, twice as many as whole, make one suspect it. */
const [watched, suspicious] = [8, 3];
/** Replies alone that make it certain, and replies side by side that acquit the server. */
const [enoughAlone, enoughTogether] = [2, 4];
/** Replies after which it is tried again whether two at once are taken: soon at first, since an outage may have looked like it. */
const [firstRetest, laterRetest] = [8, 640];
/** Replies that went on while another was sent, after which an end without a mark is the server's way. */
const enoughSurvived = 2;

type SoloState = 'free' | 'trial' | 'alone' | 'retest';

/**
 * Finds out whether a server breaks off one reply when another is asked for (llama-cpp-python's does, `interrupt_requests`), and has it
 * asked one at a time then. A reply that ends without a mark may be whole or broken off: while that is not known, it is held until all in
 * flight are back. Where one of those is marked, the others were broken off; where none is, the server marks none.
 */
export class SoloControl {
  readonly #flying = new Set<Flight>();
  readonly #held = new Set<{ readonly flight: Flight; readonly decide: (isWhole: boolean) => void }>();
  #state: SoloState = 'free';
  /** Of the latest that were not alone, whether each was whole. */
  #latest: boolean[] = [];
  /** Requests that tell nothing yet, since the last suspicion was wrong. */
  #ignored = 0;
  #wrongly = 0;
  #inState = 0;
  #retestAfter = firstRetest;
  #survived = 0;
  #marksNone = false;
  /** Since the first that is held was: what came back. */
  #sawMarked = false;
  #sawNothing = false;

  /** True while the server is asked one at a time, for good reason. */
  get isSolo(): boolean {
    return this.#state === 'alone' || this.#state === 'retest';
  }

  get mayGo(): boolean {
    if (this.#held.size > 0) return false;
    const limits: Readonly<Record<SoloState, number>> = { free: Infinity, trial: 1, alone: 1, retest: 2 };
    return this.#flying.size < limits[this.#state];
  }

  sent(): Flight {
    const flight: Flight = { overlapped: this.#flying.size > 0, joined: false };
    for (const other of this.#flying) {
      other.overlapped = true;
      other.joined = true;
    }
    this.#flying.add(flight);
    return flight;
  }

  /** Whether what came back can be used: settled once it is known. */
  async landed(flight: Flight, landing: Landing): Promise<boolean> {
    this.#flying.delete(flight);
    const known = this.#known(flight, landing);
    if (known !== undefined) {
      this.#learn(flight, landing === 'unmarked' ? 'whole' : landing);
      this.#sawMarked ||= landing === 'whole';
      this.#sawNothing ||= landing === 'broken' || landing === 'other';
      this.#decide();
      return known;
    }
    return await new Promise((resolve) => {
      if (this.#held.size === 0) [this.#sawMarked, this.#sawNothing] = [false, false];
      this.#held.add({ flight, decide: resolve });
      this.#decide();
    });
  }

  #known({ overlapped }: Flight, landing: Landing): boolean | undefined {
    if (landing !== 'unmarked') return landing === 'whole';
    if (!overlapped && this.#survived === 0) this.#marksNone = true;
    return !overlapped || this.#marksNone || this.#survived >= enoughSurvived ? true : undefined;
  }

  /** When all are back, those that are held are judged by the others. */
  #decide(): void {
    if (this.#held.size === 0 || this.#flying.size > 0) return;
    const held = [...this.#held];
    this.#held.clear();
    const isWhole = !this.#sawMarked && !this.#sawNothing;
    if (isWhole) this.#marksNone = true;
    for (const { flight, decide } of held) {
      this.#learn(flight, isWhole ? 'whole' : 'broken');
      decide(isWhole);
    }
  }

  #learn(flight: Flight, landing: 'whole' | 'broken' | 'other'): void {
    if (landing === 'other') return;
    const isWhole = landing === 'whole';
    if (isWhole && flight.joined && !this.#marksNone) this.#survived += 1;
    if (!isWhole) this.#survived = 0;
    if (flight.overlapped) this.#together(isWhole);
    else this.#alone(isWhole);
  }

  #together(isWhole: boolean): void {
    if (this.#state === 'retest') {
      this.#inState = isWhole ? this.#inState + 1 : 0;
      if (!isWhole) {
        this.#retestAfter = laterRetest;
        this.#enter('alone');
      } else if (this.#inState >= enoughTogether) this.#enter('free');
      return;
    }
    if (this.#state !== 'free') return;
    if (this.#ignored > 0) {
      this.#ignored -= 1;
      return;
    }
    this.#latest = [...this.#latest, isWhole].slice(-watched);
    const whole = this.#latest.filter(Boolean).length;
    const broken = this.#latest.length - whole;
    if (broken >= suspicious && broken >= 2 * whole) this.#enter('trial');
  }

  #alone(isWhole: boolean): void {
    if (this.#state === 'trial') {
      // It breaks off what it is asked alone, too: that is another fault.
      if (!isWhole) {
        this.#wrongly += 1;
        this.#ignored = watched * 2 ** Math.min(this.#wrongly, 8);
        this.#enter('free');
      } else if (++this.#inState >= enoughAlone) this.#enter('alone');
    } else if (this.#state === 'alone' && isWhole && ++this.#inState >= this.#retestAfter) this.#enter('retest');
  }

  #enter(state: SoloState): void {
    this.#state = state;
    this.#inState = 0;
    this.#latest = [];
  }
}
