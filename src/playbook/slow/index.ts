import type { Advice, Cause } from '../cause.ts'
import type { ChangeSource, Sign } from '../sign.ts'
import { apiStartSigns } from './api-start-signs.ts'
import { ddbSlowLambdaCpu } from './ddb-slow-lambda-cpu.ts'
import { ddbSlowVpcPath } from './ddb-slow-vpc-path.ts'
import { hops } from './hops.ts'
import { signs as slowSigns } from './signs.ts'

const causes: readonly Cause[] = [ddbSlowLambdaCpu, ddbSlowVpcPath]
const signs: readonly Sign[] = [...slowSigns, ...apiStartSigns]
const changes: readonly ChangeSource[] = []
const advice: readonly Advice[] = []

/** Whether APIs and functions are slow, and the way from there to the table they wait for. */
export const slowPlaybook = { causes, signs, hops, changes, advice }
