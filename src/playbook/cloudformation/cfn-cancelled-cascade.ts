import { defineCause } from '../cause.ts'
import { failureNeeds } from './stack-failure.ts'

/** Named only where nothing else is to be seen: a cancelled row is never the first failure. */
export const cfnCancelledCascade = defineCause({
  id: 'cfn-cancelled-cascade',
  target: 'stack',
  symptoms: ['failed'],
  cause: 'CloudFormation cancelled these resources because another one, in this stack or in a sibling, failed first.',
  fix: (target) => ({
    now: `Nothing is wrong with the cancelled resources of ${target.name}: correct the failure that came first, in the parent or a sibling stack.`,
  }),
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  known: 'memory',
  leadsTo: ['cfn-nested-failed'],
  needs: failureNeeds,
  diagnose({ found }, at) {
    const rows = found.operation?.forward.filter((event) => /cancell?ed/i.test(event.reason)) ?? []
    if (rows.length === 0) return 'clear'
    if (found.failures.length > 0) return { clear: 'Cancelled rows follow the first failure; they are not a cause.' }
    const [first] = rows
    return {
      strength: 'possible',
      summary: `${rows.length} resources of ${at.target.name} were only cancelled; what failed first is in ${found.state?.parentArn ?? 'rows that could not be read'}.`,
      facts: [
        at.fact(
          'found',
          'Cancelled',
          rows
            .slice(0, 5)
            .map((event) => event.logicalId)
            .join(', '),
          first?.at,
        ),
      ],
      times: rows.map((event) => event.at),
    }
  },
})
