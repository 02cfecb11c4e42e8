import { coldCause } from './cold-cause.ts'

export const coldInitHeavyCode = coldCause({
  id: 'cold-init-heavy-code',
  cause: 'The code does much before its first call: large imports, old SDKs, reading secrets, opening connections.',
  fix: () => ({
    proper:
      'Bundle and tree-shake (esbuild), import what few calls need when they need it, use the modular SDK v3, and fetch secrets in parallel.',
    prevent: 'Watch the init duration in the pipeline.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
  known: 'memory',
})
