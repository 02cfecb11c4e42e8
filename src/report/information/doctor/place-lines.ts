import { clip } from '../../escape.ts'
import { bullet, type Line, subBullet, text } from '../../outline-lines.ts'
import type { BlindCauses, DeniedAction, DoctorPlace } from './doctor.ts'

const mostNamed = 4
const mostDenied = 8
const mostFixes = 3
const errorCharacters = 240

/** What the actions come to: what works, what is refused and blind for it, what nobody could tell. */
export function accessLines({ actions, sight, name, account }: DoctorPlace): Line[] {
  const { called, simulated, denied, unchecked } = actions
  const counts = [
    `${called.length} called and allowed`,
    ...(simulated.length > 0 ? [`${simulated.length} not called, allowed by IAM’s simulator`] : []),
    ...(denied.length > 0 ? [`${denied.length} refused`] : []),
    ...(unchecked.length > 0 ? [`${unchecked.length} not checked`] : []),
  ]
  const blindBy = new Map((sight?.blind ?? []).map((each) => [each.action, each]))
  return [
    bullet(text('Actions: ', 'strong'), `${counts.join(', ')}.`),
    ...(sight === undefined
      ? []
      : [
          bullet(
            text('Sight: ', 'strong'),
            `${sight.probes.works} of ${sight.probes.works + sight.probes.denied + sight.probes.unchecked} reads work; ${causeWords(sight.causes)}.`,
          ),
        ]),
    ...denied.slice(0, mostDenied).flatMap((each) => deniedLines(each, blindBy.get(each.action))),
    ...(denied.length > mostDenied
      ? [bullet(`${denied.length - mostDenied} more are refused; \`--json\` lists them.`)]
      : []),
    ...statementLines(denied, name ?? account),
    ...uncheckedLines(actions),
  ]
}

function causeWords({ all, blind, lessSure, unchecked }: NonNullable<DoctorPlace['sight']>['causes']): string {
  const parts = [
    ...(blind > 0 ? [`${blind} of ${all} causes cannot be told`] : []),
    ...(lessSure > 0 ? [`${lessSure} less surely`] : []),
    ...(unchecked > 0 ? [`${unchecked} hang on what was not checked`] : []),
  ]
  return parts.length === 0 ? `none of ${all} causes lacks a permission` : parts.join(', ')
}

function deniedLines({ action, error, how }: DeniedAction, blind: BlindCauses | undefined): Line[] {
  const causes = blind?.causes ?? []
  const verbs = blind?.verbs ?? []
  const named = causes.slice(0, mostNamed).join(', ')
  const more = causes.length > mostNamed ? ` and ${causes.length - mostNamed} more` : ''
  return [
    bullet(
      text(action, 'code'),
      how === 'called' ? ' is refused: ' : ' would be refused: ',
      clip(error, errorCharacters),
    ),
    ...(causes.length === 0 ? [] : [subBullet(`Blind without it: ${named}${more}.`)]),
    ...(verbs.length === 0 ? [] : [subBullet(`Whether it fails at all cannot be seen for ${verbs.join(', ')}.`)]),
  ]
}

/** Only what no policy allows is mended by allowing it. */
function statementLines(denied: readonly DeniedAction[], where: string): Line[] {
  const isForbidden = ({ error }: DeniedAction) =>
    /explicit deny|service control polic|resource control polic|permissions boundary|session policy/i.test(error)
  const lacking = denied.filter((each) => !isForbidden(each)).map(({ action }) => action)
  const forbidden = denied.filter(isForbidden).map(({ action }) => action)
  return [
    ...(lacking.length === 0
      ? []
      : [
          bullet(`The diagnostic role in ${where} lacks this; deploying its spoke stack again adds it:`),
          {
            kind: 'code' as const,
            text: JSON.stringify({ Effect: 'Allow', Action: lacking.slice(0, 60), Resource: '*' }, null, 2),
          },
        ]),
    ...(forbidden.length === 0
      ? []
      : [
          bullet(
            `A policy forbids ${forbidden.slice(0, mostNamed).join(', ')}; no statement in the role mends that. The words above name the kind of policy.`,
          ),
        ]),
  ]
}

function uncheckedLines({ unchecked, simulatorProblem }: DoctorPlace['actions']): Line[] {
  const byWhy = new Map<string, string[]>()
  for (const { action, why } of unchecked) {
    const shared = /^no .* to try it on$/.test(why) ? 'nothing is there to try them on' : why
    byWhy.set(shared, [...(byWhy.get(shared) ?? []), action])
  }
  const groups = [...byWhy]
  return [
    ...groups.slice(0, mostNamed).map(([why, actions]) => {
      const more = actions.length > mostNamed ? ` and ${actions.length - mostNamed} more` : ''
      return bullet(`Not checked: ${actions.slice(0, mostNamed).join(', ')}${more}: `, clip(why, errorCharacters))
    }),
    ...(groups.length > mostNamed ? [bullet('More was not checked; `--json` lists it.')] : []),
    ...(simulatorProblem === undefined
      ? []
      : [
          bullet(
            'IAM’s simulator, which would tell of these, could not be asked: ',
            clip(simulatorProblem, errorCharacters),
          ),
        ]),
  ]
}

/** Which logs can be searched, and which are not even written. */
export function logLines({ logGroups, stages }: DoctorPlace): Line[] {
  const { looked = 0, known = 0, unreachable = [], unknown = [], missing = [] } = logGroups ?? {}
  const failed = [...unreachable, ...unknown]
  const quiet = stages?.quiet ?? []
  const reached = looked - failed.length - missing.length
  return [
    bullet(
      text('Log groups: ', 'strong'),
      known === 0
        ? 'none of a function or stage was found.'
        : `${reached} of ${looked} can be searched${looked < known ? `; ${known - looked} more were not looked at` : ''}.`,
    ),
    ...failed
      .slice(0, mostNamed)
      .map(({ owner, group, error }) =>
        subBullet(`${owner} (${group}) cannot be searched: `, clip(error, errorCharacters)),
      ),
    ...(missing.length === 0
      ? []
      : [subBullet(`Without a log group, so nothing was logged or may be: ${listed(missing)}.`)]),
    bullet(text('API logs: ', 'strong'), stageWords(stages)),
    ...quiet
      .slice(0, mostFixes)
      .flatMap(({ api, stage, off, fix }): Line[] => [
        subBullet(`${api}/${stage}: ${off.join(' and ')} log off. To turn it on:`),
        { kind: 'code', text: fix },
      ]),
    ...(quiet.length > mostFixes
      ? [subBullet(`Off too: ${listed(quiet.slice(mostFixes).map(({ api, stage }) => `${api}/${stage}`))}.`)]
      : []),
    ...(stages?.errors ?? [])
      .slice(0, mostNamed)
      .map((error) => subBullet('Could not look: ', clip(error, errorCharacters))),
  ]
}

function stageWords(stages: DoctorPlace['stages']): string {
  const { looked = 0, apis = 0, quiet = [], errors = [] } = stages ?? {}
  if (errors.length > 0 && looked === 0) return 'not checked.'
  if (apis === 0) return 'there is no API.'
  const left = apis > 10 ? `; the stages of ${apis - 10} more APIs were not looked at` : ''
  return quiet.length === 0
    ? `on for all ${looked} stages${left}.`
    : `off for ${quiet.length} of ${looked} stages${left}.`
}

function listed(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : ''
  return `${names.slice(0, 10).join(', ')}${more}`
}
