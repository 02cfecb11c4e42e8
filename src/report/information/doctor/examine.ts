import type { KnownAccount } from '../../../accounts/connect.ts'
import type { AwsReader } from '../../../aws/reader.ts'
import { valueIfRead } from '../../../evidence/evidence.ts'
import type { IamAction } from '../../../evidence/probe.ts'
import { callerIdentity } from '../../../evidence/sts/caller-identity.ts'
import { tryActions } from '../../../evidence/trial/index.ts'
import { reachGroups } from '../../../evidence/trial/logs.ts'
import { type Simulated, simulateActions } from '../../../evidence/trial/simulation.ts'
import { readStagesLogs, type StagesLogs } from '../../../evidence/trial/stage-logs.ts'
import type { TrialOutcome } from '../../../evidence/trial/trial.ts'
import { accountRegion } from '../../../targets/resolve/account.ts'
import type { Spot } from '../alarms.ts'
import type { InformationContext } from '../command.ts'
import { gatherIn, unconnected } from '../reading.ts'
import { type ActionChecks, type DoctorPlace, gradeOf, mostCallsEach } from './doctor.ts'
import { sightOf } from './sight.ts'
import { quietStages } from './stage-fixes.ts'

const notTried = 'calling it costs money, or takes something to ask about that Firstlook cannot find by itself'

/** Left of the calls for log groups, stages and the simulator. */
const callsKept = 40
const nothingChecked: ActionChecks = { called: [], simulated: [], denied: [], unchecked: [] }

/** Looks at one account and region through the eyes of its diagnostic role; a refusal where the question itself is wrong. */
export async function examine(
  spot: Spot,
  actions: readonly IamAction[],
  context: InformationContext,
  onTried: (words: string) => void,
): Promise<DoctorPlace | { readonly refusal: ReturnType<typeof unconnected> }> {
  const connection = await context.connect(spot)
  const known = context.accounts.find(({ name }) => name === spot.account)
  if (connection.aws === undefined) {
    if (connection.fault === 'question') return { refusal: unconnected(connection) }
    const { refusal: why, denied } = connection
    const role = denied?.roleArn ?? known?.roleArn
    const place = {
      ...placeOf(spot, known),
      closed: {
        why,
        ...(role !== undefined && { roleArn: role }),
        ...(denied?.statement !== undefined && { statement: denied.statement }),
      },
      actions: nothingChecked,
      calls: 0,
    }
    return { ...place, grade: 'blind' }
  }
  const { aws } = connection
  const where = `${spot.name ?? aws.account} ${aws.region}`
  const [outcomes, stages, lastAlarm] = await Promise.all([
    tryActions(aws, {
      mostCalls: mostCallsEach - callsKept,
      onTried: (action) => onTried(`${where}: tried ${action}`),
    }),
    readStagesLogs(aws),
    lastAlarmOf(aws, context),
  ])
  const [checks, logGroups] = await Promise.all([
    checksOf(actions, outcomes, aws, known, context),
    reachedGroups(aws, stages),
  ])
  const place = {
    ...(spot.name !== undefined && { name: spot.name }),
    account: aws.account,
    region: aws.region,
    actions: checks,
    sight: sightOf(context.playbook, checks),
    logGroups,
    stages: {
      looked: stages.stages.length,
      apis: stages.apis,
      quiet: quietStages(stages.stages, aws.region),
      errors: stages.errors,
    },
    ...(lastAlarm !== undefined && { lastAlarm }),
    calls: aws.ledger.calls.length,
  }
  return { ...place, grade: gradeOf(place) }
}

function placeOf(spot: Spot, known: KnownAccount | undefined): { name?: string; account: string; region: string } {
  return {
    ...(spot.name !== undefined && { name: spot.name }),
    account: known?.id ?? spot.account ?? 'unknown',
    region: spot.region ?? known?.regions?.[0] ?? 'unknown',
  }
}

async function lastAlarmOf(
  { account, region }: AwsReader,
  { surroundings }: InformationContext,
): Promise<string | null | undefined> {
  if (surroundings?.lastAlarm === undefined) return undefined
  const at = await surroundings.lastAlarm({ account, region })
  return at === undefined ? null : new Date(at).toISOString()
}

async function reachedGroups(aws: AwsReader, { stages }: StagesLogs): Promise<NonNullable<DoctorPlace['logGroups']>> {
  const { groups, known } = await reachGroups(aws, stages)
  const failed = (state: 'unreachable' | 'unknown') =>
    groups.filter((each) => each.state === state).map(({ owner, group, error = '' }) => ({ owner, group, error }))
  return {
    looked: groups.length,
    known,
    unreachable: failed('unreachable'),
    unknown: failed('unknown'),
    missing: groups.filter(({ state }) => state === 'none').map(({ owner }) => owner),
  }
}

/** Sorts what is known of every action; the simulator is asked about those that could not be called. */
async function checksOf(
  actions: readonly IamAction[],
  outcomes: ReadonlyMap<IamAction, TrialOutcome>,
  aws: AwsReader,
  known: KnownAccount | undefined,
  context: InformationContext,
): Promise<ActionChecks> {
  const wanted = actions.filter((action) => action !== 'sts:GetCallerIdentity')
  const untried = wanted.filter((action) => (outcomes.get(action)?.status ?? 'untried') === 'untried')
  const simulated = await simulatedOf(untried, aws, known, context)
  const isOf = (status: TrialOutcome['status']) => (action: IamAction) => outcomes.get(action)?.status === status
  const says = (action: IamAction): Simulated => simulated.decisions.get(action) ?? 'unknown'
  return {
    called: wanted.filter(isOf('works')),
    simulated: untried.filter((action) => says(action) === 'allowed'),
    denied: [
      ...wanted.flatMap((action) => {
        const outcome = outcomes.get(action)
        return outcome?.status === 'denied' ? [{ action, error: outcome.error, how: 'called' as const }] : []
      }),
      ...untried
        .filter((action) => says(action) === 'denied')
        .map((action) => ({
          action,
          error: 'IAM’s simulator says that no policy of the role allows it, or that one denies it.',
          how: 'simulated' as const,
        })),
    ],
    unchecked: untried
      .filter((action) => says(action) === 'unknown')
      .map((action) => {
        const outcome = outcomes.get(action)
        return { action, why: outcome?.status === 'untried' ? outcome.why : notTried }
      }),
    ...(simulated.problem !== undefined && { simulatorProblem: simulated.problem }),
  }
}

/** The simulator's word, or why there is none. */
async function simulatedOf(
  actions: readonly IamAction[],
  aws: AwsReader,
  known: KnownAccount | undefined,
  context: InformationContext,
): Promise<{ readonly decisions: ReadonlyMap<IamAction, Simulated>; readonly problem?: string }> {
  if (actions.length === 0) return { decisions: new Map() }
  try {
    const own = await gatherIn(context, aws, context.request.window).evidence(callerIdentity, accountRegion(aws))
    const principal = known?.roleArn ?? valueIfRead(own)?.arn
    if (principal === undefined) return { decisions: new Map(), problem: 'whose role it is could not be read' }
    return { decisions: await simulateActions(aws, principal, actions) }
  } catch (error) {
    return { decisions: new Map(), problem: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}
