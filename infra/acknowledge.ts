import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Explains findings of cdk-nag on a construct and what is in it: rule to reason. What is not explained fails the tests. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason })
}
