import type { Advice, Cause } from '../cause.ts'
import type { ChangeSource, Hop, Sign } from '../sign.ts'
import { apigw502LambdaTimeout } from './apigw502-lambda-timeout.ts'
import { functionChanges } from './changes.ts'
import { timeoutsToTables, toThrottledFunctions, toThrottledTables, toThrottles, toTimeouts } from './hops.ts'
import { lambdaAsyncDropped } from './lambda-async-dropped.ts'
import { lambdaAwsSdkV2Missing } from './lambda-aws-sdk-v2-missing.ts'
import { lambdaCodeAccessDenied } from './lambda-code-accessdenied.ts'
import { lambdaCodeSigning } from './lambda-code-signing.ts'
import { lambdaCredentialsExpiredGlobal } from './lambda-credentials-expired-global.ts'
import { lambdaDlqPermission } from './lambda-dlq-permission.ts'
import { lambdaDownstream } from './lambda-downstream-4xx5xx.ts'
import { lambdaEfs } from './lambda-efs.ts'
import { lambdaEniSubnet } from './lambda-eni-subnet.ts'
import { lambdaEnvKmsDenied } from './lambda-env-kms-denied.ts'
import { lambdaEnvMissing } from './lambda-env-missing.ts'
import { lambdaEsmCjs } from './lambda-esm-cjs.ts'
import { lambdaExitNonzero } from './lambda-exit-nonzero.ts'
import { lambdaFnurl403 } from './lambda-fnurl-403.ts'
import { lambdaHandlerNotFound } from './lambda-handler-not-found.ts'
import { lambdaImagePull } from './lambda-image-pull.ts'
import { lambdaImportModule } from './lambda-import-module.ts'
import { lambdaKmsDisabled } from './lambda-kms-disabled.ts'
import { lambdaLayerMissing } from './lambda-layer-missing.ts'
import { lambdaNoLogs } from './lambda-no-logs.ts'
import { lambdaOom } from './lambda-oom.ts'
import { lambdaRecursionStopped } from './lambda-recursion-stopped.ts'
import { lambdaRequestTooLarge } from './lambda-request-too-large.ts'
import { lambdaResponseTooLarge } from './lambda-response-too-large.ts'
import { lambdaRuntimeAutoUpdate } from './lambda-runtime-auto-update.ts'
import { lambdaRuntimeDeprecated } from './lambda-runtime-deprecated.ts'
import { lambdaSnapstart } from './lambda-snapstart.ts'
import { lambdaStateFailed } from './lambda-state-failed.ts'
import { lambdaThrottleAccount } from './lambda-throttle-account.ts'
import { lambdaThrottleCallerApi } from './lambda-throttle-caller-api.ts'
import { lambdaThrottleEsm } from './lambda-throttle-esm.ts'
import { lambdaThrottleNewAccount } from './lambda-throttle-new-account.ts'
import { lambdaThrottlePcMisc } from './lambda-throttle-pc-misc.ts'
import { lambdaThrottleReserved } from './lambda-throttle-reserved.ts'
import { lambdaThrottleReservedZero } from './lambda-throttle-reserved-zero.ts'
import { lambdaThrottleRps } from './lambda-throttle-rps.ts'
import { lambdaThrottleScalingRate } from './lambda-throttle-scaling-rate.ts'
import { lambdaThrottleUnreservedStarved } from './lambda-throttle-unreserved-starved.ts'
import { lambdaTimeoutCpuStarved } from './lambda-timeout-cpu-starved.ts'
import { lambdaTimeoutDbConnections } from './lambda-timeout-db-connections.ts'
import { lambdaTimeoutDefault3s } from './lambda-timeout-default-3s.ts'
import { lambdaTimeoutDeployRegression } from './lambda-timeout-deploy-regression.ts'
import { lambdaTimeoutDownstreamSlow } from './lambda-timeout-downstream-slow.ts'
import { lambdaTimeoutEfs } from './lambda-timeout-efs.ts'
import { lambdaTimeoutEventLoop } from './lambda-timeout-event-loop.ts'
import { lambdaTimeoutExtension } from './lambda-timeout-extension.ts'
import { lambdaTimeoutInitSuppressed } from './lambda-timeout-init-suppressed.ts'
import { lambdaTimeoutMemoryThrash } from './lambda-timeout-memory-thrash.ts'
import { lambdaTimeoutNatExhaustion } from './lambda-timeout-nat-exhaustion.ts'
import { lambdaTimeoutPayloadOutlier } from './lambda-timeout-payload-outlier.ts'
import { lambdaTimeoutSdkRetries } from './lambda-timeout-sdk-retries.ts'
import { lambdaTimeoutSgNacl } from './lambda-timeout-sg-nacl.ts'
import { lambdaTimeoutTooLow } from './lambda-timeout-too-low.ts'
import { lambdaTimeoutVpcNoEgress } from './lambda-timeout-vpc-no-egress.ts'
import { lambdaTimeoutVpcePolicyOrDns } from './lambda-timeout-vpce-policy-or-dns.ts'
import { lambdaTmpFull } from './lambda-tmp-full.ts'
import { lambdaUnhandledException } from './lambda-unhandled-exception.ts'
import { lambdaUnhandledRejection } from './lambda-unhandled-rejection.ts'
import { lambdaVpcRolePerm } from './lambda-vpc-role-perm.ts'
import { lambdaWrongArchBinary } from './lambda-wrong-arch-binary.ts'
import { functionErrors, functionThrottles, functionTimeouts, functionUrlRefusals } from './signs.ts'

/** Lambda functions: errors, timeouts and throttling. */
export const lambdaPlaybook: {
  readonly causes: readonly Cause[]
  readonly signs: readonly Sign[]
  readonly hops: readonly Hop[]
  readonly changes: readonly ChangeSource[]
  readonly advice: readonly Advice[]
} = {
  causes: [
    apigw502LambdaTimeout,
    lambdaAsyncDropped,
    lambdaAwsSdkV2Missing,
    lambdaCodeAccessDenied,
    lambdaCodeSigning,
    lambdaCredentialsExpiredGlobal,
    lambdaDlqPermission,
    lambdaDownstream,
    lambdaEfs,
    lambdaEniSubnet,
    lambdaEnvKmsDenied,
    lambdaEnvMissing,
    lambdaEsmCjs,
    lambdaExitNonzero,
    lambdaFnurl403,
    lambdaHandlerNotFound,
    lambdaImagePull,
    lambdaImportModule,
    lambdaKmsDisabled,
    lambdaLayerMissing,
    lambdaNoLogs,
    lambdaOom,
    lambdaRecursionStopped,
    lambdaRequestTooLarge,
    lambdaResponseTooLarge,
    lambdaRuntimeAutoUpdate,
    lambdaRuntimeDeprecated,
    lambdaSnapstart,
    lambdaStateFailed,
    lambdaThrottleAccount,
    lambdaThrottleCallerApi,
    lambdaThrottleEsm,
    lambdaThrottleNewAccount,
    lambdaThrottlePcMisc,
    lambdaThrottleReservedZero,
    lambdaThrottleReserved,
    lambdaThrottleRps,
    lambdaThrottleScalingRate,
    lambdaThrottleUnreservedStarved,
    lambdaTimeoutCpuStarved,
    lambdaTimeoutDbConnections,
    lambdaTimeoutDefault3s,
    lambdaTimeoutDeployRegression,
    lambdaTimeoutDownstreamSlow,
    lambdaTimeoutEfs,
    lambdaTimeoutEventLoop,
    lambdaTimeoutExtension,
    lambdaTimeoutInitSuppressed,
    lambdaTimeoutMemoryThrash,
    lambdaTimeoutNatExhaustion,
    lambdaTimeoutPayloadOutlier,
    lambdaTimeoutSdkRetries,
    lambdaTimeoutSgNacl,
    lambdaTimeoutTooLow,
    lambdaTimeoutVpcNoEgress,
    lambdaTimeoutVpcePolicyOrDns,
    lambdaTmpFull,
    lambdaUnhandledException,
    lambdaUnhandledRejection,
    lambdaVpcRolePerm,
    lambdaWrongArchBinary,
  ],
  signs: [functionErrors, functionTimeouts, functionThrottles, functionUrlRefusals],
  hops: [toTimeouts, toThrottles, toThrottledTables, toThrottledFunctions, timeoutsToTables],
  changes: [functionChanges],
  advice: [],
}
