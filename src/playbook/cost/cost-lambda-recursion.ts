import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { dayText } from '../../evidence/cost/days.ts'
import { lambdaFunction, placeOf } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { usageNeeds } from './cost-needs.ts'
import { amount, dollars, riseText } from './money.ts'
import { familyRise } from './usage-reading.ts'

export const costLambdaRecursion = defineCause({
  id: 'cost-lambda-recursion',
  target: 'account',
  symptoms: ['cost'],
  cause: 'A function writes to what calls it, so that every call brings about another.',
  fix: () => ({
    proper:
      'Write to another bucket, queue or topic than the one that triggers the function, or filter its own output from the trigger.',
    prevent:
      'Leave recursive loop detection on (`RecursiveLoop: Terminate`), and alarm on Invocations and RecursiveInvocationsDropped.',
    iac: 'CDK: `recursiveLoop: lambda.RecursiveLoop.TERMINATE`; CloudFormation: `RecursiveLoop: Terminate`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
  known: 'confirmed',
  leadsTo: ['cost-lambda-duration', 'cost-sqs-polling', 'cost-cwlogs-ingest'],
  needs: usageNeeds,
  diagnose({ usage, growth }, at) {
    if (usage.status !== 'ok') return { inconclusive: 'The cost by usage type could not be read.' }
    const rise = usage.value === null ? undefined : familyRise(usage.value, 'cost-lambda-duration')
    if (rise === undefined) return { clear: 'The cost of Lambda did not rise.' }
    if (growth.status !== 'ok') return { inconclusive: 'The metrics that show a recursive call could not be read.' }
    const first = [...growth.value.recursive].sort((a, b) => b.stopped - a.stopped)[0]
    if (first === undefined) return { clear: 'Lambda stopped no recursive call.' }
    return {
      strength: 'proven',
      summary: `${first.name} calls itself: Lambda stopped ${amount(first.stopped)} of its calls as recursive since ${dayText(rise.main.rise.onset)}, while Lambda costs ${dollars(rise.main.rise.peak.usd)} a day.`,
      facts: [
        at.fact(
          'growth',
          'Calls stopped as recursive',
          amount(first.stopped),
          undefined,
          `AWS/Lambda|RecursiveInvocationsDropped|FunctionName|${first.name}`,
        ),
        at.fact('usage', rise.main.service, riseText(rise.main.rise), rise.main.rise.onset),
      ],
      times: rise.main.rise.days,
      extent: rise.part,
      resource: lambdaFunction(placeOf(at.target), first.name),
      fix: {
        now: `Stop the loop: set the reserved concurrency of ${first.name} to zero until its trigger is changed.`,
        cli: `aws lambda put-function-concurrency --function-name ${shellWord(first.name)} --reserved-concurrent-executions 0 --region ${at.target.region}`,
      },
    }
  },
})
