import { valueIfRead } from '../../evidence/evidence.ts'
import { cutAtWord } from '../lambda/words.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import type { ColdVerdict } from './cold-verdict.ts'

const scalingCodes =
  /^(CapacityProviderScalingLimitExceeded|InsufficientCapacity|VcpuLimitExceeded|Ec2RequestLimitExceeded)$/

/** Where Lambda itself says that the function is not ready to start. */
export function stateVerdict(evidence: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const configuration = valueIfRead(evidence.configuration)
  if (configuration === undefined) return undefined
  const { state = 'Active', stateReasonCode = '', stateReason, vpc } = configuration
  const { target } = at
  const words = `${state}${stateReasonCode === '' ? '' : `, ${stateReasonCode}`}${stateReason === undefined ? '' : `: ${cutAtWord(stateReason, 200)}`}`
  const fact = at.fact('configuration', 'State of the function', words)
  const provider = valueIfRead(evidence.package)?.capacityProviderArn
  if (provider !== undefined && scalingCodes.test(stateReasonCode))
    return {
      id: 'cold-lmi',
      strength: 'proven',
      summary: `${target.name} runs on the capacity provider ${provider.split(':').at(-1)}, which could not grow (${stateReasonCode}).`,
      facts: [fact, at.fact('package', 'Capacity provider', provider)],
      times: [],
      standsAlone: true,
    }
  const isIdle = state === 'Inactive'
  const isCreating = state === 'Pending' && vpc !== undefined && /^(Creating|Restoring|Idle|)$/.test(stateReasonCode)
  if (!isIdle && !isCreating) return undefined
  return {
    id: 'cold-vpc-first-eni',
    strength: 'proven',
    summary: isIdle
      ? `${target.name} is Inactive: it was not called for weeks, so Lambda took back ${vpc === undefined ? 'its resources' : `its network interface in ${vpc.vpcId}`}, and the next call fails or waits while it is restored.`
      : `${target.name} is Pending${stateReasonCode === '' ? '' : ` (${stateReasonCode})`}: Lambda is creating its network interface in ${vpc?.vpcId ?? 'the VPC'}.`,
    facts: [fact],
    times: [],
    standsAlone: true,
  }
}
