import { functionErrorCause } from './function-errors.ts'

export const oom502 = functionErrorCause({
  id: 'apigw502-logged-oom',
  named: 'apigw502-oom',
  kinds: ['oom'],
  cause: 'The invocation needed more memory than the function has.',
  did: 'ran out of memory',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  fix: (fn) => ({
    now: `Raise the memory of ${fn.id}.`,
    proper: 'Stream large payloads instead of holding them.',
    cli: `aws lambda update-function-configuration --function-name ${fn.id} --memory-size 1024 --region ${fn.region}`,
  }),
})
