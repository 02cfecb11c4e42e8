import { choose } from '../command.ts'
import { stateCause } from './state-cause.ts'
import { lambdaCli } from './words.ts'

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
    cli: choose(
      lambdaCli(target, 'get-function-code-signing-config', ''),
      { PACKAGE: 'the file of the package that was built and signed' },
      ({ PACKAGE }) => lambdaCli(target, 'update-function-code', `--zip-file fileb://${PACKAGE}`),
    ),
  }),
})
