import { coldTimes } from './cold.ts'
import { judged, type Measured, ratio } from './result.ts'

/** The two functions of Lambda against the usual way of building them. */
export async function cold(): Promise<Measured> {
  const { runs, ingressAckMs, defaultAckMs, workerLoadMs, defaultLoadMs } = await coldTimes()
  const ingress = ingressAckMs / defaultAckMs
  const worker = workerLoadMs / defaultLoadMs
  return {
    title: 'Cold start',
    rows: [
      judged('ingress, load and first ack / default Bolt', ratio(ingress), '≤ 0.20', ingress <= 0.2),
      judged('worker, load / default Bolt with the same clients', ratio(worker), '≤ 0.40', worker <= 0.4),
    ],
    notes: [
      `Medians of ${runs} fresh processes each, in turn: ingress ${ingressAckMs.toFixed(0)} ms against ${defaultAckMs.toFixed(0)} ms, worker ${workerLoadMs.toFixed(0)} ms against ${defaultLoadMs.toFixed(0)} ms.`,
    ],
    counts: { ingress, worker },
    front: `**Cold start**: the function that answers Slack loads and acknowledges in ${ratio(ingress)} × the time of a default Bolt function, the worker loads in ${ratio(worker)} ×.`,
  }
}
