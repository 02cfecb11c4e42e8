import type { Failure } from '../../evidence/lambda/failure.ts'
import { failureCause } from './failure-cause.ts'
import { isModuleFormat } from './lambda-esm-cjs.ts'
import { quote, rollBack } from './words.ts'

export const lambdaImportModule = failureCause({
  id: 'lambda-import-module',
  underRestApi: 'apigw502-init-crash',
  cause:
    'The function’s code cannot be loaded: a module it imports is not in the package or layers, or a file of it does not parse.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html',
  sought: 'a module that could not be loaded',
  matches: (failure) =>
    (failure.kind === 'import' && !isSdkV2(failure)) || (failure.kind === 'syntax' && !isModuleFormat(failure)),
  fix: (target, configuration) => ({
    now: 'Put the version before back, or deploy a package that contains the module.',
    proper:
      'Build with the dependencies bundled for the function’s runtime and architecture (`sam build`, esbuild, `pip install --platform manylinux2014_x86_64 --only-binary=:all:`).',
    prevent: 'Invoke the published version once in the pipeline before the alias moves.',
    cli: rollBack(target, configuration?.version),
  }),
  tell({ failures, last, share, configuration }, at) {
    const module = moduleOf(last)
    const isNative = module !== undefined && /(?:^|[._])_[a-z]|multiarray|pydantic_core|\.node$/.test(module)
    const what =
      last.kind === 'syntax'
        ? `its code does not parse (${quote(last)})`
        : module === undefined
          ? quote(last)
          : `the module ${module} is not in the package`
    return {
      summary: `${at.target.name} cannot load its code: ${what}; ${share} failed.`,
      facts: [
        ...(configuration === undefined
          ? []
          : [
              at.fact(
                'configuration',
                'Handler, runtime, architecture',
                [configuration.handler, configuration.runtime, configuration.architectures.join()]
                  .filter(Boolean)
                  .join(', '),
              ),
            ]),
        at.fact('failures', 'First failure', new Date(failures[0]?.at ?? last.at).toISOString(), failures[0]?.at),
      ],
      ...(isNative && {
        fix: {
          proper: `${module} is native code: build it for ${configuration?.architectures.join() ?? 'the function’s architecture'} (\`--platform manylinux2014_${configuration?.architectures[0] === 'arm64' ? 'aarch64' : 'x86_64'} --only-binary=:all:\`).`,
        },
      }),
    }
  },
})

/** The module that was looked for. */
export function moduleOf({ message }: Pick<Failure, 'message'>): string | undefined {
  return (
    /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1] ??
    /No module named '?([\w.-]+)/.exec(message)?.[1] ??
    /cannot load such file -- (\S+)/.exec(message)?.[1] ??
    /NoClassDefFoundError:? ?([\w./$]+)/.exec(message)?.[1]
  )
}

export function isSdkV2(failure: Failure): boolean {
  return failure.kind === 'import' && /^aws-sdk(?:\/|$)/.test(moduleOf(failure) ?? '')
}
