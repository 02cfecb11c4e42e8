import { deployment } from '../../evidence/api-gateway/deployment.ts'
import { routeName } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { restNeeds } from './logged-cause.ts'
import { failingMinutes } from './seen.ts'
import { listed } from './words.ts'

export const staleDeployment = defineCause({
  id: 'apigw502-stale-deployment',
  target: 'rest-api',
  symptoms: ['502', '500', '504'],
  cause: 'The integration was changed but the stage was not deployed since, so it still serves the old one.',
  fix: (api) => ({
    now: `Deploy ${api.name} to stage ${api.stage}.`,
    proper:
      'Make a deployment part of every change: in CloudFormation and Terraform the deployment needs a new name or trigger when the API changes.',
    cli: `aws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --region ${api.region}`,
    iac: 'Terraform: aws_api_gateway_deployment { triggers = { redeploy = sha1(jsonencode(…)) } lifecycle { create_before_destroy = true } }; CDK does it by itself',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html',
  known: 'confirmed',
  needs: { ...restNeeds, deployed: optional(deployment) },
  diagnose(evidence, { target, fact }) {
    const read = valueIfRead(evidence.integrations)
    if (read?.stale === undefined) return { inconclusive: 'The deployed routes and the draft could not both be read.' }
    if (read.stale.length === 0) return { clear: 'The stage serves what the draft says.' }
    const failing = failingRoutes(evidence)
    const served = read.stale.filter((each) => each.deployed !== 'not there')
    const stale = failing === undefined ? served : served.filter((each) => failing.has(each.route))
    if (stale.length === 0) return { clear: 'The routes that differ from the draft are not the ones that fail.' }
    const called = read.routes
      .filter((route) => route.integration !== undefined && route.integration.type !== 'MOCK')
      .map(routeName)
    const isWhole = failing !== undefined || called.every((name) => stale.some((each) => each.route === name))
    const isOtherCall = stale.some(
      (each) => each.draft !== 'not there' && each.deployed.split(' ')[1] !== each.draft.split(' ')[1],
    )
    const first = stale[0]
    const createdAt = valueIfRead(evidence.deployed)?.createdAt
    return {
      strength: isWhole && isOtherCall ? 'likely' : 'possible',
      summary: `${listed(stale.map((each) => each.route))} of ${target.name} fail${stale.length === 1 ? 's' : ''} and differ${stale.length === 1 ? 's' : ''} from the draft, which was never deployed to ${target.stage}: the stage still serves ${first?.deployed}, the draft says ${first?.draft}.`,
      facts: [
        fact('integrations', `Deployed ${first?.route ?? ''}`, first?.deployed ?? ''),
        fact('integrations', `Draft ${first?.route ?? ''}`, first?.draft ?? ''),
        ...(createdAt === undefined
          ? []
          : [fact('deployed', 'Last deployment of the stage', new Date(createdAt).toISOString(), createdAt)]),
      ],
      times: failingMinutes('5', evidence),
    }
  },
})

/** Names of the routes that failing requests took; undefined where no log tells. */
function failingRoutes({
  integrations,
  log,
  access,
}: Parameters<typeof staleDeployment.diagnose>[0]): ReadonlySet<string> | undefined {
  const routes = valueIfRead(integrations)?.routes ?? []
  const nameOf = (method: string | undefined, path: string | undefined): string[] =>
    routes
      .filter(
        (route) => route.path === path && (method === undefined || route.method === method || route.method === 'ANY'),
      )
      .map(routeName)
  const named = [
    ...(valueIfRead(log)?.failures ?? []).flatMap((failure) => nameOf(failure.method, failure.resourcePath)),
    ...(valueIfRead(access)?.rows ?? []).flatMap((row) => nameOf(row.method, row.route)),
  ]
  return named.length === 0 ? undefined : new Set(named)
}
