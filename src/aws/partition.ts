interface Partition {
  /** What its regions begin with. */
  readonly prefix: string
  readonly id: string
  /** Where its global services take requests. */
  readonly globalRegion: string
  readonly domain: string
}

const commercial: Partition = { prefix: '', id: 'aws', globalRegion: 'us-east-1', domain: 'amazonaws.com' }

/** https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json */
const others: readonly Partition[] = [
  { prefix: 'cn-', id: 'aws-cn', globalRegion: 'cn-north-1', domain: 'amazonaws.com.cn' },
  { prefix: 'us-gov-', id: 'aws-us-gov', globalRegion: 'us-gov-west-1', domain: 'amazonaws.com' },
  { prefix: 'us-isob-', id: 'aws-iso-b', globalRegion: 'us-isob-east-1', domain: 'sc2s.sgov.gov' },
  { prefix: 'us-isof-', id: 'aws-iso-f', globalRegion: 'us-isof-south-1', domain: 'csp.hci.ic.gov' },
  { prefix: 'us-iso-', id: 'aws-iso', globalRegion: 'us-iso-east-1', domain: 'c2s.ic.gov' },
  { prefix: 'eu-isoe-', id: 'aws-iso-e', globalRegion: 'eu-isoe-west-1', domain: 'cloud.adc-e.uk' },
  { prefix: 'eusc-', id: 'aws-eusc', globalRegion: 'eusc-de-east-1', domain: 'amazonaws.eu' },
]

/** The partition of a region; credentials of one are unknown in every other. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  return (others.find(({ prefix }) => region.startsWith(prefix)) ?? commercial).id
}

/** The region in which a partition's global services, such as IAM and Cost Explorer, take requests. */
export function globalRegionOf(partition: string): string {
  return known(partition).globalRegion
}

/** The domain of a partition's endpoints. */
export function domainOf(partition: string): string {
  return known(partition).domain
}

function known(partition: string): Partition {
  return others.find(({ id }) => id === partition) ?? commercial
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
