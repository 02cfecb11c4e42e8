import { coldCause } from './cold-cause.ts'

export const coldSnapstartRestoreSlow = coldCause({
  id: 'cold-snapstart-restore-slow',
  cause: 'What runs after the snapshot is restored takes long.',
  fix: () => ({
    proper: 'Do less in the restore hooks (they have ten seconds) and open connections when they are first needed.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html',
})
