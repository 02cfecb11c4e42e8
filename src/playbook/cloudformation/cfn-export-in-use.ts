import { exportImports } from '../../evidence/cloudformation/imports.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { effectsOfFailure, failureNeeds, judgeFailure, type StackFailureWords, unnamed } from './stack-failure.ts'

const words: StackFailureWords = {
  id: 'cfn-export-in-use',
  known: 'memory',
  cause: 'Another stack imports a value that this one wanted to change or remove.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html',
  clause: () => 'another stack imports the value',
  fix: () => ({
    now: 'Deploy in two steps: first let the importing stacks use something else (a parameter, a literal), then change the export.',
    prevent: 'Share values between stacks by SSM parameters where they may change.',
    iac: 'CDK: keep the export for one deployment with `stack.exportValue(…)`.',
  }),
}

export const cfnExportInUse = defineCause({
  id: words.id,
  target: 'stack',
  symptoms: ['failed'],
  cause: words.cause,
  fix: (target) => words.fix(unnamed, target),
  docs: words.docs,
  known: words.known,
  leadsTo: effectsOfFailure,
  needs: { ...failureNeeds, imports: optional(exportImports) },
  diagnose({ found, refused, imports }, at) {
    const judged = judgeFailure(words, found, refused, at)
    const read = valueIfRead(imports)
    if (typeof judged === 'string' || !('strength' in judged) || read === undefined || read === null) return judged
    const users = read.importedBy.join(', ') || 'no stack any more'
    return {
      ...judged,
      facts: [
        ...judged.facts,
        at.fact('imports', `Export ${read.exportName} is imported by`, users, undefined, read.exportName),
      ],
    }
  },
})
