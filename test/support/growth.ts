import { expect } from 'vitest';

/** An input four times as large takes linear work four times as long, quadratic work sixteen times. */
const factor = 4;
/** The most that linear work may grow by, noise, memory and logarithms included. */
const linear = 12;
const quadratic = 30;
const rounds = 3;
/** Milliseconds; what takes less is fast whatever it grows by. */
const negligible = 300;

/** Expects work to take time in proportion to the size of its input. */
export function expectLinear(work: (size: number) => void, size: number): void {
  expectGrowth(work, size, linear);
}

/** Expects work to take time in proportion to the square of the size of its input, at most. */
export function expectQuadratic(work: (size: number) => void, size: number): void {
  expectGrowth(work, size, quadratic);
}

/** The least effort of some rounds on each size is the one least disturbed; the sizes take turns. */
function expectGrowth(work: (size: number) => void, size: number, most: number): void {
  const sizes = [size, factor * size];
  work(size);
  const efforts = Array.from({ length: rounds }, () =>
    sizes.map((each) =>
      effort(() => {
        work(each);
      }),
    ),
  );
  const [small, large] = sizes.map((_, index) => Math.min(...efforts.map((round) => round[index]!)));
  expect(large! / Math.max(small!, negligible / most), `${small} ms, and ${large} ms for ${factor} times as much`).toBeLessThan(most);
}

/** Milliseconds of this process's own time: unlike that of the clock, it does not count what a busy machine does besides. */
export function effort(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
