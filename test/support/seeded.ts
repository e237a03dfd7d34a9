/**
 * Random numbers of a test that can be repeated: the seed is printed, and taken from `TEST_SEED` where that is set. What is
 * drawn is the same then; when a process is killed at it depends on the machine too.
 */
export function seeded(test: string): (below: number) => number {
  const seed = process.env.TEST_SEED === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(process.env.TEST_SEED);
  if (!Number.isInteger(seed) || seed < 0) throw new Error(`TEST_SEED must be a whole number, not ${String(process.env.TEST_SEED)}`);
  process.stdout.write(`${test}: to repeat it, set TEST_SEED=${seed}\n`);
  let state = seed >>> 0;
  // mulberry32 (Tommy Ettinger)
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
