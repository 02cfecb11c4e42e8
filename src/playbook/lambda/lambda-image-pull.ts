import { stateCause } from './state-cause.ts'

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
  fix: (target) => ({
    now: 'Point the function at an image that is in the repository.',
    proper:
      'Let the repository policy allow lambda.amazonaws.com ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, and keep deployed tags out of the lifecycle policy.',
    prevent: 'Deploy by digest and keep images that a function uses.',
    cli: `aws lambda update-function-code --function-name ${target.id} --image-uri <repository>@<digest> --region ${target.region}`,
  }),
})
