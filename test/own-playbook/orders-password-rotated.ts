import { requestIdsOf, timesOf } from '../../src/evidence/lambda/failure.ts'
import { functionFailures } from '../../src/evidence/lambda/failures.ts'
import { defineCause } from '../../src/playbook/cause.ts'
import { ordersSecret } from './orders-secret.ts'

const soonMs = 15 * 60_000

/** Our connection pool reads the password when it starts, and never again. */
export const ordersPasswordRotated = defineCause({
  id: 'orders-password-rotated',
  target: 'function',
  symptoms: ['errors', '502'],
  cause: 'The password of the orders database was rotated, and running environments still use the old one.',
  fix: (fn) => ({
    now: `Start ${fn.name} afresh: any change of its configuration replaces its environments.`,
    proper: 'Read the secret again when the database refuses the password.',
    cli: `aws lambda update-function-configuration --function-name ${fn.id} --description "$(date -u)" --region ${fn.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
  known: 'confirmed',
  leadsTo: ['lambda-unhandled-exception'],
  needs: { failures: functionFailures, secret: ordersSecret },
  diagnose({ failures: search, secret: { changedAt } }, { target, fact }) {
    const refused = search.failures.filter(({ message }) => message.includes('password authentication failed'))
    const [first] = refused
    if (first === undefined) return search.complete ? 'clear' : { inconclusive: 'The log was not read to its end.' }
    const isRightAfter = changedAt !== undefined && changedAt <= first.at && first.at - changedAt <= soonMs
    if (!isRightAfter)
      return { clear: 'The password was not changed in the quarter of an hour before the first refusal.' }
    return {
      strength: 'proven',
      summary: `${target.name} uses the password of the orders database from before its rotation: ${refused.length} logins were refused.`,
      facts: [
        fact('failures', 'First refusal', first.message, first.at, search.group),
        fact('secret', 'Password changed', new Date(changedAt).toISOString(), changedAt),
      ],
      times: timesOf(refused),
      requestIds: requestIdsOf(refused),
    }
  },
})
