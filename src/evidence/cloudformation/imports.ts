import { CloudFormationClient, ListImportsCommand } from '@aws-sdk/client-cloudformation'
import type { Stack } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { stackFailures } from './failures.ts'
import { stackKey } from './stack.ts'

/** Who imports the export that kept an operation from changing it; null when no export is in the way. */
export interface ExportImports {
  readonly exportName: string
  readonly importedBy: readonly string[]
}

/** `orders-vpc-id` from `Export orders-vpc-id cannot be updated as it is in use by web`. */
export function exportInUse(reason: string): string | undefined {
  return (
    /Export\s+'?([\w:-]+)'?\s+cannot be (?:updated|deleted|removed)/i.exec(reason)?.[1] ??
    /Cannot delete export\s+'?([\w:-]+)'?/i.exec(reason)?.[1]
  )
}

export const exportImports = defineProbe<ExportImports | null, Stack>({
  id: 'cloudformation.imports',
  actions: ['cloudformation:ListImports'],
  uses: [stackFailures],
  key: stackKey,
  resource: () => '*',
  async fetch(target, at) {
    const { failures } = await at.read(stackFailures, target)
    const exportName = failures.map((failure) => exportInUse(failure.reason)).find((name) => name !== undefined)
    if (exportName === undefined) return null
    const answer = await at.aws
      .client(CloudFormationClient, target.region)
      .send(new ListImportsCommand({ ExportName: exportName }))
    return { exportName, importedBy: answer.Imports ?? [] }
  },
  /** The aspect is the export's name. */
  cite: (target, _window, exportName) => ({
    source: 'cloudformation:ListImports',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudformation', '/exports'),
    cli:
      exportName === undefined
        ? `aws cloudformation list-exports --query 'Exports[].Name' --region ${target.region}`
        : `aws cloudformation list-imports --export-name ${shellWord(exportName)} --region ${target.region}`,
  }),
})
