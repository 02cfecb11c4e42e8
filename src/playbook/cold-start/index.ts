import type { Advice, Cause } from '../cause.ts'
import type { ChangeSource, Hop } from '../sign.ts'
import { coldBurstScaleOut } from './cold-burst-scale-out.ts'
import { coldContainerImage } from './cold-container-image.ts'
import { coldDeploy } from './cold-deploy.ts'
import { coldExtensionLayers } from './cold-extension-layers.ts'
import { coldInitHeavyCode } from './cold-init-heavy-code.ts'
import { coldInitTimeoutRetry } from './cold-init-timeout-retry.ts'
import { coldJavaDotnet } from './cold-java-dotnet.ts'
import { coldLmi } from './cold-lmi.ts'
import { coldLowMemory } from './cold-low-memory.ts'
import { coldLowTraffic } from './cold-low-traffic.ts'
import { coldNotCold } from './cold-not-cold.ts'
import { coldPcAllocationFailed } from './cold-pc-allocation-failed.ts'
import { coldPcNotHit } from './cold-pc-not-hit.ts'
import { coldPcSpillover } from './cold-pc-spillover.ts'
import { coldSnapstartOffQualifier } from './cold-snapstart-off-qualifier.ts'
import { coldSnapstartRestoreSlow } from './cold-snapstart-restore-slow.ts'
import { coldVpcFirstEni } from './cold-vpc-first-eni.ts'
import { coldWeightedAliasPc } from './cold-weighted-alias-pc.ts'
import { signs } from './signs.ts'

const causes: readonly Cause[] = [
  coldBurstScaleOut,
  coldContainerImage,
  coldDeploy,
  coldExtensionLayers,
  coldInitHeavyCode,
  coldInitTimeoutRetry,
  coldJavaDotnet,
  coldLmi,
  coldLowMemory,
  coldLowTraffic,
  coldNotCold,
  coldPcAllocationFailed,
  coldPcNotHit,
  coldPcSpillover,
  coldSnapstartOffQualifier,
  coldSnapstartRestoreSlow,
  coldVpcFirstEni,
  coldWeightedAliasPc,
]
const hops: readonly Hop[] = []
const changes: readonly ChangeSource[] = []
const advice: readonly Advice[] = []

/** Why functions are slow to start. */
export const coldStartPlaybook = { causes, signs, hops, changes, advice }
