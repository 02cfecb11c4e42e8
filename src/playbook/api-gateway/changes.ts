import { deployment } from '../../evidence/api-gateway/deployment.ts'
import { httpStage } from '../../evidence/api-gateway/http-stage.ts'
import { restStage } from '../../evidence/api-gateway/rest-stage.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { type Change, type ChangeSource, defineChangeSource } from '../sign.ts'

const unknownPerson = 'unknown'
const dayMs = 86_400_000

const restChanges = defineChangeSource({
  id: 'rest-api-stage',
  target: 'rest-api',
  needs: { stage: restStage, deployed: optional(deployment) },
  list({ stage, deployed }, { target, window }): Change[] {
    const served = valueIfRead(deployed)
    return recent(window.from, [
      {
        at: served?.createdAt,
        who: unknownPerson,
        what: `Deployment ${served?.id ?? ''} of ${target.name} was made${served?.description === undefined ? '' : `: ${served.description}`}`,
        resource: target.arn,
      },
      ...(sameMoment(served?.createdAt, stage.lastUpdatedAt)
        ? []
        : [
            {
              at: stage.lastUpdatedAt,
              who: unknownPerson,
              what: `Stage ${target.stage} of ${target.name} was changed`,
              resource: target.arn,
            },
          ]),
    ])
  },
})

const httpChanges = defineChangeSource({
  id: 'http-api-stage',
  target: 'http-api',
  needs: { stage: httpStage },
  list: ({ stage }, { target, window }): Change[] =>
    recent(window.from, [
      {
        at: stage.lastUpdatedAt,
        who: unknownPerson,
        what: `Stage ${target.stage} of ${target.name} was changed`,
        resource: target.arn,
      },
    ]),
})

/** What is older than a day before the window explains nothing new. */
function recent(
  from: number,
  changes: readonly (Omit<Change, 'at'> & { readonly at: number | undefined })[],
): Change[] {
  return changes.flatMap(({ at, ...change }) => (at === undefined || at < from - dayMs ? [] : [{ at, ...change }]))
}

/** A deployment changes its stage in the same moment. */
function sameMoment(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a - b) < 60_000
}

export const changes: ChangeSource[] = [restChanges, httpChanges]
