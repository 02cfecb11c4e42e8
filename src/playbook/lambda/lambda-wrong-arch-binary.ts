import { failureCause } from './failure-cause.ts'
import { quote, rollBack } from './words.ts'

export const lambdaWrongArchBinary = failureCause({
  id: 'lambda-wrong-arch-binary',
  underRestApi: 'apigw502-init-crash',
  cause: 'Native code in the package was built for another processor or C library than the function runs on.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-images.html',
  sought: 'native code of another architecture',
  matches: (failure) => failure.kind === 'wrong-architecture',
  fix: (target, configuration) => ({
    now: 'Put the version before back, or rebuild for the architecture of the function.',
    proper:
      'Build in the Lambda base image of the runtime (`sam build --use-container`) for the function’s architecture.',
    prevent: 'Fix architecture and build platform in one place of the template.',
    cli: rollBack(target, configuration?.version),
  }),
  tell: ({ last, share, configuration }, at) => ({
    summary: `${at.target.name} runs on ${configuration?.architectures.join() ?? 'another architecture'}, but its native code does not fit: ${quote(last)}; ${share} failed.`,
    facts:
      configuration === undefined
        ? []
        : [
            at.fact(
              'configuration',
              'Architecture and runtime',
              `${configuration.architectures.join()}, ${configuration.runtime ?? configuration.packageType}`,
            ),
          ],
  }),
})
