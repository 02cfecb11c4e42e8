import { isCustomResource } from '../../evidence/cloudformation/custom-resource-log.ts'
import { isNotFound } from '../../evidence/cloudformation/drift.ts'
import type { Failure } from '../../evidence/cloudformation/failures.ts'

interface Rule {
  readonly id: string
  /** The first rule that fits names the failure, so the special stand before the general. */
  readonly fits: (failure: Failure) => boolean
}

function says(pattern: RegExp): (failure: Failure) => boolean {
  return ({ reason }) => pattern.test(reason)
}

/** A resource's own reason may hold any word, as part of a name; the stack and its change sets say what they mean. */
function ofStack(pattern: RegExp): (failure: Failure) => boolean {
  return ({ source, type, reason }) =>
    (source !== 'event' || type === 'AWS::CloudFormation::Stack') && pattern.test(reason)
}

function isChangeSet({ source }: Failure): boolean {
  return source === 'change-set' || source === 'error'
}

/** An update or deletion does not find the very thing the stack made. */
function isOwnResourceGone({ source, type, status, reason, physicalId }: Failure): boolean {
  const name = physicalId.split(/[/:|]/).at(-1) ?? ''
  const isOld = source === 'event' && /^(UPDATE|DELETE)/.test(status)
  if (!isOld || name.length <= 2 || !isNotFound(reason)) return false
  return reason.includes(name) || saysOwnKindIsGone(type, reason)
}

/** "The specified queue does not exist", said of an AWS::SQS::Queue. */
function saysOwnKindIsGone(type: string, reason: string): boolean {
  const kind = (type.split('::')[2] ?? '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  const said = /\bspecified ([a-z ]+?) (?:does not exist|doesn't exist|was not found|could not be found)/i.exec(reason)
  return kind !== '' && said?.[1]?.toLowerCase() === kind
}

const rules: readonly Rule[] = [
  {
    id: 'cfn-changeset-nochanges',
    fits: says(/didn.?t contain changes|No updates are to be performed|The submitted information contains no changes/i),
  },
  {
    id: 'cfn-early-bucket-not-empty',
    fits: ({ validation }) => /BUCKET_?EMPT|BucketEmpt/i.test(validation?.name ?? ''),
  },
  {
    id: 'cfn-name-conflict',
    fits: ({ validation }) => /NAME_CONFLICT|ResourceExistence/i.test(validation?.name ?? ''),
  },
  {
    id: 'cfn-early-property',
    fits: ({ validation }) =>
      validation !== undefined && !/::/.test(validation.name.replace(/^AWS::EarlyValidation::/, '')),
  },
  { id: 'cfn-hook-failed', fits: ({ validation }) => validation !== undefined },
  { id: 'cfn-name-conflict', fits: says(/EarlyValidation::ResourceExistenceCheck/) },
  { id: 'cfn-early-bucket-not-empty', fits: says(/EarlyValidation::\w*Bucket/i) },
  { id: 'cfn-early-property', fits: says(/EarlyValidation::/) },
  {
    id: 'cfn-nested-failed',
    fits: says(/Embedded stack .* was not successfully|Nested change set .* was not successfully/i),
  },
  {
    id: 'cfn-hook-failed',
    fits: says(/following hook\(s\)(?:\/validation)? failed|Hook failed with message|hook invocation/i),
  },
  { id: 'cfn-capabilities', fits: says(/Requires capabilities\s*:/i) },
  {
    id: 'cfn-transform',
    fits: ofStack(
      /Transform \S+ failed|failed to (?:execute|process|run) (?:the )?transform|No transform named|malformed response from transform|\bmacro\b/i,
    ),
  },
  { id: 'cfn-circular', fits: says(/Circular dependency/i) },
  {
    id: 'cfn-custom-resource-timeout',
    fits: says(
      /did not receive a response from your Custom Resource|Custom Resource failed to stabilize in expected time/i,
    ),
  },
  {
    id: 'cfn-custom-resource-failed',
    fits: says(
      /Received response status \[FAILED\]|See the details in CloudWatch Log Stream|Vendor response doesn't contain|Invalid PhysicalResourceId|Response object is too long/i,
    ),
  },
  {
    id: 'cfn-invalid-property',
    fits: says(
      /Properties validation failed|failed to satisfy constraint|Encountered unsupported property|Modifying service token|visibility timeout: \d+ seconds is less than/i,
    ),
  },
  {
    id: 'cfn-wait-signals',
    fits: says(
      /(Failed to receive|Received) \d+ (?:resource signal|SUCCESS signal|FAILURE signal|conditions?)|resource signal\(s\)|WaitCondition (?:timed out|received failed message)/i,
    ),
  },
  {
    id: 'cfn-rollback-trigger',
    fits: ofStack(
      /rollback (?:trigger|alarm)|alarm\S*.* (?:went|is|was|in|entered).*ALARM|Alarm .* (?:breached|breach)|monitoring.*alarm/i,
    ),
  },
  {
    id: 'cfn-changeset-obsolete',
    fits: (failure) => isChangeSet(failure) && /\[?OBSOLETE|UNAVAILABLE|cannot be executed/i.test(failure.reason),
  },
  {
    id: 'cfn-review-in-progress',
    fits: (failure) => failure.source === 'error' && /REVIEW_IN_PROGRESS/.test(failure.reason),
  },
  {
    id: 'cfn-update-rollback-failed',
    fits: (failure) => failure.source === 'error' && /UPDATE_ROLLBACK_FAILED/.test(failure.reason),
  },
  {
    id: 'cfn-rollback-failed',
    fits: (failure) => failure.source === 'error' && /ROLLBACK_(FAILED|COMPLETE) state/.test(failure.reason),
  },
  {
    id: 'cfn-export-in-use',
    fits: says(/Export .*(?:in use by|cannot be (?:updated|deleted|removed))|Cannot delete export/i),
  },
  { id: 'cfn-delete-bucket', fits: says(/bucket you tried to delete is not empty|BucketNotEmpty/i) },
  {
    id: 'cfn-delete-conflict-iam',
    fits: says(
      /Cannot delete entity, must|must (?:detach|delete|remove) .*(?:policies|roles|profile) first|DeleteConflict/i,
    ),
  },
  { id: 'cfn-delete-edge', fits: says(/replicated function/i) },
  { id: 'cfn-delete-hostedzone', fits: says(/non-required resource record sets|HostedZoneNotEmpty/i) },
  {
    id: 'cfn-delete-protection',
    fits: says(
      /Termination ?Protection|deletion[ _-]?protection|DeletionProtection|cannot be deleted (?:because|while) .*protection/i,
    ),
  },
  { id: 'cfn-delete-role-gone', fits: says(/Role \S+ is invalid or cannot be assumed/i) },
  {
    id: 'cfn-delete-dependency',
    fits: (failure) =>
      (/DELETE/.test(failure.status) && /still contains|NotEmpty|is not empty|in use/i.test(failure.reason)) ||
      (/DependencyViolation|has (?:a )?dependen(?:t|cies)|dependent object|is currently in use|currently in use and|resource \S+ is in use|still in use|cannot be deleted since/i.test(
        failure.reason,
      ) &&
        /DELETE|ERROR|ROLLBACK|UPDATE|^$/.test(failure.status)),
  },
  {
    id: 'cfn-throttling',
    // Usage plans and stages have properties of that name.
    fits: says(
      /Rate exceeded|\bThrottl(?:ing|ed)\b(?!\s*(?:settings|values?|limits?))|Throttl(?:ing|ed)Exception|Too ?Many ?Requests|RequestLimitExceeded|Reduce your request rate/i,
    ),
  },
  {
    id: 'cfn-iam-denied',
    fits: says(
      /not authorized|access ?denied|^Access to .* is denied|UnauthorizedOperation|explicit deny|Encoded authorization failure|HandlerErrorCode: (?:AccessDenied|UnauthorizedTaggingOperation)|Status Code: 403|requires permissions? (?:to|for)|API: \S+ (?:You are not|Access)/i,
    ),
  },
  {
    id: 'cfn-name-conflict',
    fits: says(
      /already exist|AlreadyExist|already exported by stack|already owned|BucketAlreadyOwnedByYou|custom-named resource|is already in use|name .*conflict|HandlerErrorCode: ResourceConflict.*name/i,
    ),
  },
  {
    id: 'cfn-quota',
    fits: says(
      /LimitExceeded|ServiceQuotaExceeded|ServiceLimitExceeded|QuotaExceeded|TooMany(?!Requests)[A-Z]\w+|more \w+ than (?:are )?allowed|may not exceed \d|limit (?:has been )?(?:exceeded|reached)|Maximum number of|maximum (?:number|limit).*(?:reached|exceeded|allowed)|exceed(?:s|ed|ing)? (?:the )?(?:maximum|quota|limit)|greater than (?:the )?\d+ (?:resources|allowed)|Number of resources, \d+/i,
    ),
  },
  {
    id: 'cfn-stabilize-timeout',
    fits: says(
      /did not stabilize|NotStabilized|exceeded attempts to wait|circuit breaker|\btimed out\b|\btime-?out (?:waiting|while|expired|exceeded|was reached)|ServiceTimeout|failed to stabilize|Certificate is in FAILED status/i,
    ),
  },
  { id: 'cfn-drift', fits: isOwnResourceGone },
  {
    id: 'cfn-not-found-ref',
    fits: says(
      /does not exist|doesn't exist|NotFound|not found|No export named|cannot be found|could not be found|could not find|can.?t find|bucket is in this region|PermanentRedirect|NoSuch|Unable to fetch parameters|Unable to find|not exist/i,
    ),
  },
  {
    id: 'cfn-invalid-property',
    fits: (failure) =>
      !/DELETE/.test(failure.status) &&
      /failed to satisfy|Invalid request|unsupported property|validation (?:failed|error)|ValidationException|Invalid|extraneous key|required key|cannot be empty|must (?:be|contain|have|specify|match|not)|is not (?:valid|supported|a valid)|not supported|Template (?:error|format error)|Unresolved resource dependencies|Unrecognized|malformed|Incorrect|Updates? to .* (?:is|are) not|NotUpdatable|cannot be (?:updated|assumed|changed|modified)|Value of property|does not match|no longer supported/i.test(
        failure.reason,
      ),
  },
  // What stopped a custom resource before its function was called is named above.
  {
    id: 'cfn-custom-resource-failed',
    fits: (failure) => isCustomResource(failure.type) && failure.source === 'event',
  },
]

/** The cause that a failure's own words name; undefined when no rule knows them. */
export function causeOfFailure(failure: Failure): string | undefined {
  return rules.find((rule) => rule.fits(failure))?.id
}

/** What a service said, out of CloudFormation's wrapping. */
export function plainReason(reason: string): string {
  const inner = /Resource handler returned message:\s*"(.*)"\s*\(RequestToken/is.exec(reason)?.[1]
  const text = (inner ?? reason).replaceAll(/\s+/g, ' ').trim()
  return text.length > 320 ? `${text.slice(0, 319).toWellFormed()}…` : text
}
