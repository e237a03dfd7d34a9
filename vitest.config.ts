import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      // A browser on a busy machine drops a click now and then; what is broken fails twice.
      { test: { name: 'webview', include: ['test/webview/**/*.test.ts'], testTimeout: 60_000, fileParallelism: false, retry: 1 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
    passWithNoTests: false,
  },
});
