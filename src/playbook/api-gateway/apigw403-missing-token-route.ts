import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { refusalsOf } from './refusal.ts'
import { pathWords, refusalFacts, restRefusalNeeds, strengthOf, unlogged } from './refusal-cause.ts'
import { counted, listed } from './words.ts'

export const missingTokenRoute = defineCause({
  id: 'apigw403-missing-token-route',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause:
    'The path and method are not among what the stage serves; a REST API answers that with 403 Missing Authentication Token, not with 404.',
  fix: (api) => ({
    now: `Compare the failing path and method with what stage ${api.stage} serves: the stage or a base path too many or missing, a trailing slash, a method that was added but never deployed.`,
    proper: 'Deploy with every change of the API; give clients the URL from the stack’s outputs.',
    cli: `aws apigateway get-export --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --export-type oas30 --region ${api.region} /dev/stdout\naws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --region ${api.region}`,
  }),
  docs: 'https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden',
  known: 'confirmed',
  needs: restRefusalNeeds,
  diagnose(evidence, { target, fact }) {
    const all = refusalsOf({ ...evidence, api: target })
    const own = all.filter((refusal) => refusal.kind === 'no-route' && refusal.method !== 'OPTIONS')
    if (own.length === 0) return unlogged(evidence, all)
    const read = valueIfRead(evidence.integrations)
    const undeployed = (read?.stale ?? []).filter((each) => each.deployed === 'not there').map((each) => each.route)
    const asked = new Set(
      own.flatMap((refusal) =>
        refusal.method === undefined || refusal.path === undefined
          ? []
          : `${refusal.method} ${withoutStage(refusal.path, target.stage)}`,
      ),
    )
    const forgotten = undeployed.filter((route) => [...asked].some((name) => fits(route, name)))
    return {
      strength: strengthOf(own, all),
      summary: `${counted(own.length, 'request')} to ${target.name}${pathWords(own)} asked for a path and method that stage ${target.stage} does not serve${forgotten.length === 0 ? '' : `: ${listed(forgotten)} is in the draft but was never deployed`}.`,
      facts: [
        ...refusalFacts(own, all, evidence, (need, label, value, time, aspect) =>
          fact(need, label, value, time, aspect),
        ),
        ...(read === undefined
          ? []
          : [
              fact(
                'integrations',
                `Routes that ${target.stage} serves`,
                listed(
                  read.routes.map((route) => `${route.method} ${route.path}`),
                  6,
                ),
              ),
            ]),
      ],
      times: own.map((refusal) => refusal.at),
    }
  },
})

function withoutStage(path: string, stage: string): string {
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path
}

function fits(route: string, name: string): boolean {
  const [verb = '', path = ''] = route.split(' ')
  const [method, asked = ''] = name.split(' ')
  return (
    (verb === 'ANY' || verb === method) &&
    new RegExp(`^${path.replace(/\{[^}]+\+\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')}/?$`).test(asked)
  )
}
