/** The partition of a region; credentials of one are unknown in every other. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}

const partitions = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const

/** The region in which a partition's global services, such as IAM and Cost Explorer, take requests. */
export function globalRegionOf(partition: string): string {
  return globalRegions[partition] ?? 'us-east-1'
}

const globalRegions: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
}

/** The domain of a partition's endpoints. https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json */
export function domainOf(partition: string): string {
  return domains[partition] ?? 'amazonaws.com'
}

const domains: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
}

/** Whether a region is off until an account turns it on, as all are that opened after March 2019. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
export function isOptIn(region: string): boolean {
  return partitionOf(region) === 'aws' && !alwaysOn.has(region)
}

const alwaysOn: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
])

/** Regions that stand in a text, as in the ARNs of a pasted error; the first four. */
export function regionsNamedIn(text: string): string[] {
  const named = text.matchAll(/(?<![\w-])(?:[a-z]{2}|eusc)(?:-[a-z]{2,10}){1,2}-\d(?![\w-])/g)
  return [...new Set([...named].map(([region]) => region))].slice(0, 4)
}
