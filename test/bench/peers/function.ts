import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import { type Runbook, readLog, readMetrics, readTrail, type Script } from './script.ts'
import { readTable } from './table.ts'

export const failureWords = '?ERROR ?Error ?error ?Exception ?Traceback ?"timed out" ?denied ?"Process exited"'

/** A function from its name, or the name and qualifier out of an ARN. */
export function functionNameOf(text: string): string {
  return /:function:([^:/]+(?::[^:/]+)?)/.exec(text)?.[1] ?? text
}

/** What anybody looks at of a function: settings, metrics, log, policy, reserved concurrency, changes. */
export async function readFunction(script: Script, given: string, log = failureWords): Promise<void> {
  const name = given.split(':')[0] ?? given
  const dimensions = { FunctionName: name }
  const configuration = settingsOf(script, given)
  await Promise.all([
    configuration,
    script.read(`lambda get-function-concurrency ${name}`, () =>
      script.lambda.getFunctionConcurrency({ FunctionName: name }),
    ),
    script.read(`lambda get-policy ${given}`, () => script.lambda.getPolicy({ FunctionName: given })),
    readMetrics(script, [
      ...['Invocations', 'Errors', 'Throttles'].map((metric) => ['AWS/Lambda', metric, 'Sum', dimensions] as const),
      ['AWS/Lambda', 'Duration', 'p50', dimensions],
      ['AWS/Lambda', 'Duration', 'p99', dimensions],
      ['AWS/Lambda', 'Duration', 'Maximum', dimensions],
      ['AWS/Lambda', 'ConcurrentExecutions', 'Maximum', dimensions],
    ]),
    configuration.then((settings) => readLog(script, logGroupOf(name, settings), log)),
    readTrail(script, name),
  ])
}

function settingsOf(script: Script, name: string): Promise<FunctionConfiguration | undefined> {
  return script.read(`lambda get-function-configuration ${name}`, () =>
    script.lambda.getFunctionConfiguration({ FunctionName: name }),
  )
}

function logGroupOf(name: string, settings: FunctionConfiguration | undefined): string {
  return settings?.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`
}

/** why-errors: the settings, the metrics and what the log says of failures. */
export const errorsRunbook: Runbook = async (script, { name }) => readFunction(script, functionNameOf(name))

/** why-timeout: the same, then the network where the function is in one, and the tables it is configured with. */
export const timeoutRunbook: Runbook = async (script, { name: text }) => {
  const name = functionNameOf(text)
  const [settings] = await Promise.all([settingsOf(script, name), readFunction(script, name)])
  await Promise.all([readNetwork(script, settings), ...tablesOf(settings).map((table) => readTable(script, table))])
}

/** why-slow: for a function as for a timeout and with its cold starts; for a table its latency. */
export const slowRunbook: Runbook = async (script, question) => {
  const name = functionNameOf(question.name)
  const settings = await settingsOf(script, name)
  if (settings === undefined) return readTable(script, name)
  await Promise.all([
    readFunction(script, name, 'REPORT'),
    readProvisioned(script, name),
    readNetwork(script, settings),
    ...tablesOf(settings).map((table) => readTable(script, table)),
  ])
}

/** why-cold-start: what starts took, and what keeps instances ready. */
export const coldStartRunbook: Runbook = async (script, { name: text }) => {
  const name = functionNameOf(text)
  await Promise.all([readFunction(script, name, '"Init Duration"'), readProvisioned(script, name)])
}

/** why-throttled: reserved and account concurrency of a function, capacity of a table. */
export const throttledRunbook: Runbook = async (script, question) => {
  const name = functionNameOf(question.name)
  const settings = await settingsOf(script, name)
  if (settings === undefined) return readTable(script, name)
  await Promise.all([
    readFunction(script, name),
    readProvisioned(script, name),
    script.read('lambda get-account-settings', () => script.lambda.getAccountSettings({})),
    script.read(`lambda list-event-source-mappings ${name}`, () =>
      script.lambda.listEventSourceMappings({ FunctionName: name }),
    ),
    readMetrics(script, [['AWS/Lambda', 'ConcurrentExecutions', 'Maximum', {}]]),
  ])
}

async function readProvisioned(script: Script, given: string): Promise<void> {
  const name = given.split(':')[0] ?? given
  await Promise.all([
    script.read(`lambda list-provisioned-concurrency-configs ${name}`, () =>
      script.lambda.listProvisionedConcurrencyConfigs({ FunctionName: name }),
    ),
    readMetrics(script, [
      ['AWS/Lambda', 'ProvisionedConcurrencyInvocations', 'Sum', { FunctionName: name }],
      ['AWS/Lambda', 'ProvisionedConcurrencySpilloverInvocations', 'Sum', { FunctionName: name }],
    ]),
  ])
}

/** The way out of a function’s subnets. */
async function readNetwork(script: Script, settings: FunctionConfiguration | undefined): Promise<void> {
  const { VpcId: vpc, SubnetIds: subnets = [], SecurityGroupIds: groups = [] } = settings?.VpcConfig ?? {}
  if (vpc === undefined || vpc === '' || subnets.length === 0) return
  const inVpc = { Filters: [{ Name: 'vpc-id', Values: [vpc] }] }
  const [, , , gateways] = await Promise.all([
    script.read(`ec2 describe-route-tables ${vpc}`, () => script.ec2.describeRouteTables(inVpc)),
    script.read(`ec2 describe-security-groups ${groups.join(' ')}`, () =>
      script.ec2.describeSecurityGroups({ GroupIds: groups }),
    ),
    script.read(`ec2 describe-vpc-endpoints ${vpc}`, () => script.ec2.describeVpcEndpoints(inVpc)),
    script.read(`ec2 describe-nat-gateways ${vpc}`, () => script.ec2.describeNatGateways({ Filter: inVpc.Filters })),
    script.read(`ec2 describe-network-acls ${vpc}`, () => script.ec2.describeNetworkAcls(inVpc)),
    script.read(`ec2 describe-subnets ${subnets.join(' ')}`, () => script.ec2.describeSubnets({ SubnetIds: subnets })),
  ])
  const nats = (gateways?.NatGateways ?? []).flatMap(({ NatGatewayId: id }) => (id === undefined ? [] : [id]))
  if (nats.length > 0)
    await readMetrics(
      script,
      nats.flatMap((id) =>
        ['ErrorPortAllocation', 'PacketsDropCount', 'ActiveConnectionCount'].map(
          (metric) => ['AWS/NATGateway', metric, 'Sum', { NatGatewayId: id }] as const,
        ),
      ),
    )
}

/** Tables that a function’s environment names by the usual sort of variable. */
function tablesOf(settings: FunctionConfiguration | undefined): string[] {
  const variables = Object.entries(settings?.Environment?.Variables ?? {})
  return variables.flatMap(([key, value]) => (/table/i.test(key) ? [value] : []))
}
