/** Numbers that a text gives, and its words without them. */
import { wordsOf } from '../non-samples/words.ts';

interface NumbersApart {
  /** As often as they are given, each in one form: `0.5` for 1/2, one half and 0.50. */
  readonly numbers: readonly number[];
  readonly words: readonly string[];
}

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety';

/** Words that count; those that are more often something else (second, quarter, one) are left to what stands around them. */
const counting: ReadonlyMap<string, number> = new Map([
  ...units.split(' ').map((word, value) => [word, value] as const),
  ...tens.split(' ').map((word, index) => [word, (index + 2) * 10] as const),
  ...([
    ['once', 1],
    ['twice', 2],
    ['thrice', 3],
    ['double', 2],
    ['triple', 3],
    ['half', 0.5],
    ['third', 1 / 3],
    ['quarter', 0.25],
    ['dozen', 12],
  ] as const),
]);
const powers: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1e6],
  ['billion', 1e9],
]);

/** All English words that give a number. */
export const numberWords: readonly string[] = [...counting.keys(), ...powers.keys()];

/**
 * A run of digits, with commas between thousands, decimals, or as a fraction. What follows a letter is part of a name (H2O, CO2,
 * COVID-19 is not); what goes on with letters is a number and a unit or a variable (5kg, 3x, 2nd).
 */
const written = /(?<![\p{L}\p{M}\d.])(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?(?:\/(\d+)(?![\d.]))?/gu;
const raised = /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g;

/** Takes a text's numbers, in digits or English words, out of its words. */
export function numbersApart(text: string): NumbersApart {
  const numbers: number[] = [];
  // NFKC would make x² a name, x2.
  const plain = text.replace(raised, (digits) => `^${digits}`).normalize('NFKC');
  const rest = plain.replace(written, (_, whole: string, decimals: string | undefined, below: string | undefined) => {
    const above = Number(whole.replaceAll(',', '') + (decimals ?? ''));
    const value = below === undefined || Number(below) === 0 ? above : above / Number(below);
    numbers.push(rounded(value));
    return ' ';
  });
  const words: string[] = [];
  let spelled: number | undefined;
  const end = (): void => {
    if (spelled !== undefined) numbers.push(rounded(spelled));
    spelled = undefined;
  };
  for (const word of wordsOf(rest)) {
    const [value, power] = [counting.get(word), powers.get(word)];
    if (value !== undefined) {
      // Twenty five; but five twenty is two numbers.
      const isTens = spelled !== undefined && spelled % 100 >= 20 && spelled % 10 === 0 && value > 0 && value < 10;
      const isAfterPower = spelled !== undefined && spelled >= 100 && spelled % 100 === 0 && value < 100;
      if (!isTens && !isAfterPower) end();
      spelled = (spelled ?? 0) + value;
    } else if (power !== undefined && (spelled !== undefined || numbers.length === 0)) {
      const [done, last] = [spelled ?? 1, (spelled ?? 1) % 1000];
      spelled = power === 100 ? done - last + last * 100 : done * power;
    } else {
      end();
      words.push(word);
    }
  }
  end();
  return { numbers: numbers.sort((a, b) => a - b), words };
}

const rounded = (value: number): number => Number(value.toPrecision(12));
