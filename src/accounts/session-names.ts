import type { Asker } from '../aws/asker.ts'

/** How a session is named in the watched account's CloudTrail. */
export interface SessionNames {
  readonly sessionName: string
  /** Stays with everything the session does; absent for a person at a terminal, whose own identity is there already. */
  readonly sourceIdentity?: string
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
}

const nameCharacters = 64
const tagCharacters = 256

/** The names that STS accepts for an asker, whatever the asker's fields hold. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function sessionNames(asker: Asker | undefined): SessionNames {
  if (asker === undefined) return { sessionName: 'firstlook', tags: [] }
  const { user, team, channel, incident } = asker
  const sourceIdentity = user === undefined ? 'firstlook-alarm' : nameOf(`slack-${user}`)
  const sessionName = nameOf(['firstlook', incident ?? [], user ?? 'alarm'].flat().join('-'))
  const tags = [
    ['FirstlookUser', user],
    ['FirstlookTeam', team],
    ['FirstlookChannel', channel],
    ['FirstlookIncident', incident],
  ].flatMap(([Key = '', value = '']) => {
    const Value = tagOf(value)
    return Value === '' ? [] : [{ Key, Value }]
  })
  return { sessionName, sourceIdentity, tags }
}

/** Role session names and source identities: letters, digits and `_+=,.@-`. */
function nameOf(text: string): string {
  return text.replace(/[^A-Za-z0-9_+=,.@-]/g, '-').slice(0, nameCharacters)
}

function tagOf(text: string): string {
  return text
    .replace(/[^A-Za-z0-9 _.:/=+@-]/g, '-')
    .slice(0, tagCharacters)
    .trim()
}
