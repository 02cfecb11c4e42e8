import { stateCause } from './state-cause.ts'

export const lambdaEfs = stateCause({
  id: 'lambda-efs',
  cause: 'The function cannot mount or use its file system.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html',
  codes: /^EFS/,
  words: /EFSMount(?:Failure|Connectivity|Timeout)|EFSIO|S3Files\w*Exception/,
  means: (code, { fileSystems }) => `its file system ${fileSystems[0]?.arn ?? ''} could not be mounted (${code})`,
  fix: () => ({
    now: 'Let the security group of the mount targets accept port 2049 from the function’s group.',
    proper:
      'There must be a mount target in each zone of the function’s subnets, an access point whose owner may read the path, and elasticfilesystem:ClientMount on the role.',
    prevent: 'Make the file system, its groups and the function in one template.',
  }),
})
