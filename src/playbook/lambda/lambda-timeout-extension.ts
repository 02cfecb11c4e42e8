import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutExtension = timeoutCause({
  id: 'lambda-timeout-extension',
  known: 'confirmed',
  cause: 'An extension works on after the handler has ended, and its time counts towards the timeout.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
  fix: ({ function: fn }) => ({
    now: 'Take the extension’s layer off, or go back to its version before.',
    proper: 'Upgrade it, and let it send in the background or in smaller batches.',
    prevent: 'Alarm on PostRuntimeExtensionsDuration.',
    cli: `aws lambda get-function-configuration --function-name ${fn.id} --query 'Layers[].Arn' --region ${fn.region}`,
  }),
})
