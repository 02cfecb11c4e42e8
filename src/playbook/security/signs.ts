import type { Evidence } from '../../evidence/evidence.ts'
import { from, optional, type Probe } from '../../evidence/probe.ts'
import { bucketExposure } from '../../evidence/security/bucket-exposure.ts'
import { configEvaluations } from '../../evidence/security/config-evaluations.ts'
import { configFindings } from '../../evidence/security/config-findings.ts'
import { configRecorder } from '../../evidence/security/config-recorder.ts'
import { configRules } from '../../evidence/security/config-rules.ts'
import { credentialReport } from '../../evidence/security/credential-report.ts'
import { accountAround, focusOf, ofWholeAccount } from '../../evidence/security/focus.ts'
import { functionsSecurity } from '../../evidence/security/functions.ts'
import { rootSummary } from '../../evidence/security/iam-account.ts'
import { openGroups } from '../../evidence/security/network-exposure.ts'
import { cloudTrails } from '../../evidence/security/trails.ts'
import type { AccountRegion, Target } from '../../targets/target.ts'
import type { Fact } from '../fact.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { resourceKinds } from './hops.ts'
import { listed } from './judged.ts'

const configReads = {
  recorder: configRecorder,
  rules: configRules,
  evaluations: configEvaluations,
  findings: configFindings,
}
const accountReads = {
  ...configReads,
  credentials: ofWholeAccount(credentialReport),
  root: ofWholeAccount(rootSummary),
  trails: ofWholeAccount(cloudTrails),
  buckets: bucketExposure,
  groups: openGroups,
  functions: functionsSecurity,
}
const words: Readonly<Record<string, string>> = {
  recorder: 'the recorder of AWS Config',
  rules: 'Config rules',
  evaluations: 'the state of its rules',
  findings: 'resources that break them',
  credentials: 'the credential report',
  root: 'the root user',
  trails: 'CloudTrail',
  buckets: 'public buckets',
  groups: 'security groups',
  functions: 'function policies',
}

/** What the sign reads, as it comes to it. */
interface Seen {
  readonly recorder: Evidence<readonly { readonly isRecording: boolean; readonly lastStatus: string }[]>
  readonly rules: Evidence<{
    readonly broken: readonly { readonly name: string; readonly resources: number }[]
    readonly complete: boolean
  }>
  readonly evaluations: Evidence<{ readonly count: number }>
  readonly findings: Evidence<{
    readonly findings: readonly {
      readonly rule: string
      readonly resourceType: string
      readonly resourceId: string
      readonly recordedAt?: number
    }[]
  }>
}

interface Observing {
  fact(need: 'recorder' | 'rules' | 'findings', label: string, value: string, at?: number, aspect?: string): Fact
}

function observe(
  all: Readonly<Record<string, Evidence<unknown>>> & Seen,
  at: Observing,
  of: string,
  isOne: boolean,
): Observation {
  const missing = Object.entries(all).flatMap(([name, evidence]) =>
    evidence.status === 'ok' ? [] : [words[name] ?? name],
  )
  const { recorder, rules, evaluations, findings } = all
  const isRecording =
    recorder.status === 'ok' && recorder.value.some((each) => each.isRecording && each.lastStatus !== 'FAILURE')
  const marked = findings.status === 'ok' ? findings.value.findings : []
  const broken = rules.status === 'ok' ? rules.value.broken : []
  const facts = [
    ...(recorder.status !== 'ok'
      ? []
      : [
          at.fact(
            'recorder',
            'AWS Config',
            recorder.value.length === 0 ? 'not set up' : isRecording ? 'recording' : 'not recording',
          ),
        ]),
    ...marked
      .slice(0, 6)
      .map((each) =>
        at.fact(
          'findings',
          `Config rule ${each.rule}`,
          `NON_COMPLIANT: ${each.resourceType} ${each.resourceId}`,
          each.recordedAt,
          each.rule,
        ),
      ),
    ...(isOne || broken.length === 0
      ? []
      : [
          at.fact(
            'rules',
            'Rules that are broken',
            listed(
              broken.map((each) => each.name),
              8,
            ),
          ),
        ]),
  ]
  const doubt = recorder.status === 'ok' ? 'AWS Config does not record' : 'Whether AWS Config records could not be read'
  const old = isRecording ? '' : ` ${doubt}, so this may be of an earlier state.`
  if (isOne ? marked.length > 0 : broken.length > 0) {
    const names = isOne ? marked.map((each) => each.rule) : broken.map((each) => each.name)
    return {
      state: 'present',
      summary: `${of} breaks ${names.length} Config rule${names.length === 1 ? '' : 's'}: ${listed(names)}.${old}`,
      facts,
      times: [],
    }
  }
  const gaps = [
    ...(missing.length === 0 ? [] : [`${missing.join(', ')} could not be read`]),
    ...(recorder.status !== 'ok' || isRecording
      ? []
      : [recorder.value.length === 0 ? 'AWS Config is not set up in this region' : 'AWS Config does not record']),
    ...(evaluations.status === 'ok' && isRecording && evaluations.value.count === 0 && broken.length === 0
      ? ['AWS Config has no rules']
      : []),
    ...(rules.status === 'ok' && !rules.value.complete ? ['Config has more rules than were read'] : []),
  ]
  const looked = Object.keys(all).flatMap((name) => (all[name]?.status === 'ok' ? [words[name] ?? name] : []))
  if (gaps.length > 0)
    return {
      state: 'unknown',
      summary: `Whether ${of} is in order is not known: ${gaps.join('; ')}.`,
      facts,
      times: [],
    }
  return {
    state: 'absent',
    summary: `Nothing was found in ${of} among what was looked at: ${looked.join(', ')}. GuardDuty, Security Hub and Access Analyzer are not read.`,
    facts,
    times: [],
  }
}

const accountSign = defineSign({
  id: 'security.account',
  target: 'account',
  symptoms: ['security'],
  needs: {
    recorder: optional(accountReads.recorder),
    rules: optional(accountReads.rules),
    evaluations: optional(accountReads.evaluations),
    findings: optional(accountReads.findings),
    credentials: optional(accountReads.credentials),
    root: optional(accountReads.root),
    trails: optional(accountReads.trails),
    buckets: optional(accountReads.buckets),
    groups: optional(accountReads.groups),
    functions: optional(accountReads.functions),
  },
  observe: (evidence, at) =>
    observe(
      { ...evidence },
      at,
      focusOf(at.target)?.id ?? `account ${at.target.account}`,
      focusOf(at.target) !== undefined,
    ),
})

function around<T>(probe: Probe<T, AccountRegion>) {
  return optional(from<T, AccountRegion, Target>(probe, accountAround))
}

const resourceSigns: readonly Sign[] = resourceKinds.map((kind) =>
  defineSign({
    id: `security.${kind}`,
    target: kind,
    symptoms: ['security'],
    needs: {
      recorder: around(configRecorder),
      rules: around(configRules),
      evaluations: around(configEvaluations),
      findings: around(configFindings),
      ...(kind === 'bucket' && { buckets: around(bucketExposure) }),
      ...(kind === 'function' && { functions: around(functionsSecurity) }),
    },
    observe: (evidence, at) => observe({ ...evidence } as never, at as never, at.target.name, true),
  }),
)

export const securitySigns: readonly Sign[] = [accountSign, ...resourceSigns]
