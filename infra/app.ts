import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { knownAccounts, projectConfig } from '../src/entry/answering.ts'
import { HubStack } from './hub-stack.ts'
import { SpokeStack } from './spoke-stack.ts'

const app = new App()
const config = projectConfig()
new HubStack(app, 'FirstlookHub', {
  bundles: join(import.meta.dirname, '../dist'),
  description: 'Firstlook: answers in Slack why an AWS incident happens',
  watchedRoleArns: knownAccounts(config).flatMap(({ roleArn }) => roleArn ?? []),
})
new SpokeStack(app, 'FirstlookSpoke', { description: 'Firstlook: the role that reads this account' })
app.synth()
