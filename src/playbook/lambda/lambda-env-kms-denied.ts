import { stateCause } from './state-cause.ts'

export const lambdaEnvKmsDenied = stateCause({
  id: 'lambda-env-kms-denied',
  cause:
    'Lambda may not use the key that the function’s environment is encrypted with, so no new environment can start.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
  codes: /^KMSKeyAccessDenied$/,
  words: /KMSAccessDeniedException|unable to decrypt the environment variables because KMS access was denied/,
  means: (_code, { kmsKeyArn }) => `Lambda may not use the key ${kmsKeyArn ?? 'of its environment'}`,
  fix: (target) => ({
    now: 'Set the function’s role or key again: that makes the grant anew, which is lost when a role is deleted and made again under the same name.',
    proper: 'Allow the role kms:Decrypt in the key policy.',
    prevent: 'Never recreate roles of functions that use a key of yours; update them in place.',
    cli: `aws lambda update-function-configuration --function-name ${target.id} --kms-key-arn <the same key> --region ${target.region}`,
  }),
})
