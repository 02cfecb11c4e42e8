import { boundedBy } from '../../aws/reader.ts'
import { allActions, allProbes, type CommandReading } from '../../playbook/permissions.ts'
import type { Playbook } from '../../playbook/playbook.ts'
import type { Lookup } from '../../targets/resolve/resolution.ts'
import { spotsOf } from './alarms.ts'
import {
  defineInformation,
  type InformationAnswer,
  type InformationCommand,
  type InformationContext,
} from './command.ts'
import type { Doctor, DoctorPlace, OwnCheck } from './doctor/doctor.ts'
import { examine } from './doctor/examine.ts'
import { doctorPage } from './doctor/page.ts'

/** Accounts and regions looked at side by side. */
const placesAtOnce = 4

/** The command that tells what Firstlook can see, of all that the playbook, the look-ups and the other commands may read. */
export function doctorOf({
  playbook,
  lookups,
  commands,
}: {
  readonly playbook: Playbook
  readonly lookups: readonly Lookup[]
  readonly commands: readonly CommandReading[]
}): InformationCommand {
  const actions = allActions(playbook, lookups, commands)
  return defineInformation<Doctor>({
    name: 'doctor',
    reads: [...allProbes(playbook), ...commands.flatMap(({ reads }) => reads)],
    lookups: [...lookups, ...commands.flatMap((command) => command.lookups)],
    answer: (context) => answer(actions, context),
    page: doctorPage,
  })
}

async function answer(
  actions: ReturnType<typeof allActions>,
  context: InformationContext,
): Promise<InformationAnswer<Doctor>> {
  const { clock, now, surroundings, onStep } = context
  const spots = spotsOf(context)
  const readsStarted = spots.length * actions.length
  let readsDone = 0
  const onTried = (step: string): void => {
    readsDone += 1
    onStep({ step, readsDone, readsStarted })
  }
  const slots = boundedBy(placesAtOnce)
  const [looked, own] = await Promise.all([
    Promise.all(spots.map((spot) => slots(() => examine(spot, actions, context, onTried)))),
    surroundings?.ownChecks?.() as Promise<readonly OwnCheck[]> | undefined,
  ])
  const refused = looked.find((each) => 'refusal' in each)
  if (refused !== undefined && 'refusal' in refused) return refused.refusal
  const places = looked.filter((each): each is DoctorPlace => !('refusal' in each))
  return {
    kind: 'data',
    data: {
      places,
      ...(own !== undefined && { own }),
      took: { calls: places.reduce((sum, { calls }) => sum + calls, 0), durationMs: clock() - now },
    },
  }
}
