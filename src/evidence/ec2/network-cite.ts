import type { FunctionTimeouts } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import type { Citation } from '../probe.ts'

/** A citation of one EC2 read about the network a function is attached to. */
export function citeNetwork(
  target: FunctionTimeouts,
  page: string,
  operation: string,
  filter: string,
  cli: string,
): Citation {
  return {
    source: `ec2:${operation} ${filter}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'vpc', `${page}:`),
    cli: `aws ec2 ${cli} --region ${target.region}`,
  }
}
