import { type SimulatedAws, startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { makeSessions, type Sessions } from '../../src/accounts/sessions.ts'
import { type TrustStatement, trustStatements } from '../../src/accounts/trust.ts'
import type { Asker } from '../../src/aws/asker.ts'
import { type ConfigInput, loadConfig } from '../../src/config/config.ts'
import { answering } from '../../src/entry/answering.ts'
import { informationCommands } from '../../src/entry/information.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import { playbook } from '../../src/playbook/index.ts'
import { allActions, diagnosticPolicies } from '../../src/playbook/permissions.ts'
import type { Answer } from '../../src/report/answer.ts'
import { lookups } from '../../src/targets/resolve/index.ts'

export const hub = '123456789012'
export const spoke = '222222222222'
export const externalId = 'the-external-id-of-prod'
const organization = 'o-sandbox1234'

export const ada: Asker = { user: 'U0ADA', team: 'T0SHOP', channel: 'C0ORDERS', incident: 'why-errors' }

/** A function that runs out of memory, with the metrics and logs that show it. */
export const failing: DeclaredWorld = {
  functions: [{ name: 'orders', memorySize: 256, traffic: [{ from: '-60m', perMinute: 20, errors: 3 }] }],
  logGroups: [
    {
      name: '/aws/lambda/orders',
      events: [{ from: '-50m', every: '1m', invocation: { memoryMb: 256, usedMb: 256, oom: true } }],
    },
  ],
}

/** The diagnostic role as the spoke stack makes it: its trust policy and the generated permissions. */
export function diagnosticRole(partition = 'aws', trust?: readonly TrustStatement[]) {
  const principalArn = `arn:${partition}:iam::${hub}:role/FirstlookWorker`
  const policies = diagnosticPolicies(allActions(playbook, lookups, informationCommands))
  return {
    name: 'FirstlookDiagnostic',
    trust: {
      Version: '2012-10-17',
      Statement: trust ?? trustStatements({ principalArn, externalId, organizationId: organization }),
    },
    inline: Object.fromEntries(policies.map((document, index) => [`Policy${index + 1}`, { ...document }])),
  }
}

/** The hub's worker, which may do nothing but open named sessions on the diagnostic roles. */
function workerCaller(partition: string) {
  return {
    arn: `arn:${partition}:sts::${hub}:assumed-role/FirstlookWorker/firstlook`,
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
          Resource: `arn:${partition}:iam::*:role/FirstlookDiagnostic`,
        },
      ],
    },
  }
}

export interface SpokeWorld {
  readonly aws: SimulatedAws
  readonly ask: (line: string, asker?: Asker) => Promise<Answer>
  /** The inputs of the calls that opened a session. */
  readonly opened: () => readonly Readonly<Record<string, unknown>>[]
  /** What was read by an assumed session, as `service:Action account region`. */
  readonly read: () => readonly string[]
}

export interface SpokeOptions {
  readonly world: DeclaredWorld
  readonly partition?: string
  readonly account?: Partial<NonNullable<ConfigInput['accounts']>[string]>
  readonly sessions?: Sessions
  readonly now?: () => number
}

/** A hub and what it watches behind one simulated AWS, asked as the worker asks. */
export async function startSpokeWorld(options: SpokeOptions): Promise<SpokeWorld> {
  const { world, partition = 'aws', account = {}, sessions = makeSessions(options.now), now } = options
  const aws = await startAws(
    { account: hub, organization, caller: workerCaller(partition), ...world },
    { ...(now !== undefined && { now }) },
  )
  const config = loadConfig({ accounts: { prod: { id: spoke, regions: ['eu-west-1'], externalId, ...account } } })
  const answer = answering(config, {
    endpoint: aws.url,
    credentials: { accessKeyId: 'AKIAFIRSTLOOKWORKER0', secretAccessKey: 'simulated' },
    sessions,
    ...(now !== undefined && { clock: now }),
    onBroken: (id, error) => {
      throw new Error(`the check ${id} threw`, { cause: error })
    },
  })
  return {
    aws,
    ask: (line, asker = ada) => {
      const parsed = parseCommand(line, { now: now?.() ?? Date.now() })
      if (parsed.kind !== 'diagnosis') throw new Error(`“${line}” is no question`)
      return answer({ ...parsed.question, asker })
    },
    opened: () => aws.calls.filter(({ operation }) => operation === 'AssumeRole').map(({ input }) => input),
    read: () =>
      aws.calls
        .filter(({ principal }) => principal.includes(':assumed-role/FirstlookDiagnostic/'))
        .map((call) => `${call.action} ${call.account} ${call.region}`),
  }
}
