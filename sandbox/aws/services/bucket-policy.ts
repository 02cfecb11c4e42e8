import { readPolicy, type Statement } from '../policy/document.ts'

/** Keys whose presence in a condition makes a policy for everyone not public, in the view of S3. */
const fixingKeys = [
  'aws:sourceip',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]

/** Whether S3 calls a bucket policy public: it allows something to everyone without a condition that fixes who. */
export function isPublicPolicy(document: unknown): boolean {
  return readPolicy('BucketPolicy', document).statements.some(
    (statement) => statement.effect === 'Allow' && isEveryone(statement) && !isFixed(statement),
  )
}

function isEveryone({ principal, notPrincipal }: Statement): boolean {
  if (notPrincipal !== undefined || principal === '*') return true
  return [Object(principal).AWS].flat().includes('*')
}

function isFixed({ conditions }: Statement): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      !operator.includes('Not') &&
      Object.entries(keys).some(
        ([key, values]) =>
          fixingKeys.includes(key.toLowerCase()) &&
          !values.some((value) => value === '*' || value === '0.0.0.0/0' || value === '::/0'),
      ),
  )
}
