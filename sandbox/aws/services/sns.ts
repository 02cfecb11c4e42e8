import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Topic } from '../world/data.ts'
import { policyText } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { pageOf, tokenAs } from './paging.ts'

type Sns = typeof import('@aws-sdk/client-sns')

export const sns: Handlers<Sns> = {
  GetTopicAttributes(call, input) {
    const place = call.placesOfAccount.find(({ region }) => region === call.region) ?? call.place
    const topic = place.topics.find(({ name }) => topicArn(place, name) === input.TopicArn)
    if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', { status: 404 })
    return { Attributes: attributesOf(call, topic) }
  },

  ListTopics({ place }, input) {
    const { page, next } = pageOf(place.topics, input.NextToken, 100)
    return { Topics: page.map(({ name }) => ({ TopicArn: topicArn(place, name) })), ...tokenAs('NextToken', next) }
  },
}

export function topicArn({ account, region }: Pick<Place, 'account' | 'region'>, name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`
}

function attributesOf({ place }: Call, topic: Topic): Record<string, string> {
  const arn = topicArn(place, topic.name)
  return {
    TopicArn: arn,
    Owner: place.account,
    Policy: policyText(topic.policy ?? defaultPolicy(place, arn)),
    DisplayName: '',
    SubscriptionsConfirmed: '0',
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '0',
    ...(topic.kmsKeyId !== undefined && { KmsMasterKeyId: topic.kmsKeyId }),
    ...(topic.name.endsWith('.fifo') && { FifoTopic: 'true' }),
  }
}

/** What SNS gives a topic that is made without a policy. https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function defaultPolicy({ account }: Pick<Place, 'account'>, arn: string): Record<string, unknown> {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['SNS:GetTopicAttributes', 'SNS:Publish', 'SNS:Subscribe'],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  }
}
