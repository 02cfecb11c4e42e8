import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import type { SimulatedDecision } from '../../evidence/iam/simulation.ts'
import type { Fix } from '../cause.ts'
import { grantTo } from '../statement.ts'
import { actionOf, callerOf, resourceOf } from './request.ts'
import { alone, type BucketCase, type BucketVerdict } from './verdict.ts'

/** The caller's own side: an Allow that is missing, or a key that is missing behind a listing that is not allowed. */
export function judgeIdentity(bucketCase: BucketCase, isSaid: boolean): readonly BucketVerdict[] {
  const { evidence, at, action, said } = bucketCase
  const { request } = at.target
  const who = callerOf(at.target) ?? 'The caller'
  const asked = request?.action
  const isListing =
    said.action === 's3:ListBucket' &&
    (request?.key !== undefined ||
      (asked !== undefined && /GetObject|HeadObject/.test(asked)) ||
      /GetObject|HeadObject/.test(request?.error ?? ''))
  if (isSaid && isListing) return [missingKey(bucketCase, who, valueIfRead(evidence.object)?.exists === false)]
  const signed = request?.presigned !== undefined
  const decision = decisionOf(bucketCase)
  if (!isSaid && decision?.allowedByOrganizations === false)
    return [
      alone(bucketCase, {
        id: 's3-scp-rcp',
        strength: 'proven',
        summary: `The organization’s service control policies do not allow ${who} ${action} on ${resourceOf(at.target)}, by IAM’s simulator.`,
        facts: simulatedFacts(bucketCase),
        fix: { now: 'Ask whoever manages the organization: nothing in this account can allow it.' },
      }),
    ]
  const isCapped = !isSaid && decision?.allowedByBoundary === false
  const isBoundary = isCapped || said.layer === 'boundary' || said.layer === 'session'
  const facts = [...simulatedFacts(bucketCase), ...policyFacts(bucketCase)]
  const told =
    isSaid && said.effect === 'explicit'
      ? 'a Deny statement in its own policies'
      : isBoundary
        ? `its ${said.layer === 'session' ? 'session policy' : 'permissions boundary'}`
        : 'its own policies'
  const verdict: BucketVerdict = {
    id: signed ? 's3-presigned-signer-perms' : 's3-no-identity-allow',
    strength: isBoundary || said.effect === 'explicit' ? 'likely' : 'proven',
    summary: `${signed ? `The signer of the address, ${who},` : who} may not ${action} on ${resourceOf(at.target)}: ${told} do not allow it.`,
    facts,
    fix: isBoundary ? cappedFix(bucketCase) : grant(bucketCase),
  }
  return [isSaid ? verdict : alone(bucketCase, verdict)]
}

/** Reads are allowed, so the key itself must be missing where the caller may not list. */
export function missingKey(bucketCase: BucketCase, who: string, isKnownMissing: boolean): BucketVerdict {
  const { at } = bucketCase
  const key = at.target.request?.key
  return {
    id: 's3-missing-key-without-listbucket',
    strength: isKnownMissing || bucketCase.said.action === 's3:ListBucket' ? 'likely' : 'possible',
    summary: `${key === undefined ? 'The object' : `The object ${key}`} ${isKnownMissing ? 'is not in' : 'may not be in'} ${at.target.name}; S3 says 403 and not 404 because ${who} may not list the bucket.`,
    facts: isKnownMissing ? [at.fact('object', 'Listing', `no object named ${key ?? ''}`)] : [],
    fix: {
      now: 'Check the key (case, slashes, encoding). With s3:ListBucket on the bucket the answer would be 404.',
      iac: JSON.stringify({ Effect: 'Allow', Action: 's3:ListBucket', Resource: at.target.arn }),
    },
  }
}

/** Whether the caller's own policies allow the action; undefined where neither simulator nor policies could be read. */
export function allowedByIdentity({ evidence, at, action }: BucketCase): boolean | undefined {
  const resource = resourceOf(at.target)
  const decision = decisionOf({ evidence, at })
  if (decision !== undefined && (decision.decision !== 'implicitDeny' || decision.missing.length === 0))
    return decision.decision === 'allowed'
  const identity = valueIfRead(evidence.identity)
  if (identity == null) return undefined
  const principal = callerOf(at.target)
  const matches = matchPolicies(identity.policies, { action, resource, ...(principal !== undefined && { principal }) })
  if (matches.some((each) => each.statement.effect === 'Deny' && applies(each) === 'yes')) return false
  if (matches.some((each) => each.statement.effect === 'Allow' && applies(each) === 'yes')) return true
  return matches.some((each) => each.statement.effect === 'Allow' && applies(each) === 'unknown') || !identity.complete
    ? undefined
    : false
}

/** What the simulator says of the object or bucket asked for. */
function decisionOf({ evidence, at }: Pick<BucketCase, 'evidence' | 'at'>): SimulatedDecision | undefined {
  return valueIfRead(evidence.simulated)?.find((each) => each.resource === resourceOf(at.target))
}

/** A grant in its own policies does not help a caller that is capped. */
function cappedFix({ at, action, said }: BucketCase): Fix {
  const cap = said.layer === 'session' ? 'the session policy it was assumed with' : 'its permissions boundary'
  return {
    now: `Extend ${cap} by this one action; a grant in its own policies alone does not help.`,
    iac: JSON.stringify({ Effect: 'Allow', Action: action, Resource: resourceOf(at.target).replace(/\/KEY$/, '/*') }),
  }
}

function simulatedFacts({ evidence, at }: BucketCase) {
  const decision = decisionOf({ evidence, at })
  return decision === undefined
    ? []
    : [
        at.fact(
          'simulated',
          'IAM’s simulator (own policies only)',
          `${decision.decision} for ${actionOf(at.target)} on ${resourceOf(at.target)}`,
        ),
      ]
}

function policyFacts({ evidence, at, action }: BucketCase) {
  const identity = valueIfRead(evidence.identity)
  if (identity == null) return []
  const near = matchPolicies(identity.policies, { action, resource: resourceOf(at.target) }).find(
    (each) => each.statement.effect === 'Allow' && each.resource === 'no',
  )
  return near === undefined
    ? [at.fact('identity', 'Policies looked through', identity.policies.map((each) => each.name).join(', ') || 'none')]
    : [at.fact('identity', 'Allowed elsewhere only', statementText(near.statement))]
}

function grant({ at, action }: BucketCase): Fix {
  const statement = { Effect: 'Allow', Action: action, Resource: resourceOf(at.target).replace(/\/KEY$/, '/*') }
  const role = /:role\/(?:.*\/)?([^/]+)$/.exec(callerOf(at.target) ?? '')?.[1]
  return {
    now: `Allow exactly this in the caller’s own policy; objects are \`${at.target.arn}/*\` and narrower, the bucket itself is \`${at.target.arn}\`.`,
    ...(role !== undefined && {
      cli: grantTo('role', role, statement),
    }),
    iac: JSON.stringify(statement),
  }
}
