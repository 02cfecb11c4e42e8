import type { LambdaFunction } from '../../targets/target.ts'
import { choose } from '../command.ts'
import { stateCause } from './state-cause.ts'
import { lambdaCli } from './words.ts'

export const lambdaImagePull = stateCause({
  id: 'lambda-image-pull',
  cause: 'Lambda cannot get the function’s container image: it was deleted, may not be read, or is not valid.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html',
  codes: /^(?:ImageDeleted|ImageAccessDenied|InvalidImage)$/,
  words: /ImageDeleted|ImageAccessDenied|Runtime\.InvalidImage/,
  means: (code) =>
    ({ ImageDeleted: 'its image was deleted from ECR', ImageAccessDenied: 'Lambda may not read its image in ECR' })[
      code
    ] ?? 'its image is not valid',
  fix: (target, seen) => ({
    now: 'Point the function at an image that is in the repository.',
    proper:
      'Let the repository policy allow lambda.amazonaws.com ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, and keep deployed tags out of the lifecycle policy.',
    prevent: 'Deploy by digest and keep images that a function uses.',
    cli: repoint(target, seen?.code),
  }),
})

/** The images that are there, and the function on one of them; where the image may not be read, who may. */
function repoint(target: LambdaFunction, code = ''): string {
  const lines = [
    `IMAGE=$(${lambdaCli(target, 'get-function', '--query Code.ImageUri --output text')})`,
    // The registry's host begins with the account that owns it.
    'REPOSITORY="${IMAGE%%[:@]*}"',
  ]
  const ofRepository = `--registry-id "\${IMAGE%%.*}" --repository-name "\${REPOSITORY#*/}" --region ${target.region}`
  if (/AccessDenied/.test(code))
    return [...lines, `aws ecr get-repository-policy ${ofRepository} --query policyText --output text`].join('\n')
  return choose(
    [
      ...lines,
      `aws ecr describe-images ${ofRepository} --query 'reverse(sort_by(imageDetails,&imagePushedAt))[:5].[imageDigest,imageTags[0],imagePushedAt]' --output table`,
    ].join('\n'),
    { DIGEST: 'the sha256 digest of an image of the list' },
    ({ DIGEST }) => lambdaCli(target, 'update-function-code', `--image-uri "$REPOSITORY"@${DIGEST}`),
  )
}
