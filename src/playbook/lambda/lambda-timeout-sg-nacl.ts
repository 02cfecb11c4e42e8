import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutSgNacl = timeoutCause({
  id: 'lambda-timeout-sg-nacl',
  known: 'confirmed',
  cause: 'A security group or network ACL drops what the function sends, or the answers, so its calls hang.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-networking.html',
  fix: () => ({
    now: 'Open the port that is needed, outward in the function’s group and inward in the group of what it calls.',
    proper: 'Let the rule name the function’s security group instead of addresses.',
    prevent: 'Set connect timeouts of a second or two in every client.',
    iac: 'CDK: database.connections.allowDefaultPortFrom(fn)',
  }),
})
