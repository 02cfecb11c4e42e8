import { stateCause } from './state-cause.ts'

export const lambdaCodeSigning = stateCause({
  id: 'lambda-code-signing',
  cause: 'Lambda refuses the function’s package: it is not a valid archive, or its signature does not hold.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html',
  codes: /^(?:InvalidZipFileException|CodeVerificationFailed|InvalidCodeSignature)/,
  words: /InvalidZipFile|CodeVerificationFailed|InvalidCodeSignature/,
  means: (code) => `its package is refused (${code})`,
  fix: (target) => ({
    now: 'Build and upload the package again.',
    proper: 'Sign it with the profile that the code signing configuration allows.',
    prevent: 'Check the archive in the pipeline (`unzip -t`).',
    cli: `aws lambda update-function-code --function-name ${target.id} --zip-file fileb://function.zip --region ${target.region}`,
  }),
})
