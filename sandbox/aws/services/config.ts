import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { ConfigRule } from '../world/watching.ts'
import { pageOf, tokenAs } from './paging.ts'

type Config = typeof import('@aws-sdk/client-config-service')

export const config: Handlers<Config> = {
  DescribeComplianceByConfigRule({ place }, input) {
    const all = rulesOf({ place }, input.ConfigRuleNames)
      .map((rule) => ({
        ConfigRuleName: rule.name,
        Compliance: {
          ComplianceType: complianceOf(rule),
          ComplianceContributorCount: {
            CappedCount: rule.evaluations.filter(({ compliance }) => compliance === 'NON_COMPLIANT').length,
            CapExceeded: false,
          },
        },
      }))
      .filter(
        ({ Compliance }) =>
          input.ComplianceTypes === undefined ||
          input.ComplianceTypes.length === 0 ||
          input.ComplianceTypes.includes(Compliance.ComplianceType),
      )
    const { page, next } = pageOf(all, input.NextToken, 25)
    return { ComplianceByConfigRules: page, ...tokenAs('NextToken', next) }
  },

  DescribeConfigRules(call, input) {
    return {
      ConfigRules: rulesOf(call, input.ConfigRuleNames).map((rule) => ({
        ConfigRuleName: rule.name,
        ConfigRuleArn: `arn:aws:config:${call.region}:${call.account}:config-rule/${rule.id ?? rule.name}`,
        ConfigRuleId: rule.id ?? rule.name,
        ConfigRuleState: rule.state as 'ACTIVE',
        Source: { Owner: 'AWS', SourceIdentifier: rule.source ?? rule.name.toUpperCase().replaceAll('-', '_') },
        ...(rule.description === undefined ? {} : { Description: rule.description }),
      })),
    }
  },

  DescribeConfigRuleEvaluationStatus(call, input) {
    return {
      ConfigRulesEvaluationStatus: rulesOf(call, input.ConfigRuleNames).map((rule) => ({
        ConfigRuleName: rule.name,
        LastSuccessfulEvaluationTime: call.clock.at(rule.lastEvaluated),
        FirstEvaluationStarted: true,
        ...(rule.error === undefined
          ? {}
          : {
              LastErrorCode: rule.error,
              LastErrorMessage: rule.errorMessage ?? rule.error,
              LastFailedEvaluationTime: call.clock.at(rule.lastEvaluated),
              LastSuccessfulEvaluationTime: undefined,
            }),
      })),
    }
  },

  GetComplianceDetailsByConfigRule(call, input) {
    const [rule] = rulesOf(call, [input.ConfigRuleName ?? ''])
    const all = (rule?.evaluations ?? [])
      .filter(
        ({ compliance }) =>
          input.ComplianceTypes === undefined ||
          input.ComplianceTypes.length === 0 ||
          input.ComplianceTypes.includes(compliance),
      )
      .map((evaluation) => ({
        EvaluationResultIdentifier: {
          EvaluationResultQualifier: {
            ConfigRuleName: rule?.name,
            ResourceType: evaluation.type,
            ResourceId: evaluation.id,
          },
          OrderingTimestamp: call.clock.at(evaluation.at),
        },
        ComplianceType: evaluation.compliance,
        ResultRecordedTime: call.clock.at(evaluation.at),
        ConfigRuleInvokedTime: call.clock.at(evaluation.at),
        ...(evaluation.annotation === undefined ? {} : { Annotation: evaluation.annotation }),
      }))
    const { page, next } = pageOf(
      all,
      input.NextToken,
      input.Limit === undefined || input.Limit === 0 ? 10 : input.Limit,
    )
    return { EvaluationResults: page, ...tokenAs('NextToken', next) }
  },

  DescribeConfigurationRecorders({ place }) {
    if (!place.config.isSetUp) return { ConfigurationRecorders: [] }
    return {
      ConfigurationRecorders: [
        {
          name: 'default',
          roleARN: `arn:aws:iam::${place.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        },
      ],
    }
  },

  DescribeConfigurationRecorderStatus({ place, clock }) {
    const { isSetUp, recording, stopped, recorderStatus, recorderError } = place.config
    if (!isSetUp) return { ConfigurationRecordersStatus: [] }
    return {
      ConfigurationRecordersStatus: [
        {
          name: 'default',
          recording,
          lastStatus: recorderStatus as 'Success',
          ...(stopped === undefined ? {} : { lastStopTime: clock.at(stopped) }),
          ...(recorderError === undefined ? {} : { lastErrorCode: recorderError, lastErrorMessage: recorderError }),
        },
      ],
    }
  },

  GetResourceConfigHistory({ place, clock, account, region }, input) {
    const all = place.config.history
      .filter(({ type, id }) => type === input.resourceType && id === input.resourceId)
      .filter(
        ({ at }) =>
          (input.earlierTime === undefined || clock.at(at) >= input.earlierTime) &&
          (input.laterTime === undefined || clock.at(at) <= input.laterTime),
      )
      .map((item) => ({
        version: '1.3',
        accountId: account,
        awsRegion: region,
        configurationItemCaptureTime: clock.at(item.at),
        configurationItemStatus: item.status as 'OK',
        resourceType: item.type as 'AWS::Lambda::Function',
        resourceId: item.id,
        ...(item.name === undefined ? {} : { resourceName: item.name }),
        ...(item.configuration === undefined ? {} : { configuration: JSON.stringify(item.configuration) }),
        ...item.item,
      }))
      .sort((one, other) => Number(other.configurationItemCaptureTime) - Number(one.configurationItemCaptureTime))
    if (all.length === 0)
      throw new AwsError(
        'ResourceNotDiscoveredException',
        `Resource ${input.resourceId} of resourceType:${input.resourceType} is unknown or has not been discovered`,
      )
    const { page, next } = pageOf(
      all,
      input.nextToken,
      input.limit === undefined || input.limit === 0 ? 10 : input.limit,
    )
    return { configurationItems: page, ...tokenAs('nextToken', next) }
  },
}

function rulesOf({ place }: Pick<Call, 'place'>, names: readonly string[] | undefined): readonly ConfigRule[] {
  const { rules } = place.config
  if (names === undefined || names.length === 0) return rules
  return names.map((name) => {
    const rule = rules.find((candidate) => candidate.name === name)
    if (rule === undefined)
      throw new AwsError(
        'NoSuchConfigRuleException',
        `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name`,
      )
    return rule
  })
}

function complianceOf({ evaluations }: ConfigRule): 'COMPLIANT' | 'NON_COMPLIANT' | 'INSUFFICIENT_DATA' {
  if (evaluations.some(({ compliance }) => compliance === 'NON_COMPLIANT')) return 'NON_COMPLIANT'
  return evaluations.some(({ compliance }) => compliance === 'COMPLIANT') ? 'COMPLIANT' : 'INSUFFICIENT_DATA'
}
