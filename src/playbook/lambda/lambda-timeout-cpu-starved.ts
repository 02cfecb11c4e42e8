import { timeoutCause } from './timeout-cause.ts'
import { reconfigure } from './words.ts'

export const lambdaTimeoutCpuStarved = timeoutCause({
  id: 'lambda-timeout-cpu-starved',
  known: 'confirmed',
  cause:
    'The function computes with too little CPU: Lambda gives CPU in proportion to memory, a whole one at 1,769 MB.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
  fix: ({ function: fn }) => ({
    now: 'Raise the memory to 1,769 MB, which brings a whole CPU; the shorter run often costs the same.',
    proper: 'Find the best size with AWS Lambda Power Tuning.',
    prevent: 'Keep an eye on duration when the work grows.',
    cli: reconfigure(fn, '--memory-size 1769'),
    iac: 'CDK: memorySize: 1769; SAM: MemorySize: 1769; Terraform: memory_size = 1769',
  }),
})
