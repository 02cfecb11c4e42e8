import { defineProbe, type Probe } from '../evidence/probe.ts'
import { type Cause, type Diagnosis, defineCause, type Strength } from '../playbook/cause.ts'
import { family } from '../playbook/family.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { defineSign, type Observation, type Sign } from '../playbook/sign.ts'
import type { Symptom } from '../targets/symptom.ts'
import { type LambdaFunction, lambdaFunction } from '../targets/target.ts'

export const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
export const orders = lambdaFunction(place, 'orders')

/** For tests: a probe of functions that answers by `fetch`. */
export function probeOf<T>(id: string, fetch: (target: LambdaFunction) => Promise<T>): Probe<T, LambdaFunction> {
  return defineProbe({
    id,
    actions: ['lambda:GetFunctionConfiguration'],
    key: (target: LambdaFunction) => target.arn,
    resource: (target) => target.arn,
    fetch,
    cite: (target) => ({ source: `${id} ${target.id}`, account: target.account, region: target.region }),
  })
}

interface CauseOptions {
  readonly probe?: Probe<unknown, LambdaFunction>
  readonly strength?: Strength
  readonly times?: readonly number[]
  readonly requestIds?: readonly string[]
  readonly leadsTo?: readonly string[]
  readonly symptoms?: readonly [Symptom, ...Symptom[]]
  readonly known?: 'confirmed' | 'memory'
  readonly standsAlone?: boolean
  readonly diagnosis?: Diagnosis | (() => Diagnosis)
}

/** For tests: a cause of functions that finds what it is told to. */
export function causeOf(id: string, options: CauseOptions = {}): Cause {
  const { probe = probeOf('test.value', async () => 1), diagnosis } = options
  return defineCause({
    id,
    target: 'function',
    symptoms: options.symptoms ?? ['errors'],
    cause: 'A test.',
    fix: () => ({ now: 'Mend it.' }),
    docs: 'https://docs.aws.amazon.com/lambda/',
    known: options.known ?? 'confirmed',
    ...(options.leadsTo !== undefined && { leadsTo: options.leadsTo }),
    needs: { value: probe },
    diagnose: (_, at) => {
      if (diagnosis !== undefined) return typeof diagnosis === 'function' ? diagnosis() : diagnosis
      return {
        strength: options.strength ?? 'proven',
        summary: `${id} on ${at.target.name}`,
        facts: [at.fact('value', 'value', '1')],
        ...(options.times !== undefined && { times: options.times }),
        ...(options.requestIds !== undefined && { requestIds: options.requestIds }),
        ...(options.standsAlone !== undefined && { standsAlone: options.standsAlone }),
      }
    },
  })
}

/** For tests: a sign on functions that sees what it is told to. */
export function signOf(observation: Partial<Observation>): Sign {
  return defineSign({
    id: 'test-sign',
    target: 'function',
    symptoms: ['errors'],
    needs: {},
    observe: () => ({ state: 'present', summary: 'It fails.', facts: [], times: [], ...observation }),
  })
}

export function playbookOf(parts: Partial<Playbook>): Playbook {
  return { causes: [], signs: [], hops: [], changes: [], advice: [], family, ...parts }
}
