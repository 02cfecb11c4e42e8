import type { Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOutcomes, meterNames } from '../src/entry/worker/meter.ts'
import { newsReaders } from '../src/intake/aws-news.ts'
import { ownAlarmPrefix, takenEvents } from './event-patterns.ts'
import { actionsOf, statementsOf, synthesized } from './stacks-in-test.ts'

let hub: Template
beforeAll(() => {
  hub = synthesized().hub
})

const alarms = () => Object.values(hub.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties)

describe('Firstlook’s own alarms', () => {
  it('watch every queue that something can come to rest in', () => {
    const watched = alarms()
      .filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ Threshold, Dimensions }) => [Threshold, Dimensions[0].Value['Fn::GetAtt'][0]])
    const resting = Object.keys(hub.findResources('AWS::SQS::Queue')).filter((id) => /DeadLetters|Undelivered/.test(id))

    expect(watched.sort()).toEqual(resting.map((id) => [1, id]).sort())
  })

  it('reach Slack and an inbox without the worker', () => {
    const [topic] = Object.keys(hub.findResources('AWS::SNS::Topic'))
    for (const { AlarmActions, OKActions } of alarms())
      expect([AlarmActions, OKActions]).toEqual([[{ Ref: topic }], [{ Ref: topic }]])
    const subscriptions = Object.values(hub.findResources('AWS::SNS::Subscription')).map(({ Properties }) => Properties)
    expect(subscriptions.map(({ Protocol }) => Protocol).sort()).toEqual(['email', 'lambda'])
    const told = subscriptions.find(({ Protocol }) => Protocol === 'lambda')
    expect(JSON.stringify(told?.Endpoint)).toContain('Teller')
    expect(told?.RedrivePolicy).toBeDefined()
    expect(actionsOf(statementsOf(hub, 'Teller')).filter((action) => !/^(logs|xray):/.test(action))).toEqual([
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
    ])
  })

  it('never come to the worker as an incident', () => {
    for (const { AlarmName } of alarms()) expect(AlarmName.startsWith(ownAlarmPrefix)).toBe(true)
    const patterns = Object.values(hub.findResources('AWS::Events::Rule'))
      .map(({ Properties }) => Properties.EventPattern)
      .filter(({ source }) => source.includes('aws.cloudwatch'))
    expect(patterns).toHaveLength(4)
    for (const { detail } of patterns)
      expect(detail.alarmName).toEqual([{ 'anything-but': { prefix: ownAlarmPrefix } }])
  })

  it('say what is the matter, and are quiet when nothing is going on', () => {
    for (const { AlarmDescription, TreatMissingData } of alarms()) {
      expect(AlarmDescription.length).toBeGreaterThan(40)
      expect(TreatMissingData).toBe('notBreaching')
    }
  })
})

it('the dashboard shows everything that is measured', () => {
  const [{ Properties } = { Properties: {} }] = Object.values(hub.findResources('AWS::CloudWatch::Dashboard'))
  const body = JSON.stringify(Properties.DashboardBody)
  for (const name of [...Object.values(meterNames), ...answerOutcomes]) expect(body).toContain(name)
})

it('only events that are understood are taken', () => {
  const understood = ['CloudWatch Alarm State Change', ...Object.keys(newsReaders)]
  const taken = takenEvents.flatMap(({ pattern }) => pattern.detailType ?? [])

  expect(taken.filter((type) => !understood.includes(type))).toEqual([])
  // Its events hold the payload of the failed call.
  expect(understood.filter((type) => !taken.includes(type))).toEqual(['Lambda Function Invocation Result - Failure'])
})
