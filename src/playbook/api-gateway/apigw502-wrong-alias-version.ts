import { valueIfRead } from '../../evidence/evidence.ts'
import { functionAlias } from '../../evidence/lambda/alias.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { functionFailures } from '../../evidence/lambda/failures.ts'
import { from, optional } from '../../evidence/probe.ts'
import { type LambdaFunction, lambdaFunction, type RestApiToFunction } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { shellWord } from '../command.ts'
import { lambdaCli, rollBack } from '../lambda/words.ts'
import { restEdgeNeeds } from './edge.ts'
import { counted } from './words.ts'

const functionOf = (edge: RestApiToFunction) => edge.function
const newestOf = ({ function: fn }: RestApiToFunction) => lambdaFunction(fn, fn.id)
const afterwardsMs = 5 * 60_000

export const wrongAliasVersion = defineCause({
  id: 'apigw502-wrong-alias-version',
  target: 'rest-api-to-function',
  symptoms: ['502', '500'],
  cause: 'The alias or version that the integration names runs broken code, while the newest code may be fine.',
  fix: ({ function: fn }) => ({
    now: `Point ${fn.name} at the version that worked.`,
    proper: 'Move aliases by CodeDeploy with an alarm that rolls back.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html',
  known: 'confirmed',
  needs: {
    ...restEdgeNeeds,
    alias: from(functionAlias, functionOf),
    failures: from(functionFailures, functionOf),
    called: optional(from(functionConfiguration, functionOf)),
    newest: optional(from(functionConfiguration, newestOf)),
  },
  diagnose({ alias, failures: search, called, newest }, at) {
    const { function: fn } = at.target
    if (fn.qualifier === undefined) return { clear: `The integration names no alias or version of ${fn.name}.` }
    const failures = search.failures.filter((failure) => failure.version !== undefined)
    const [version, ...others] = [...new Set(failures.map((failure) => failure.version ?? ''))]
    if (version === undefined)
      return search.complete
        ? { clear: `No failure of ${fn.name} was logged.` }
        : { inconclusive: `The log of ${fn.name} does not tell which version fails.` }
    if (others.length > 0) return { clear: `Several versions of ${fn.name} fail.` }
    const shares =
      alias === null
        ? []
        : [
            { version: alias.version, weight: 1 - alias.routes.reduce((sum, route) => sum + route.weight, 0) },
            ...alias.routes,
          ]
    const share = shares.find((each) => each.version === version)
    const isSplit = shares.length > 1 && share !== undefined
    const [publishedAt, changedAt] = [valueIfRead(called)?.lastModified, valueIfRead(newest)?.lastModified]
    const isBehind = publishedAt !== undefined && changedAt !== undefined && changedAt > publishedAt + afterwardsMs
    const requestIds = failures.flatMap((failure) => failure.requestId ?? [])
    return {
      strength: isSplit || isBehind ? 'likely' : 'possible',
      summary: isSplit
        ? `Only version ${version} of ${fn.name} fails (${counted(failures.length, 'invocation')}); alias ${fn.qualifier} gives it ${Math.round((share?.weight ?? 0) * 100)} % of the calls.`
        : `${fn.name} runs version ${version}, and all ${counted(failures.length, 'logged failure')} are in it${isBehind ? '; newer code is in $LATEST, which no request reaches' : ': the newest code may be fine'}.`,
      facts: [
        at.fact(
          'failures',
          'Failures by version',
          `${failures.length} in version ${version}, none in others`,
          failures.at(-1)?.at,
          search.group,
        ),
        ...(isBehind && changedAt !== undefined
          ? [
              at.fact(
                'newest',
                'Newest code',
                `$LATEST changed ${new Date(changedAt).toISOString()}, version ${version} ${new Date(publishedAt).toISOString()}`,
                changedAt,
              ),
            ]
          : []),
        ...(alias === null
          ? []
          : [
              at.fact(
                'alias',
                `Alias ${alias.name}`,
                shares.map((each) => `${each.version} ${Math.round(each.weight * 100)} %`).join(', '),
              ),
            ]),
      ],
      resource: fn,
      fix: moveAlias(fn, version, isSplit ? shares : []),
      times: failures.map((failure) => failure.at),
      ...(requestIds.length > 0 && { requestIds }),
    }
  },
})

/** The other version of an alias that splits its calls serves them well; of any other alias the good version is known to people only. */
function moveAlias(
  fn: LambdaFunction,
  failing: string,
  shares: readonly { readonly version: string; readonly weight: number }[],
): Fix {
  const good = shares.filter((each) => each.version !== failing).sort((a, b) => b.weight - a.weight)[0]
  if (good === undefined || fn.qualifier === undefined) return { cli: rollBack(fn, failing) }
  return {
    now: `Give all calls of alias ${fn.qualifier} to version ${good.version}, which does not fail.`,
    cli: lambdaCli(
      fn,
      'update-alias',
      `--name ${shellWord(fn.qualifier)} --function-version ${good.version} --routing-config AdditionalVersionWeights={}`,
    ),
  }
}
