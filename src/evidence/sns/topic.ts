import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns'
import type { RuleToTarget } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'

/** A topic's own settings. */
export interface TopicSettings {
  /** Empty when the topic has no policy. */
  readonly policy: readonly PolicyStatement[]
  /** The customer's or AWS's own key; absent without encryption. */
  readonly kmsKeyId?: string
}

/** Reads the policy and the key of the topic that a rule sends to; null where it sends to something else. */
export const topicSettings = defineProbe<TopicSettings | null, RuleToTarget>({
  id: 'sns.topic',
  actions: ['sns:GetTopicAttributes'],
  key: ({ targetArn }) => targetArn,
  resource: ({ targetArn }) => targetArn,
  async fetch({ targetArn, region }, { aws }) {
    if (targetArn.split(':')[2] !== 'sns') return null
    const { Attributes: given = {} } = await aws
      .client(SNSClient, targetArn.split(':')[3] || region)
      .send(new GetTopicAttributesCommand({ TopicArn: targetArn }))
    return {
      policy: given.Policy === undefined || given.Policy === '' ? [] : statementsOf(given.Policy),
      ...(given.KmsMasterKeyId !== undefined && given.KmsMasterKeyId !== '' && { kmsKeyId: given.KmsMasterKeyId }),
    }
  },
  cite: (edge) => ({
    source: `sns:GetTopicAttributes TopicArn=${edge.targetArn}`,
    account: edge.account,
    region: edge.region,
    link: consoleLink(edge, 'sns/v3', `/topic/${edge.targetArn}`),
    cli: `aws sns get-topic-attributes --topic-arn ${shellWord(edge.targetArn)} --region ${edge.targetArn.split(':')[3] || edge.region}`,
  }),
})
