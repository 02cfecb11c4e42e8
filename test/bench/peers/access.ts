import { failureWords } from './function.ts'
import { type Runbook, readLog, readTrail, type Script } from './script.ts'

/** Who was refused what, as far as the question and its pasted words say. */
interface Refusal {
  readonly principal?: { readonly kind: 'role' | 'user'; readonly name: string; readonly arn: string }
  readonly action?: string
  readonly resource?: string
}

/** why-denied: the policies of whoever was refused, IAM’s simulator, and what CloudTrail has of it. */
export const deniedRunbook: Runbook = async (script, { name, details = {} }) => {
  const refusal = refusalIn(await decoded(script, [name, ...Object.values(details)].join(' ')))
  if (refusal.principal !== undefined) {
    await Promise.all([readPrincipal(script, refusal), readTrailOf(script, refusal)])
    return
  }
  const [settings] = await Promise.all([
    script.read(`lambda get-function-configuration ${name}`, () =>
      script.lambda.getFunctionConfiguration({ FunctionName: name }),
    ),
    readTrailOf(script, refusal),
  ])
  const arn = settings?.Role
  await Promise.all([
    readPrincipal(script, { principal: principalOf(arn) ?? { kind: 'role', name, arn: '' } }),
    ...(settings === undefined ? [] : [readLog(script, `/aws/lambda/${name}`, failureWords)]),
  ])
}

/** The pasted words, with what AWS has encoded in them made readable. */
async function decoded(script: Script, text: string): Promise<string> {
  const EncodedMessage = /Encoded authorization failure message: ([\w-]+)/.exec(text)?.[1]
  if (EncodedMessage === undefined) return text
  const answer = await script.read('sts decode-authorization-message', () =>
    script.sts.decodeAuthorizationMessage({ EncodedMessage }),
  )
  return `${text} ${(answer?.DecodedMessage ?? '').replaceAll('"', ' ')}`
}

/** why-403: everything of the bucket that can refuse, and the policies of whoever was refused. */
export const bucketRunbook: Runbook = async (script, { name, details = {} }) => {
  const pasted = Object.values(details).join(' ')
  const [, account = '', accessPoint] = /:(\d{12}):accesspoint\/([\w-]+)/.exec(name) ?? []
  const reached =
    accessPoint === undefined
      ? undefined
      : await script.read(`s3control get-access-point ${accessPoint}`, () =>
          script.s3control.getAccessPoint({ AccountId: account, Name: accessPoint }),
        )
  const bucket = reached?.Bucket ?? /https:\/\/([a-z0-9.-]+)\.s3[.-]/.exec(name)?.[1] ?? name
  const refusal = refusalIn(pasted)
  const action = refusal.action ?? details.action
  const of = { Bucket: bucket }
  const [encryption] = await Promise.all([
    script.read(`s3api get-bucket-encryption ${bucket}`, () => script.s3.getBucketEncryption(of)),
    script.read(`s3api get-bucket-policy ${bucket}`, () => script.s3.getBucketPolicy(of)),
    script.read(`s3api get-public-access-block ${bucket}`, () => script.s3.getPublicAccessBlock(of)),
    script.read(`s3api get-bucket-ownership-controls ${bucket}`, () => script.s3.getBucketOwnershipControls(of)),
    script.read(`s3api get-object-lock-configuration ${bucket}`, () => script.s3.getObjectLockConfiguration(of)),
    readPrincipal(script, {
      ...refusal,
      ...(action !== undefined && { action }),
      resource: refusal.resource ?? `arn:aws:s3:::${bucket}/${details.key ?? '*'}`,
    }),
    readTrail(script, bucket),
  ])
  const rules = encryption?.ServerSideEncryptionConfiguration?.Rules ?? []
  const key = rules.flatMap(({ ApplyServerSideEncryptionByDefault: each }) => each?.KMSMasterKeyID ?? [])[0]
  if (key !== undefined) await readKey(script, key)
}

/** A key’s state and policy. */
export async function readKey(script: Script, key: string): Promise<void> {
  await Promise.all([
    script.read(`kms describe-key ${key}`, () => script.kms.describeKey({ KeyId: key })),
    script.read(`kms get-key-policy ${key}`, () => script.kms.getKeyPolicy({ KeyId: key })),
  ])
}

function refusalIn(text: string): Refusal {
  const action = /(?:perform: )?\b([a-z][a-z0-9-]*:[A-Z]\w+)/.exec(text.replaceAll(/arn:\S+/g, ''))?.[1]
  const resource = /on resource: ["']?(arn:[^\s"']+)/.exec(text)?.[1]
  const principal = principalOf(/arn:aws[\w-]*:(?:sts|iam)::\d{12}:\S+/.exec(text)?.[0])
  return {
    ...(principal !== undefined && { principal }),
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
  }
}

function principalOf(arn: string | undefined): Refusal['principal'] {
  const found = /(arn:aws[\w-]*):(?:sts|iam)::(\d{12}):(assumed-role|role|user)\/(\S+)/.exec(arn ?? '')
  if (found === null) return undefined
  const [, start = '', account = '', type = '', path = ''] = found
  const kind = type === 'user' ? 'user' : 'role'
  const parts = path.split('/')
  const name = (type === 'assumed-role' ? parts[0] : parts.at(-1)) ?? path
  return { kind, name, arn: `${start}:iam::${account}:${kind}/${type === 'assumed-role' ? name : path}` }
}

/** CloudTrail for the refused operation, or the newest events of all to search through. */
async function readTrailOf(script: Script, { action }: Refusal): Promise<void> {
  const operation = action?.split(':')[1]
  if (operation === undefined) return readTrail(script)
  await script.read(`cloudtrail lookup-events ${operation}`, () =>
    script.cloudtrail.lookupEvents({
      StartTime: script.start,
      EndTime: script.end,
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: operation }],
    }),
  )
}

/** All policies of a role or a user, its boundary, and what IAM’s simulator says of one action. */
export async function readPrincipal(script: Script, { principal, action, resource }: Refusal): Promise<void> {
  if (principal === undefined) return
  const { kind, name, arn } = principal
  const simulated =
    action === undefined || arn === ''
      ? []
      : [
          script.read(`iam simulate-principal-policy ${arn} ${action}`, () =>
            script.iam.simulatePrincipalPolicy({
              PolicySourceArn: arn,
              ActionNames: [action],
              ...(resource !== undefined && { ResourceArns: [resource] }),
            }),
          ),
        ]
  await Promise.all([kind === 'role' ? readRole(script, name) : readUser(script, name), ...simulated])
}

async function readRole(script: Script, RoleName: string): Promise<void> {
  const [role, inline, attached] = await Promise.all([
    script.read(`iam get-role ${RoleName}`, () => script.iam.getRole({ RoleName })),
    script.read(`iam list-role-policies ${RoleName}`, () => script.iam.listRolePolicies({ RoleName })),
    script.read(`iam list-attached-role-policies ${RoleName}`, () => script.iam.listAttachedRolePolicies({ RoleName })),
  ])
  const arns = [
    ...(attached?.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
    ...(role?.Role?.PermissionsBoundary?.PermissionsBoundaryArn === undefined
      ? []
      : [role.Role.PermissionsBoundary.PermissionsBoundaryArn]),
  ]
  await Promise.all([
    ...(inline?.PolicyNames ?? []).map((PolicyName) =>
      script.read(`iam get-role-policy ${RoleName} ${PolicyName}`, () =>
        script.iam.getRolePolicy({ RoleName, PolicyName }),
      ),
    ),
    ...arns.map((arn) => readPolicy(script, arn)),
  ])
}

async function readUser(script: Script, UserName: string): Promise<void> {
  const [inline, attached] = await Promise.all([
    script.read(`iam list-user-policies ${UserName}`, () => script.iam.listUserPolicies({ UserName })),
    script.read(`iam list-attached-user-policies ${UserName}`, () => script.iam.listAttachedUserPolicies({ UserName })),
    script.read(`iam get-user ${UserName}`, () => script.iam.getUser({ UserName })),
  ])
  await Promise.all([
    ...(inline?.PolicyNames ?? []).map((PolicyName) =>
      script.read(`iam get-user-policy ${UserName} ${PolicyName}`, () =>
        script.iam.getUserPolicy({ UserName, PolicyName }),
      ),
    ),
    ...(attached?.AttachedPolicies ?? []).flatMap(({ PolicyArn: arn }) =>
      arn === undefined ? [] : [readPolicy(script, arn)],
    ),
  ])
}

async function readPolicy(script: Script, PolicyArn: string): Promise<void> {
  const policy = await script.read(`iam get-policy ${PolicyArn}`, () => script.iam.getPolicy({ PolicyArn }))
  const VersionId = policy?.Policy?.DefaultVersionId
  if (VersionId !== undefined)
    await script.read(`iam get-policy-version ${PolicyArn}`, () =>
      script.iam.getPolicyVersion({ PolicyArn, VersionId }),
    )
}
