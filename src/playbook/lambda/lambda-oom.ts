import { failureCause } from './failure-cause.ts'
import { reconfigure } from './words.ts'

export const lambdaOom = failureCause({
  id: 'lambda-oom',
  underRestApi: 'apigw502-oom',
  cause: 'The invocation needed more memory than the function has, and Lambda killed it.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  sought: 'a process killed for memory',
  matches: (failure) => failure.kind === 'oom',
  fix: (target) => ({
    now: `Raise the memory of ${target.id}.`,
    proper: 'Stream large payloads instead of holding them, and drop what is cached between invocations.',
    prevent: 'Alarm on Max Memory Used above 90 % of the memory size.',
  }),
  tell({ failures, last, share, configuration }, at) {
    const full = failures.findLast((each) => each.maxMemoryMb !== undefined) ?? last
    const memoryMb = full.memoryMb ?? configuration?.memoryMb
    const isFull =
      full.maxMemoryMb !== undefined &&
      memoryMb !== undefined &&
      full.maxMemoryMb >= memoryMb - Math.max(1, memoryMb * 0.02)
    const isSaid = failures.some((each) =>
      /OutOfMemory|out of memory|MemoryError/.test(`${each.errorType} ${each.message}`),
    )
    const used =
      full.maxMemoryMb === undefined
        ? ''
        : `, ${full.maxMemoryMb.toLocaleString('en-US')} of ${memoryMb?.toLocaleString('en-US') ?? 'unknown'} MB used`
    const next = memoryMb === undefined ? 1024 : Math.min(10_240, memoryMb * 2)
    return {
      strength: isFull || isSaid ? 'proven' : 'likely',
      summary: `${at.target.name} ran out of memory: ${share} were killed${memoryMb === undefined ? '' : ` at ${memoryMb.toLocaleString('en-US')} MB`}${used}.`,
      facts: [
        ...(full.maxMemoryMb === undefined
          ? []
          : [
              at.fact(
                'failures',
                'Max memory used',
                `${full.maxMemoryMb.toLocaleString('en-US')} of ${memoryMb?.toLocaleString('en-US') ?? 'unknown'} MB`,
                full.at,
              ),
            ]),
        ...(configuration === undefined
          ? []
          : [at.fact('configuration', 'MemorySize', `${configuration.memoryMb.toLocaleString('en-US')} MB`)]),
      ],
      fix: {
        cli: reconfigure(at.target, `--memory-size ${next}`),
        iac: `CDK: memorySize: ${next}; SAM: MemorySize: ${next}; Terraform: memory_size = ${next}`,
      },
    }
  },
})
