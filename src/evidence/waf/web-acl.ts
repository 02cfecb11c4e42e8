import { GetWebACLForResourceCommand, type Rule, WAFV2Client } from '@aws-sdk/client-wafv2'
import type { RestApi } from '../../targets/target.ts'
import { restStage } from '../api-gateway/rest-stage.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

/** The web ACL in front of a stage, with the names its rules are counted under. */
export interface WebAcl {
  readonly name: string
  readonly arn: string
  readonly metric: string
  readonly rules: readonly { readonly name: string; readonly metric: string }[]
}

/** Reads the web ACL in front of a REST API's stage; null when there is none, which the stage itself tells. */
export const webAcl = defineProbe<WebAcl | null, RestApi>({
  id: 'waf.web-acl',
  actions: ['wafv2:GetWebACLForResource'],
  uses: [restStage],
  key: (api) => api.arn,
  resource: (api) => api.arn,
  async fetch(api, at) {
    const { webAclArn } = await at.read(restStage, api)
    if (webAclArn === undefined) return null
    const { WebACL: acl } = await at.aws
      .client(WAFV2Client)
      .send(new GetWebACLForResourceCommand({ ResourceArn: api.arn }))
    const name = acl?.Name ?? webAclArn.split('/').at(-2) ?? webAclArn
    return {
      name,
      arn: webAclArn,
      metric: acl?.VisibilityConfig?.MetricName ?? name,
      rules: (acl?.Rules ?? []).map((rule: Rule) => ({
        name: rule.Name ?? '',
        metric: rule.VisibilityConfig?.MetricName ?? rule.Name ?? '',
      })),
    }
  },
  cite: (api) => ({
    source: `wafv2:GetWebACLForResource ResourceArn=${api.arn}`,
    account: api.account,
    region: api.region,
    link: consoleLink(api, 'wafv2/homev2/web-acls'),
    cli: `aws wafv2 get-web-acl-for-resource --resource-arn ${api.arn} --region ${api.region}`,
  }),
})
