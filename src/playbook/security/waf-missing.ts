import { configOnlyCause } from './config-only-cause.ts'

export const wafMissing = configOnlyCause({
  id: 'waf-missing',
  grade: 'Medium',
  cause: 'A public API or load balancer has no web ACL in front.',
  fix: () => ({
    now: 'Attach a web ACL to the stage; an HTTP API cannot take one: put CloudFront in front of it.',
    iac: "CDK: `new wafv2.CfnWebACLAssociation(this, 'Acl', { resourceArn, webAclArn })`; Terraform: `aws_wafv2_web_acl_association`.",
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html',
  known: 'confirmed',
  notRead: 'Which stages have a web ACL is not read here',
})
