import { stackFailureCause } from './stack-failure.ts'

export const cfnWaitSignals = stackFailureCause({
  id: 'cfn-wait-signals',
  known: 'confirmed',
  cause: 'Instances did not report in time that they had started: their user data or cfn-init failed.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'instances did not signal that they are ready',
  fix: (failure) => ({
    now: `Read /var/log/cfn-init-output.log and /var/log/cloud-init-output.log on an instance of ${failure.logicalId}.`,
    proper: 'Fix the user data; give more time with CreationPolicy.ResourceSignal.Timeout only when it is merely slow.',
    prevent: 'Send the failing exit code with cfn-signal --exit-code, so that it fails at once.',
  }),
})
