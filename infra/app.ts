import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { knownAccounts, projectConfig } from '../src/entry/answering.ts'
import { HubStack } from './hub-stack.ts'
import { SpokeStack } from './spoke-stack.ts'
import { plainTemplate } from './stack-set.ts'

/** Synthesizes both stacks, and writes the spoke's template where `aws cloudformation create-stack-set` can take it from. */
const dist = join(import.meta.dirname, '../dist')
const app = new App()
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
const config = projectConfig()
const toldOfOwnAlarms = config.alarms.owner ?? config.alarmChannel
new HubStack(app, 'FirstlookHub', {
  bundles: dist,
  description: 'Firstlook: answers in Slack why an AWS incident happens',
  watchedRoleArns: knownAccounts(config).flatMap(({ roleArn }) => roleArn ?? []),
  ...(toldOfOwnAlarms !== undefined && { toldOfOwnAlarms }),
})
const spoke = new SpokeStack(app, 'FirstlookSpoke', {
  description: 'Firstlook: the role that reads this account, and the rules that forward its alarms',
})
const assembly = app.synth()
const file = join(dist, 'spoke.template.json')
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, plainTemplate(assembly.getStackByName(spoke.stackName).template))
