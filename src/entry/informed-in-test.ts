import { type RecordedCall, startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { sessionPolicy } from '../accounts/session-policy.ts'
import { type ConfigInput, loadConfig } from '../config/config.ts'
import { parseCommand } from '../intake/grammar.ts'
import { playbook } from '../playbook/index.ts'
import { allActions, diagnosticPolicies } from '../playbook/permissions.ts'
import type { Asker, Informed } from '../report/information/command.ts'
import { commandActions } from '../report/information/make-inform.ts'
import type { Page } from '../report/information/page.ts'
import { renderPageText } from '../report/information/terminal.ts'
import { lookups } from '../targets/resolve/index.ts'
import { informationCommands, informing } from './information.ts'

const callerKey = { accessKeyId: 'AKIAFIRSTLOOKTEST000', secretAccessKey: 'not-a-real-secret' }
const rolePolicy = {
  Version: '2012-10-17',
  Statement: diagnosticPolicies(allActions(playbook, lookups, informationCommands)).flatMap(
    (policy) => policy.Statement,
  ),
}

export interface InformedWorld {
  readonly informed: Informed
  readonly calls: readonly RecordedCall[]
}

/** Runs a command's line against a world, with the generated role's permissions and the session of that command. */
export async function informedOf(
  line: string,
  world: DeclaredWorld,
  { asker = { door: 'terminal' }, config = {} }: { asker?: Asker; config?: ConfigInput } = {},
): Promise<InformedWorld> {
  const now = Date.now()
  const parsed = parseCommand(line, { now })
  if (parsed.kind !== 'info') throw new Error(`“${line}” is no command: ${JSON.stringify(parsed)}`)
  const command = informationCommands.find(({ name }) => name === parsed.verb.name)
  if (command === undefined) throw new Error(`no command is called ${parsed.verb.name}`)
  const session = JSON.parse(sessionPolicy({ actions: commandActions(command), regions: ['eu-west-1'] }))
  const caller = { policy: rolePolicy, ...(Object.keys(config).length === 0 && { sessionPolicy: session }) }
  const aws = await startAws({ ...world, caller: { ...caller, ...world.caller } } as DeclaredWorld, { now: () => now })
  try {
    const inform = informing(loadConfig(config), { endpoint: aws.url, credentials: callerKey, clock: () => now })
    const request = { ...parsed.request, region: parsed.request.region ?? 'eu-west-1' }
    return { informed: await inform(parsed.verb.name, request, asker), calls: [...aws.calls] }
  } finally {
    await aws.close()
  }
}

/** The page of an answer, or an error that says what came instead. */
export function pageOf({ informed }: InformedWorld): { page: Page; data: object; text: string } {
  if (informed.kind !== 'page') throw new Error(`no page: ${JSON.stringify(informed)}`)
  const { page, data, command } = informed
  return { page, data, text: renderPageText(page, command, { isColour: false, columns: 120 }) }
}
