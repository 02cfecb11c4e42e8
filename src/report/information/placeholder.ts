import type { Target, TargetKind, TargetOf } from '../../targets/target.ts'

const place = { account: 'ACCOUNT', region: 'REGION', partition: 'aws' }

function named<K extends TargetKind>(kind: K, name: string) {
  return { kind, id: name, name, arn: `arn:aws:SERVICE:REGION:ACCOUNT:${name}`, ...place }
}

const restApi = { ...named('rest-api', 'API'), stage: 'STAGE' }
const httpApi = { ...named('http-api', 'API'), stage: 'STAGE' }
const fn = named('function', 'FUNCTION')
const queue = { ...named('queue', 'QUEUE'), url: 'https://sqs.REGION.amazonaws.com/ACCOUNT/QUEUE' }
const rule = { ...named('event-rule', 'RULE'), bus: 'BUS' }

const placeholders: { readonly [K in TargetKind]: TargetOf<K> } = {
  'rest-api': restApi,
  'http-api': httpApi,
  'websocket-api': { ...named('websocket-api', 'API'), stage: 'STAGE' },
  function: fn,
  'api-domain': named('api-domain', 'DOMAIN'),
  table: named('table', 'TABLE'),
  queue,
  bucket: named('bucket', 'BUCKET'),
  'event-rule': rule,
  stack: named('stack', 'STACK'),
  role: named('role', 'ROLE'),
  'kms-key': named('kms-key', 'KEY'),
  'load-balancer': named('load-balancer', 'LOAD_BALANCER'),
  'log-group': { ...named('log-group', 'LOG_GROUP'), pattern: '', mostLines: 30 },
  denial: {
    ...named('denial', 'ROLE'),
    principal: 'ROLE_ARN',
    action: 'SERVICE:Action',
    resource: 'RESOURCE_ARN',
    times: [],
    source: 'asked',
  },
  'vpc-link': { ...named('vpc-link', 'VPC_LINK'), version: 1, api: restApi, balancerArns: [], isOnPath: false },
  resource: named('resource', 'RESOURCE'),
  account: named('account', 'ACCOUNT'),
  'rest-api-to-function': { ...named('rest-api-to-function', 'API → FUNCTION'), api: restApi, function: fn },
  'http-api-to-function': { ...named('http-api-to-function', 'API → FUNCTION'), api: httpApi, function: fn },
  'api-timeouts': { ...named('api-timeouts', 'API → FUNCTION'), api: restApi, function: fn, timeoutMs: 29_000 },
  'api-function-errors': { ...named('api-function-errors', 'API → FUNCTION'), api: restApi, function: fn },
  'queue-to-function': { ...named('queue-to-function', 'QUEUE → FUNCTION'), queue, function: fn },
  'rule-to-function': { ...named('rule-to-function', 'RULE → FUNCTION'), rule, function: fn },
  'rule-to-queue': { ...named('rule-to-queue', 'RULE → QUEUE'), rule, queue },
  'rule-to-target': { ...named('rule-to-target', 'RULE → TARGET'), rule, targetArn: 'TARGET_ARN' },
  'function-timeouts': {
    ...named('function-timeouts', 'FUNCTION'),
    function: fn,
    vpcId: 'VPC',
    subnetIds: ['SUBNET'],
    securityGroupIds: ['SECURITY_GROUP'],
  },
  'function-throttles': { ...named('function-throttles', 'FUNCTION'), function: fn },
}

/** A thing of this kind with words in capitals for names, for a fix that is shown without an incident. */
export function placeholderOf(kind: TargetKind): Target {
  return placeholders[kind]
}
