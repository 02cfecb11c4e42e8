import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { HubStack } from './hub-stack.ts'
import { SpokeStack } from './spoke-stack.ts'

export const watched = 'arn:aws:iam::210987654321:role/FirstlookDiagnostic'

/** Both stacks, synthesized as `npm run synth` does it. */
export interface StacksInTest {
  readonly hub: Template
  readonly spoke: Template
}

export interface Statement {
  readonly Effect: string
  readonly Action: string | string[]
  readonly Resource: unknown
  readonly Condition?: Readonly<Record<string, unknown>>
}

/** A folder with a bundle of each name; what is in them is the bundle test's business. */
export function emptyBundles(): string {
  const bundles = mkdtempSync(join(tmpdir(), 'firstlook-bundles-'))
  for (const bundle of ['ingress', 'worker', 'watch']) {
    mkdirSync(join(bundles, bundle))
    writeFileSync(join(bundles, bundle, 'index.cjs'), 'exports.handler = async () => undefined\n')
  }
  return bundles
}

/** Throws when cdk-nag's AwsSolutions finds what nobody has explained. */
export function synthesized(): StacksInTest {
  const app = checkedApp()
  const hub = new HubStack(app, 'Hub', {
    watchedRoleArns: [watched],
    bundles: emptyBundles(),
    toldOfOwnAlarms: 'C0ONCALL',
  })
  const spoke = new SpokeStack(app, 'Spoke', {})
  app.synth()
  return { hub: Template.fromStack(hub), spoke: Template.fromStack(spoke) }
}

/** An app that does not synthesize what cdk-nag finds fault with. */
export function checkedApp(): App {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'firstlook-synth-')) })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  return app
}

/** Every statement of the inline and managed policies of a template's roles whose logical id has these words. */
export function statementsOf(template: Template, role = ''): Statement[] {
  const policies = [
    ...Object.values(template.findResources('AWS::IAM::Policy')),
    ...Object.values(template.findResources('AWS::IAM::ManagedPolicy')),
  ]
  return policies
    .filter(({ Properties: { Roles: roles = [] } }) => JSON.stringify(roles).includes(role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
}

export const actionsOf = (statements: readonly Statement[]): string[] =>
  [...new Set(statements.flatMap(({ Action }) => Action))].sort()
