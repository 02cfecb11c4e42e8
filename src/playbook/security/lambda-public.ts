import { optional } from '../../evidence/probe.ts'
import { functionsSecurity } from '../../evidence/security/functions.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, isElsewhere, judged, unread } from './judged.ts'

export const lambdaPublic = defineCause({
  id: 'lambda-public',
  target: 'account',
  symptoms: ['security'],
  cause:
    'Everybody may call a function: its policy allows every principal without a condition that binds, or its URL asks for no sign-in.',
  fix: () => ({
    proper:
      'Put AWS_IAM on the URL, or API Gateway with an authorizer in front; name the service and source in the policy.',
    prevent: 'The Config rule lambda-function-public-access-prohibited.',
    iac: 'CDK: `fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM })`; SAM: `FunctionUrlConfig: { AuthType: AWS_IAM }`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  known: 'confirmed',
  needs: { functions: optional(functionsSecurity), ...configNeeds },
  diagnose(evidence, at) {
    if (isElsewhere(at.target, 'lambda')) return judged('lambda-public', 'High', aside(at.target), evidence, at)
    const { functions } = evidence
    if (functions.status !== 'ok') return judged('lambda-public', 'High', unread('The functions'), evidence, at)
    const open = functions.value.functions.filter((each) => (each.openTo?.length ?? 0) > 0)
    const first = open[0]
    const statement = first?.openTo?.[0]
    if (first === undefined || statement === undefined) {
      const unreadable = functions.value.functions
        .slice(0, functions.value.functions.length - functions.value.unreadPolicies)
        .filter((each) => each.openTo === undefined)
      const left = functions.value.unreadPolicies + unreadable.length
      return judged(
        'lambda-public',
        'High',
        left === 0
          ? { clear: 'No policy of a function looked at lets everybody in.' }
          : { inconclusive: `The policies of ${left} function${left === 1 ? ' were' : 's were'} not read.` },
        evidence,
        at,
      )
    }
    const onlyUrl = statement.isUrl
    return judged(
      'lambda-public',
      onlyUrl ? 'Medium' : 'High',
      {
        grade: onlyUrl ? 'Medium' : 'High',
        resource: blamed(at.target, 'AWS::Lambda::Function', first.name),
        strength: onlyUrl && statement.hasOpenUrl === undefined ? 'likely' : 'proven',
        summary: onlyUrl
          ? `anybody on the internet may call ${first.name} by its function URL, which asks for no sign-in${statement.hasOpenUrl === undefined ? ', if the URL is still there' : ''}.`
          : `anybody with an AWS account may call ${first.name}: the statement ${statement.sid} allows every principal.`,
        facts: [
          at.fact(
            'functions',
            `Statement ${statement.sid}`,
            `Principal *, ${statement.actions.join(', ')}${onlyUrl ? `, FunctionUrlAuthType NONE${statement.hasOpenUrl === true ? '; the URL is there' : '; whether the URL is there was not read'}` : ', no condition that binds'}`,
            undefined,
            `${first.name} policy`,
          ),
        ],
        fix: {
          now: `If ${first.name} is not meant to be public, take the statement away.`,
          cli: `aws lambda remove-permission --function-name ${first.name} --statement-id ${statement.sid} --region ${at.target.region}`,
        },
      },
      evidence,
      at,
    )
  },
})
