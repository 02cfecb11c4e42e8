import { configRulePrefix } from '../../targets/resolve/account.ts'
import type { AccountRegion, Target } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import type { Citation, Probe } from '../probe.ts'

/** The one resource that was asked about. */
export interface Focus {
  readonly arn: string
  /** `s3`, `lambda`, `sqs`, `kms`, `ec2`, `dynamodb`; `config` for a rule of AWS Config. */
  readonly service: string
  /** Its name or id, as its service's calls take it. */
  readonly id: string
}

/** What a question about one resource looks at: the account's target goes by the resource's ARN then. */
export function focusOf(target: AccountRegion): Focus | undefined {
  if (target.name.startsWith(configRulePrefix))
    return { arn: target.name, service: 'config', id: target.name.slice(configRulePrefix.length) }
  const [, , service, , , ...rest] = target.name.split(':')
  if (!target.name.startsWith('arn:') || service === undefined) return undefined
  const path = rest.join(':')
  return {
    arn: target.name,
    service,
    id: path.replace(/^(function:|table\/|security-group\/|alias\/|key\/|bucket\/)/, ''),
  }
}

/** The account as the place where the checks of one resource are made. */
export function accountAround(resource: Target): AccountRegion {
  return {
    kind: 'account',
    id: resource.account,
    name: resource.arn,
    arn: `arn:${resource.partition}:iam::${resource.account}:root`,
    account: resource.account,
    region: resource.region,
    partition: resource.partition,
  }
}

/** Two questions about the same account and resource share their reads. */
export function focusKey(target: AccountRegion): string {
  return `${target.account} ${target.region} ${target.name}`
}

/** `source` as `service:Operation Argument=…`; `cli` without the region. */
export function citeCheck(
  target: AccountRegion,
  source: string,
  cli: string,
  page: string,
  fragment?: string,
): Citation {
  return {
    source,
    account: target.account,
    region: target.region,
    link: consoleLink(target, page, fragment),
    cli: `aws ${cli} --region ${target.region}`,
  }
}

/** The name of an error, for expected absences. */
export function isNamed(error: unknown, name: RegExp): boolean {
  return error instanceof Error && name.test(error.name)
}

/** The same read of the whole account; null, and no call, where one resource was asked about. */
export function ofWholeAccount<T>(probe: Probe<T, AccountRegion>): Probe<T | null, AccountRegion> {
  return {
    ...probe,
    fetch: (target, at) => (focusOf(target) === undefined ? probe.fetch(target, at) : Promise.resolve(null)),
  }
}
