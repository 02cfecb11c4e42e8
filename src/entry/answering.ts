import firstlookConfig from '../../firstlook.config.ts'
import { connect, type KnownAccount } from '../accounts/connect.ts'
import { partitionOf } from '../aws/partition.ts'
import type { AwsReader } from '../aws/reader.ts'
import { type Config, loadConfig } from '../config/config.ts'
import { alarmTagsActions, readAlarmTags } from '../evidence/cloudwatch/alarm-tags.ts'
import { describeAlarms, describeAlarmsActions } from '../evidence/cloudwatch/alarms.ts'
import type { IamAction } from '../evidence/probe.ts'
import { playbook } from '../playbook/index.ts'
import { withTeam } from '../playbook/with-team.ts'
import type { Ask } from '../report/answer.ts'
import { type AskOptions, makeAsk } from '../report/ask.ts'
import type { LookUpAlarms, LookUpAlarmTags } from '../report/ask-alarm.ts'
import { mapStrings, redactionOf } from '../report/redact.ts'
import { lookups } from '../targets/resolve/index.ts'
import { configCheck } from './config-check.ts'

/** The checked configuration of this checkout. Throws an Error that names each wrong field, and its line where the file is at hand. */
export function projectConfig(): Config {
  return loadConfig(firstlookConfig, configCheck())
}

/** The accounts of the configuration, each with the role to be assumed in it. */
export function knownAccounts(config: Config): KnownAccount[] {
  return Object.entries(config.accounts).map(([name, { id, regions, roleName, externalId }]) => ({
    name,
    id,
    regions,
    roleArn: `arn:${partitionOf(regions[0] ?? '')}:iam::${id}:role/${roleName}`,
    ...(externalId !== undefined && { externalId }),
  }))
}

export type AnsweringOptions = Partial<
  Pick<
    AskOptions,
    'credentials' | 'endpoint' | 'sessions' | 'onBroken' | 'onDone' | 'clock' | 'deadlineMs' | 'callMs' | 'accounts'
  >
>

/**
 * The real way to an answer: the whole playbook, the accounts of the configuration, the caller's own credentials unless others are
 * given. What comes back is redacted already, before anything can keep or log it.
 */
export function answering(config: Config, options: AnsweringOptions = {}): Ask {
  const safe = redactionOf(config.redaction)
  const ask = makeAsk({
    playbook: withTeam(playbook, { ...config.playbook, thresholds: config.thresholds }),
    lookups,
    accounts: knownAccounts(config),
    deadlineMs: config.limits.deadlineSeconds * 1000,
    limits: config.limits,
    ...(config.defaultRegion !== undefined && { fallbackRegion: config.defaultRegion }),
    clock: Date.now,
    ...options,
  })
  return async (question, onProgress) => {
    const answer = await ask(
      question,
      onProgress === undefined ? undefined : (step) => onProgress(mapStrings(step, safe)),
    )
    // The choices of a menu are commands to be asked again, and a refusal's words are told to the asker alone.
    return answer.kind === 'report' ? { kind: 'report', report: mapStrings(answer.report, safe) } : answer
  }
}

/** Looks up alarms in the account and region of an alarm event, by the same way to AWS as every answer. */
export function lookingUpAlarms(config: Config, options: AnsweringOptions = {}): LookUpAlarms {
  return async (names, place) => describeAlarms(await reaching(place, describeAlarmsActions, config, options), names)
}

/** Looks up the tags of an alarm, by the same way. */
export function lookingUpAlarmTags(config: Config, options: AnsweringOptions = {}): LookUpAlarmTags {
  return async (alarm) => readAlarmTags(await reaching(alarm, alarmTagsActions, config, options), alarm.arn)
}

async function reaching(
  { account, region }: { readonly account: string; readonly region: string },
  actions: readonly IamAction[],
  config: Config,
  options: AnsweringOptions,
): Promise<AwsReader> {
  const connection = await connect({
    account,
    region,
    known: options.accounts ?? knownAccounts(config),
    signal: AbortSignal.timeout(config.limits.deadlineSeconds * 1000),
    ...(options.credentials !== undefined && { credentials: options.credentials }),
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    ...(options.sessions !== undefined && { sessions: options.sessions }),
    asker: {},
    actions,
  })
  if (connection.aws === undefined) throw new Error(connection.refusal)
  return connection.aws
}
