export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Cells of the comparison table; beyond it (texts of thousands of words that share nothing at their ends) the middle is shown as replaced. */
const tableLimit = 4_000_000;

/**
 * Difference by words: longest common subsequence of words, spaces and marks. Joining the same and removed parts gives
 * the old text, the same and added parts the new one.
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  const a = words(before);
  const b = words(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const parts = new DiffParts();
  parts.add('same', a.slice(0, start));
  compare(a.slice(start, a.length - end), b.slice(start, b.length - end), parts);
  parts.add('same', a.slice(a.length - end));
  return parts.list();
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}

function compare(a: readonly string[], b: readonly string[], parts: DiffParts): void {
  if (a.length * b.length > tableLimit) {
    parts.add('removed', a);
    parts.add('added', b);
    return;
  }
  const common = commonLengths(a, b);
  const width = b.length + 1;
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      parts.add('same', [a[i]!]);
      i++;
      j++;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) {
      parts.add('removed', [a[i++]!]);
    } else {
      parts.add('added', [b[j++]!]);
    }
  }
  parts.add('removed', a.slice(i));
  parts.add('added', b.slice(j));
}

/** At `i * (b.length + 1) + j`: the length of the longest common subsequence of `a` from i and `b` from j. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j] ? table[(i + 1) * width + j + 1]! + 1 : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
    }
  }
  return table;
}

/**
 * Gathers words into parts. Between two sames, all that was removed comes before all that was added, and a lone space
 * between two changes belongs to both: "one two" → "three four" reads as one replacement, not as two.
 */
class DiffParts {
  readonly #parts: DiffPart[] = [];
  #removed = '';
  #added = '';
  #space = '';

  add(kind: DiffPart['kind'], list: readonly string[]): void {
    const text = list.join('');
    if (text === '') return;
    if (kind !== 'same') {
      this.#removed += this.#space;
      this.#added += this.#space;
      this.#space = '';
      if (kind === 'removed') this.#removed += text;
      else this.#added += text;
    } else if ((this.#removed !== '' || this.#added !== '') && /^\s+$/u.test(this.#space + text)) {
      this.#space += text;
    } else {
      this.#flush();
      this.#same(text);
    }
  }

  list(): DiffPart[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#removed !== '') this.#parts.push({ kind: 'removed', text: this.#removed });
    if (this.#added !== '') this.#parts.push({ kind: 'added', text: this.#added });
    const space = this.#space;
    this.#removed = this.#added = this.#space = '';
    this.#same(space);
  }

  #same(text: string): void {
    if (text === '') return;
    const last = this.#parts.at(-1);
    if (last?.kind === 'same') this.#parts[this.#parts.length - 1] = { kind: 'same', text: last.text + text };
    else this.#parts.push({ kind: 'same', text });
  }
}
