import { coldCause } from './cold-cause.ts'

export const coldDeploy = coldCause({
  id: 'cold-deploy',
  cause: 'A deployment or a changed setting replaces all environments at once.',
  fix: (target) => ({
    now: 'Wait: the environments are warm again once each has served a call.',
    proper: `Call ${target.id} through an alias and shift traffic gradually; provisioned concurrency on the alias makes the new version ready first.`,
    iac: 'SAM: DeploymentPreference; CDK: aws-codedeploy LambdaDeploymentGroup.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
})
