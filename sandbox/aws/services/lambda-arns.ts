import { AwsError } from '../wire/errors.ts'
import type { LambdaFunction } from '../world/lambda.ts'
import type { Place } from '../world.ts'

export interface FunctionName {
  readonly name: string
  readonly qualifier: string | undefined
}

/** A function's name and qualifier out of a name, `name:qualifier`, a partial ARN or an ARN. */
export function splitFunctionName(text: string): FunctionName {
  const bare = text.includes(':function:') ? (text.split(':function:').at(-1) ?? '') : text
  const [name = '', qualifier] = bare.split(':')
  return { name, qualifier }
}

export function functionArn(
  { account, region }: Pick<Place, 'account' | 'region'>,
  name: string,
  qualifier?: string,
): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`
}

/** The ARN behind `orders`, `orders:live` or an ARN. */
export function functionArnOf(place: Pick<Place, 'account' | 'region'>, reference: string): string {
  return reference.startsWith('arn:') ? reference : functionArn(place, ...namePair(reference))
}

/** A declared function by what a caller wrote; throws ResourceNotFoundException. */
export function findFunction(
  place: Place,
  text: string | undefined,
  qualifier?: string,
): { fn: LambdaFunction; qualifier: string | undefined } {
  const split = splitFunctionName(text ?? '')
  const fn = place.functions.find(({ name }) => name === split.name)
  const asked = qualifier ?? split.qualifier
  if (fn === undefined) throw functionNotFound(functionArn(place, split.name, asked))
  return { fn, qualifier: asked }
}

export function functionNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, {
    status: 404,
    members: { Type: 'User' },
  })
}

function namePair(reference: string): [string, string?] {
  const { name, qualifier } = splitFunctionName(reference)
  return qualifier === undefined ? [name] : [name, qualifier]
}
