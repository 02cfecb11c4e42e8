import { coldCause } from './cold-cause.ts'

export const coldLowMemory = coldCause({
  id: 'cold-low-memory',
  cause: 'Little memory means little CPU to start with.',
  fix: (target) => ({
    now: `Raise the memory of ${target.id} to 512 MB or more; it often costs the same, since it runs shorter.`,
    cli: `aws lambda update-function-configuration --function-name ${target.id} --memory-size 512 --region ${target.region}`,
    iac: 'CDK: memorySize: 512; SAM: MemorySize: 512; Terraform: memory_size = 512.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
  known: 'memory',
})
