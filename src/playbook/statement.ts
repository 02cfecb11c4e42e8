import { shellWord } from './command.ts'

export type Statement = Readonly<Record<string, unknown>>

const withStatement =
  '(. // {Version: "2012-10-17"}) | if type == "string" then fromjson else . end | .Statement |= (([. // []] | flatten) + [$added])'

/**
 * Adds a statement to a policy: reads it whole, adds, writes it whole.
 *
 * What was there stays in `policy-before.json`. A read that fails stops the line, so that a policy is never replaced by the new statement alone.
 */
function addTo(read: string, statement: Statement, write: string, shape = ''): string {
  return `${read} --output json > policy-before.json && jq --argjson added ${shellWord(JSON.stringify(statement))} '${withStatement}${shape}' policy-before.json > policy.json && ${write}`
}

export function addToTrust(roleName: string, statement: Statement): string {
  const role = `--role-name ${shellWord(roleName)}`
  return addTo(
    `aws iam get-role ${role} --query Role.AssumeRolePolicyDocument`,
    statement,
    `aws iam update-assume-role-policy ${role} --policy-document file://policy.json`,
  )
}

export function addToKeyPolicy(keyId: string, region: string, statement: Statement): string {
  const key = `--key-id ${shellWord(keyId)} --policy-name default`
  return addTo(
    `aws kms get-key-policy ${key} --query Policy --region ${region}`,
    statement,
    `aws kms put-key-policy ${key} --policy file://policy.json --region ${region}`,
  )
}

export function addToQueuePolicy(url: string, region: string, statement: Statement): string {
  const queue = `--queue-url ${shellWord(url)}`
  return addTo(
    `aws sqs get-queue-attributes ${queue} --attribute-names Policy --query Attributes.Policy --region ${region}`,
    statement,
    `aws sqs set-queue-attributes ${queue} --attributes file://policy.json --region ${region}`,
    ' | {Policy: tojson}',
  )
}

export function addToTopicPolicy(arn: string, region: string, statement: Statement): string {
  const topic = `--topic-arn ${shellWord(arn)}`
  return addTo(
    `aws sns get-topic-attributes ${topic} --query Attributes.Policy --region ${region}`,
    statement,
    `aws sns set-topic-attributes ${topic} --attribute-name Policy --attribute-value file://policy.json --region ${region}`,
  )
}

/** A bucket without a policy gets its first; taken to have one although it has none, the read fails and nothing is written. */
export function addToBucketPolicy(bucket: string, region: string, statement: Statement, hasPolicy = true): string {
  const put = (policy: string): string =>
    `aws s3api put-bucket-policy --bucket ${shellWord(bucket)} --policy ${policy} --region ${region}`
  if (!hasPolicy) return put(shellWord(JSON.stringify({ Version: '2012-10-17', Statement: [statement] })))
  return addTo(
    `aws s3api get-bucket-policy --bucket ${shellWord(bucket)} --query Policy --region ${region}`,
    statement,
    put('file://policy.json'),
  )
}

export function addToEndpointPolicy(endpointId: string, region: string, statement: Statement): string {
  return addTo(
    `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${shellWord(endpointId)} --query 'VpcEndpoints[0].PolicyDocument' --region ${region}`,
    statement,
    `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${shellWord(endpointId)} --policy-document file://policy.json --region ${region}`,
  )
}

/** Of a customer managed policy, such as a permissions boundary: a new default version, of which five are kept. */
export function addToManagedPolicy(arn: string, statement: Statement): string {
  const policy = `--policy-arn ${shellWord(arn)}`
  return addTo(
    `aws iam get-policy-version ${policy} --version-id "$(aws iam get-policy ${policy} --query Policy.DefaultVersionId --output text)" --query PolicyVersion.Document`,
    statement,
    `aws iam create-policy-version ${policy} --policy-document file://policy.json --set-as-default`,
  )
}

/** Gives a role or user an inline policy of its own, named by the statement so that it takes no other's place. */
export function grantTo(kind: 'role' | 'user', name: string, statement: Statement): string {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  return `aws iam put-${kind}-policy --${kind}-name ${shellWord(name)} --policy-name ${policyName(statement)} --policy-document ${shellWord(document)}`
}

/** `allow-dynamodb-getitem-table-orders`, at most the 128 characters that IAM takes. */
function policyName({ Action, Resource }: Statement): string {
  const action = String(Array.isArray(Action) ? Action[0] : Action)
  const resource = String(Array.isArray(Resource) ? Resource[0] : Resource)
  const what = resource.startsWith('arn:') ? resource.split(':').slice(5).join(':') : resource
  const words = [action, what].map((text) => text.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, ''))
  return `allow-${words
    .filter((word) => word !== '')
    .join('-')
    .toLowerCase()}`.slice(0, 128)
}
