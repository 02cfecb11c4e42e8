import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import type { AwsReader } from '../../aws/reader.ts'
import type { IamAction } from '../probe.ts'

export const alarmTagsActions: readonly IamAction[] = ['tag:GetResources']

/** The tags of an alarm, those that CloudFormation sets included; none when it has none or is gone. */
export async function readAlarmTags(aws: AwsReader, arn: string): Promise<Readonly<Record<string, string>>> {
  const answer = await aws
    .client(ResourceGroupsTaggingAPIClient)
    .send(new GetResourcesCommand({ ResourceARNList: [arn] }))
  const tags = answer.ResourceTagMappingList?.find(({ ResourceARN }) => ResourceARN === arn)?.Tags ?? []
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
}
