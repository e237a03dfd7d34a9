import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A busy machine drops a click, or a process, now and then; what is broken fails twice, and what failed once is told at the end. */
const retry = 1;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, retry } },
      { test: { name: 'webview', include: ['test/webview/**/*.test.ts'], testTimeout: 60_000, fileParallelism: false, retry } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          testTimeout: 120_000,
          retry,
          hookTimeout: 180_000,
          fileParallelism: false,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
    // Most unit tests that take time wait for processes of their own: one more than there are cores keeps those busy.
    maxWorkers: availableParallelism() + 1,
    passWithNoTests: false,
  },
});
