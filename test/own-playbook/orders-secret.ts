import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { defineProbe } from '../../src/evidence/probe.ts'
import type { LambdaFunction } from '../../src/targets/target.ts'

const name = 'prod/orders-db'

/** When the password of the orders database was last changed; never the password. Epoch milliseconds. */
export const ordersSecret = defineProbe<{ readonly changedAt?: number }, LambdaFunction>({
  id: 'own.orders-secret',
  actions: ['secretsmanager:DescribeSecret'],
  key: ({ account, region }) => `${account} ${region} ${name}`,
  resource: ({ partition, account, region }) => `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-*`,
  async fetch(_, { aws }) {
    const { LastChangedDate } = await aws
      .client(SecretsManagerClient)
      .send(new DescribeSecretCommand({ SecretId: name }))
    return LastChangedDate === undefined ? {} : { changedAt: LastChangedDate.getTime() }
  },
  cite: ({ account, region }) => ({
    source: `secretsmanager:DescribeSecret SecretId=${name}`,
    account,
    region,
    cli: `aws secretsmanager describe-secret --secret-id ${name} --query LastChangedDate --region ${region}`,
  }),
})
