import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import type { Fix } from '../cause.ts'
import { addToKeyPolicy } from '../statement.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { statementFor, whatOf, whoOf, withStatement } from './words.ts'

/** A `kms:` action that the key's own policy does not allow. */
export function judgeKey({ reading, evidence, at }: DenialCase): readonly DenialVerdict[] {
  const key = valueIfRead(evidence.key)
  const who = whoOf(reading, at.target)
  const keyName = reading.resource ?? 'the key'
  const allowed = statementFor(reading)
  const statement =
    allowed === undefined || reading.principal === undefined
      ? undefined
      : { ...allowed, Principal: { AWS: reading.principal }, Resource: '*' }
  const fix: Fix = {
    now: `Let the key policy of ${keyName} allow the caller, or delegate to the account’s IAM policies (Principal: the account’s root); the caller’s own policy needs the action as well.`,
    ...withStatement(statement),
    ...(statement !== undefined && {
      cli: addToKeyPolicy(keyName, keyName.split(':')[3] || at.target.region, statement),
    }),
  }
  if (key?.policy === undefined) {
    const isSaid = reading.said.layer === 'resource'
    return [
      {
        id: 'iam-kms-key-policy',
        strength: isSaid ? 'proven' : 'possible',
        summary: `The policy of the key ${keyName} does not allow ${who} ${reading.action ?? 'its use'}${key?.isElsewhere === true ? '; the key belongs to another account' : ''}.`,
        facts: [],
        fix,
      },
    ]
  }
  const allows = matchPolicies([key.policy], { ...reading.request, resource: key.arn }).filter(
    (each) => each.statement.effect === 'Allow',
  )
  const conditional = allows.find(
    (each) =>
      each.principal !== 'no' &&
      each.open.some(({ key: name }) => /ViaService|EncryptionContext|CallerAccount/i.test(name)),
  )
  if (conditional !== undefined && !allows.some((each) => applies(each) === 'yes'))
    return [
      {
        id: 'iam-kms-via-service',
        strength: 'likely',
        summary: `The key policy of ${keyName} allows ${who} ${whatOf(reading).split(' on ')[0]} only under a condition (${conditional.open.map((each) => `${each.key} = ${each.values.join(' or ')}`).join('; ')}), and the call did not meet it.`,
        facts: [at.fact('key', 'Key policy', statementText(conditional.statement))],
        fix: {
          ...withStatement(statement),
          now: 'Make the call through the service and region the condition names, or change the condition.',
        },
      },
    ]
  if (key.grants?.length === 0)
    return [
      {
        id: 'iam-kms-grant-missing',
        strength: 'likely',
        summary: `The key ${keyName} holds no grant any more, and ${who} works by one.`,
        facts: [at.fact('key', 'Grants of the key', 'none')],
        fix: {
          now: 'Let the service make its grant again: attach the key to the resource again, or re-create the grant.',
        },
      },
    ]
  if (allows.some((each) => applies(each) === 'yes')) return []
  return [
    {
      id: 'iam-kms-key-policy',
      strength: 'proven',
      summary: `No statement in the key policy of ${keyName} allows ${who} ${reading.action ?? 'its use'}.`,
      facts: [
        at.fact(
          'key',
          'Key policy names',
          key.policy.statements.flatMap((each) => (each.principals ?? []).map(({ value }) => value)).join(', ') ||
            'nobody',
        ),
      ],
      fix,
    },
  ]
}
