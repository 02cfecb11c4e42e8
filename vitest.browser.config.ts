import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters:
      process.env.FIRSTLOOK_TEST_REPORT === undefined
        ? ['default']
        : ['default', ['json', { outputFile: process.env.FIRSTLOOK_TEST_REPORT }]],
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
