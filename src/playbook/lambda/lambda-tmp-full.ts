import { failureCause } from './failure-cause.ts'
import { quote, reconfigure } from './words.ts'

export const lambdaTmpFull = failureCause({
  id: 'lambda-tmp-full',
  underRestApi: 'apigw502-unhandled-exception',
  cause: '/tmp is full: it is kept between invocations of the same environment and holds what earlier ones left.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html',
  sought: 'a full /tmp',
  leadsTo: ['lambda-unhandled-exception'],
  matches: (failure) => failure.kind === 'no-space',
  fix: () => ({
    proper: 'Delete temporary files at the end of each invocation, in a `finally`.',
    prevent: 'Watch `tmp_used` with Lambda Insights.',
  }),
  tell({ last, share, configuration }, at) {
    const size = configuration?.ephemeralStorageMb
    const next = Math.min(10_240, (size ?? 512) * 4)
    return {
      summary: `${at.target.name} filled its ${size === undefined ? '' : `${size} MB `}/tmp: ${quote(last)}; ${share} failed.`,
      facts: size === undefined ? [] : [at.fact('configuration', 'EphemeralStorage', `${size} MB`)],
      fix: {
        now: `Raise the size of /tmp to ${next.toLocaleString('en-US')} MB.`,
        cli: reconfigure(at.target, `--ephemeral-storage Size=${next}`),
        iac: `CDK: ephemeralStorageSize: Size.mebibytes(${next}); SAM: EphemeralStorage: { Size: ${next} }; Terraform: ephemeral_storage { size = ${next} }`,
      },
    }
  },
})
