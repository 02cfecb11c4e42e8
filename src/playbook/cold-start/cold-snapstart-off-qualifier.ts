import { coldCause } from './cold-cause.ts'

export const coldSnapstartOffQualifier = coldCause({
  id: 'cold-snapstart-off-qualifier',
  cause: 'SnapStart is configured, but what is called is $LATEST or a version without a snapshot.',
  fix: () => ({
    proper: 'Let every caller name an alias.',
    iac: 'SAM: AutoPublishAlias; CDK: use currentVersion and an alias.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html',
})
