import type { StackEvent } from '@aws-sdk/client-cloudformation'
import { failureWords } from './function.ts'
import { type Runbook, readLog, readTrail, type Script } from './script.ts'

const mostNested = 3

/** why-failed: the events of the stack and of the nested stacks that failed, its change sets, and the log of each function in it. */
export const stackRunbook: Runbook = async (script, { name }) => readStack(script, name)

/** A stack as far as CloudFormation shows it. */
export async function readStack(script: Script, name: string): Promise<void> {
  const [events, resources, changeSets] = await Promise.all([
    readEvents(script, name),
    script.read(`cloudformation describe-stack-resources ${name}`, () =>
      script.cloudformation.describeStackResources({ StackName: name }),
    ),
    script.read(`cloudformation list-change-sets ${name}`, () =>
      script.cloudformation.listChangeSets({ StackName: name }),
    ),
    script.read(`cloudformation describe-stacks ${name}`, () =>
      script.cloudformation.describeStacks({ StackName: name }),
    ),
    readTrail(script, /stack\/([^/]+)/.exec(name)?.[1] ?? name),
  ])
  const nested = new Set(
    events.flatMap((event) =>
      event.ResourceType === 'AWS::CloudFormation::Stack' &&
      event.ResourceStatus?.endsWith('FAILED') === true &&
      event.PhysicalResourceId !== undefined &&
      event.PhysicalResourceId !== '' &&
      event.PhysicalResourceId !== event.StackId
        ? [event.PhysicalResourceId]
        : [],
    ),
  )
  const functions = (resources?.StackResources ?? []).flatMap(({ ResourceType: type, PhysicalResourceId: id }) =>
    type === 'AWS::Lambda::Function' && id !== undefined && id !== '' ? [id] : [],
  )
  await Promise.all([
    ...[...nested].slice(0, mostNested).map((each) => readStack(script, each)),
    ...functions.slice(0, mostNested).map((each) => readLog(script, `/aws/lambda/${each}`, failureWords)),
    ...(changeSets?.Summaries ?? []).flatMap(({ ChangeSetId: id, Status }) =>
      id === undefined || Status !== 'FAILED' ? [] : [readChangeSet(script, id)],
    ),
  ])
}

async function readEvents(script: Script, StackName: string): Promise<StackEvent[]> {
  const answer = await script.read(`cloudformation describe-stack-events ${StackName}`, () =>
    script.cloudformation.describeStackEvents({ StackName }),
  )
  return answer?.StackEvents ?? []
}

async function readChangeSet(script: Script, ChangeSetName: string): Promise<void> {
  await Promise.all([
    script.read(`cloudformation describe-change-set ${ChangeSetName}`, () =>
      script.cloudformation.describeChangeSet({ ChangeSetName }),
    ),
    script.read(`cloudformation describe-events ${ChangeSetName}`, () =>
      script.cloudformation.describeEvents({ ChangeSetName }),
    ),
  ])
}
