import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { functionPolicy } from '../../evidence/lambda/policy.ts'
import { functionUrl } from '../../evidence/lambda/url.ts'
import { functionUrlMetrics } from '../../evidence/lambda/url-metrics.ts'
import { defineCause } from '../cause.ts'
import { count } from './words.ts'

export const lambdaFnurl403 = defineCause({
  id: 'lambda-fnurl-403',
  target: 'function',
  symptoms: ['403', '4xx', 'errors'],
  cause:
    'The function’s URL needs two permissions for its callers, lambda:InvokeFunctionUrl and lambda:InvokeFunction, and one is missing.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  known: 'confirmed',
  needs: { url: functionUrl, policy: functionPolicy, metrics: functionUrlMetrics },
  fix: (target) => ({
    proper: 'Let the construct make both statements: CDK `fn.addFunctionUrl({ authType })` in a current version.',
    prevent: 'Call the URL once in the pipeline after each deploy.',
    cli: `aws lambda add-permission --function-name ${target.id} --statement-id url-invoke --action lambda:InvokeFunction --principal "*" --invoked-via-function-url --region ${target.region}`,
  }),
  diagnose({ url, policy, metrics }, at) {
    if (url === null) return { clear: 'The function has no URL that anybody called.' }
    const refused = total(metrics.clientErrors)
    if (refused === 0) return { clear: 'The function’s URL refused nobody.' }
    if (url.authType !== 'NONE')
      return {
        inconclusive:
          'The URL takes signed requests; whether the caller is allowed is a matter of the caller’s own policies.',
      }
    const allowed = new Set(
      (policy?.statements ?? []).filter((each) => each.effect === 'Allow').flatMap((each) => each.actions),
    )
    const has = (action: string): boolean => allowed.has(action) || allowed.has('lambda:*') || allowed.has('*')
    const missing = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'].filter((action) => !has(action))
    if (missing.length === 0) return { clear: 'The function’s policy allows both actions of its URL.' }
    return {
      strength: 'likely',
      summary: `The URL of ${at.target.name} refused ${count(refused, 'request')}: its policy does not allow ${missing.join(' and ')}.`,
      facts: [
        at.fact(
          'metrics',
          'Url4xxCount',
          `${refused} of ${total(metrics.requests)} requests`,
          undefined,
          'Url4xxCount',
        ),
        at.fact('policy', 'Actions the policy allows', [...allowed].join(', ') || 'none'),
        at.fact('url', 'AuthType', url.authType),
      ],
      times: timesAbove(metrics.clientErrors, 0),
      standsAlone: true,
      fix: { now: `Add the statement for ${missing.join(' and ')}.` },
    }
  },
})
