import { coldCause } from './cold-cause.ts'

export const coldExtensionLayers = coldCause({
  id: 'cold-extension-layers',
  cause: 'Extensions have to be ready before the function may start.',
  fix: (target) => ({
    proper: `Take out extensions that ${target.id} does not need, or use newer, faster versions of them.`,
    prevent: 'Measure the init with and without each extension.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html',
})
