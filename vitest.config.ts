import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,playbook,infra,sandbox,test,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['test/browser/**', 'node_modules/**'],
    reporters:
      process.env.FIRSTLOOK_TEST_REPORT === undefined
        ? ['default']
        : ['default', ['json', { outputFile: process.env.FIRSTLOOK_TEST_REPORT }]],
    // One fewer than the machine has, the default, is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
