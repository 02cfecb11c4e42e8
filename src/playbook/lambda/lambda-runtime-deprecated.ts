import type { LambdaFunction } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { stateCause } from './state-cause.ts'
import { reconfigure } from './words.ts'

export const lambdaRuntimeDeprecated = stateCause({
  id: 'lambda-runtime-deprecated',
  cause: 'Lambda no longer runs or updates functions of this runtime.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  known: 'memory',
  codes: /^InvalidRuntime$/,
  words: /InvalidRuntimeException|runtime parameter of \S+ is no longer supported/,
  means: (_code, { runtime }) => `the runtime ${runtime ?? ''} is no longer supported`,
  fix: (target, seen) => ({
    now: 'Move the function to a supported runtime and publish it.',
    proper: 'Upgrade before the date in the runtime table.',
    prevent: 'Watch the AWS Health notices and Trusted Advisor check for deprecated runtimes.',
    ...moved(target, seen?.configuration.runtime ?? ''),
  }),
})

/** A runtime of each family that is well supported still: the smallest step for the code. */
const lasting = [
  [/^nodejs/, 'nodejs22.x'],
  [/^python/, 'python3.13'],
  [/^java/, 'java21'],
  [/^dotnet/, 'dotnet10'],
  [/^ruby/, 'ruby3.4'],
  [/^provided/, 'provided.al2023'],
] as const

function moved(target: LambdaFunction, runtime: string): Fix {
  const next = lasting.find(([family]) => family.test(runtime))?.[1]
  if (next === undefined || next === runtime) return {}
  return {
    now: `Build and test the code for ${next}, then move the function to it.`,
    cli: reconfigure(target, `--runtime ${next}`),
  }
}
