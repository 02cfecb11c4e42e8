import { principalName } from '../../evidence/iam/principal.ts'
import type { Denial } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { choose, shellWord } from '../command.ts'
import {
  addToBucketPolicy,
  addToManagedPolicy,
  addToQueuePolicy,
  addToTopicPolicy,
  grantTo,
  type Statement,
} from '../statement.ts'
import type { DenialReading } from './reading.ts'

/** `orders (role)`, or what is known of the caller. */
export function whoOf({ principal, said }: DenialReading, target: Denial): string {
  const named = principalName(principal)
  return named === undefined
    ? (said.caller ?? target.caller ?? target.principal ?? 'The caller')
    : `${named.kind} ${named.name}`
}

/** AWS's words on one line, without the encoded part that nobody can read, cut after a word. */
export function shownWords(text: string, most: number): string {
  const plain = text
    .replace(/(encoded authorization failure message:?\s*)[\w\-+/=]{20,}/i, '$1(see “Decoded”)')
    .replaceAll(/\s+/g, ' ')
  if (plain.length <= most) return plain
  return `${plain
    .slice(0, most)
    .toWellFormed()
    .replace(/\s\S*$/, '')} …`
}

/** `dynamodb:PutItem on arn:…` */
export function whatOf({ action, resource }: DenialReading): string {
  return `${action ?? 'the call'}${resource === undefined ? '' : ` on ${resource}`}`
}

/** The smallest statement that allows exactly what was refused; nothing where the action or the resource is not known. */
export function statementFor({ action, resource }: DenialReading): Statement | undefined {
  return action === undefined || resource === undefined
    ? undefined
    : { Effect: 'Allow', Action: action, Resource: resource }
}

/** The statement as a part of a fix. */
export function withStatement(statement: Statement | undefined): Fix {
  return statement === undefined ? {} : { iac: JSON.stringify(statement) }
}

/** Puts the statement into the caller's own policies. */
export function grantIdentity(reading: DenialReading): Fix {
  const named = principalName(reading.principal)
  const statement = statementFor(reading)
  const isSso = named?.name.startsWith('AWSReservedSSO_') === true
  const isPassRole = reading.action?.toLowerCase() === 'iam:passrole'
  return {
    now: isSso
      ? `Add the statement to the permission set behind ${named?.name}; the role itself cannot be changed.`
      : `Allow ${named === undefined ? 'the caller' : `${named.kind} ${named.name}`} exactly ${whatOf(reading)}${isPassRole ? ', to the one service that is handed the role' : ''}.`,
    proper: 'Put the same statement into the template that makes the policy, so that the next deployment keeps it.',
    ...(named !== undefined &&
      statement !== undefined &&
      !isSso && {
        cli: isPassRole ? grantPassRole(named.kind, named.name, statement) : grantTo(named.kind, named.name, statement),
      }),
    ...withStatement(statement),
  }
}

/** Lets a permissions boundary allow what was refused; a Deny in it has to go instead. */
export function extendBoundary(reading: DenialReading, arn: string | undefined, isDenied: boolean): Fix {
  const name = arn === undefined ? '' : ` ${arn}`
  if (isDenied)
    return { now: `Take ${whatOf(reading)} out of the Deny statement of the boundary${name}: no Allow outweighs it.` }
  const statement = statementFor(reading)
  return {
    now: `Extend the boundary${name} by this one action, for everybody who has it; a grant on the role alone does not help.`,
    ...withStatement(statement),
    ...(arn !== undefined && statement !== undefined && { cli: addToManagedPolicy(arn, statement) }),
  }
}

/** The service that is handed the role stands in no refusal: those that may assume it are listed to choose from. */
function grantPassRole(kind: 'role' | 'user', name: string, statement: Statement): string {
  const role = shellWord(String(statement.Resource).split('/').at(-1) ?? '')
  return choose(
    `aws iam get-role --role-name ${role} --query 'Role.AssumeRolePolicyDocument.Statement[].Principal.Service'`,
    { SERVICE: 'the service of the list that is handed the role' },
    ({ SERVICE }) => {
      const chosen = 'CHOSEN.SERVICE'
      return grantTo(kind, name, {
        ...statement,
        Condition: { StringEquals: { 'iam:PassedToService': chosen } },
      }).replace(chosen, `'${SERVICE}'`)
    },
  )
}

/** Puts the statement into the resource's policy; `region` counts where its ARN names none. */
export function grantOnResource(
  reading: DenialReading,
  where: string,
  { region, hasPolicy = true }: { readonly region: string; readonly hasPolicy?: boolean },
): Fix {
  const { principal } = reading
  const statement = statementFor(reading)
  const named =
    statement === undefined || principal === undefined ? undefined : { ...statement, Principal: { AWS: principal } }
  return {
    now: `Allow ${principal ?? 'the caller'} in ${where}.`,
    proper: 'Both sides must allow a call between accounts: the caller’s own policy and the resource’s.',
    ...withStatement(named),
    ...(named !== undefined && onResource(reading.resource ?? '', named, named.Principal.AWS, { region, hasPolicy })),
  }
}

/** The command for the kinds of resource whose policy is one document, and for a function's. */
function onResource(
  arn: string,
  statement: Statement,
  principal: string,
  { region: otherwise, hasPolicy }: { readonly region: string; readonly hasPolicy: boolean },
): Fix {
  const [, , service, ownRegion, account, ...rest] = arn.split(':')
  const region = ownRegion || otherwise
  const name = rest.join(':')
  switch (service) {
    case 's3':
      return { cli: addToBucketPolicy(name.split('/')[0] ?? '', region, statement, hasPolicy) }
    case 'sqs':
      return {
        cli: addToQueuePolicy(`https://sqs.${region}.${urlSuffix(arn)}/${account}/${name}`, region, statement),
      }
    case 'sns':
      return { cli: addToTopicPolicy(arn, region, statement) }
    case 'lambda':
      return name.startsWith('function:')
        ? {
            cli: `aws lambda add-permission --function-name ${shellWord(arn)} --statement-id ${shellWord(`allow-${principal.replaceAll(/[^\w]+/g, '-')}`.slice(0, 100))} --action ${shellWord(String(statement.Action))} --principal ${shellWord(principal)} --region ${region}`,
          }
        : {}
    default:
      return {}
  }
}

function urlSuffix(arn: string): string {
  return arn.startsWith('arn:aws-cn:') ? 'amazonaws.com.cn' : 'amazonaws.com'
}
