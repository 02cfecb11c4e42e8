import { focusOf } from '../../evidence/security/focus.ts'
import type { AccountRegion } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { configNeeds, type Grade, judged } from './judged.ts'

interface Words {
  readonly id: string
  readonly grade: Grade
  readonly cause: string
  readonly fix: (target: AccountRegion) => Fix
  readonly docs: `https://${string}`
  readonly known: 'confirmed' | 'memory'
  /** Said where no rule of AWS Config tells: `Whether GuardDuty is on is not read by itself`. */
  readonly notRead: string
}

/** A cause that only a rule of AWS Config can show: Firstlook reads the service behind it in no other way. */
export function configOnlyCause({ grade, notRead, ...words }: Words) {
  return defineCause({
    ...words,
    target: 'account',
    symptoms: ['security'],
    needs: configNeeds,
    diagnose(evidence, at) {
      const where =
        focusOf(at.target) === undefined
          ? 'of AWS Config marks it'
          : `of AWS Config marks ${focusOf(at.target)?.id ?? ''} for it`
      return judged(words.id, grade, { inconclusive: `${notRead}, and no rule read ${where}.` }, evidence, at)
    },
  })
}
