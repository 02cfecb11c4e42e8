import type { Advice, Cause } from '../cause.ts'
import type { ChangeSource, Hop, Sign } from '../sign.ts'
import { advice } from './advice.ts'
import { albLambdaTarget } from './alb502-lambda-target.ts'
import { albTargetReset } from './alb502-target-reset.ts'
import { cors4xx } from './apigw4xx-cors.ts'
import { fromBackEnd4xx } from './apigw4xx-from-back-end.ts'
import { fromFunction5xx } from './apigw5xx-from-function.ts'
import { validation400 } from './apigw400-validation.ts'
import { unauthorized401 } from './apigw401-unauthorized.ts'
import { apiKey403 } from './apigw403-api-key.ts'
import { defaultEndpointDisabled } from './apigw403-default-endpoint-disabled.ts'
import { domainNoMapping } from './apigw403-domain-no-mapping.ts'
import { iamNotAllowed } from './apigw403-iam-not-allowed.ts'
import { lambdaAuthorizerDeny } from './apigw403-lambda-authorizer-deny.ts'
import { missingTokenIam } from './apigw403-missing-token-iam.ts'
import { missingTokenRoute } from './apigw403-missing-token-route.ts'
import { mtls403 } from './apigw403-mtls.ts'
import { privateApi403 } from './apigw403-private-api.ts'
import { resourcePolicy } from './apigw403-resource-policy.ts'
import { sigv4Invalid } from './apigw403-sigv4-invalid.ts'
import { waf403 } from './apigw403-waf.ts'
import { httpRoute404 } from './apigw404-http-route.ts'
import { tooLarge413 } from './apigw413-too-large.ts'
import { arnTooLong414 } from './apigw414-arn-too-long.ts'
import { media415 } from './apigw415-media.ts'
import { accountThrottle } from './apigw429-account-throttle.ts'
import { quota429 } from './apigw429-quota.ts'
import { stageMethodThrottle } from './apigw429-stage-method-throttle.ts'
import { usagePlan429 } from './apigw429-usage-plan.ts'
import { headers431 } from './apigw431-headers.ts'
import { authorizerError } from './apigw500-authorizer-error.ts'
import { credentialsRole } from './apigw500-credentials-role.ts'
import { functionMissing } from './apigw500-function-missing.ts'
import { internal } from './apigw500-internal.ts'
import { lambdaPermission } from './apigw500-lambda-permission.ts'
import { lambdaThrottled } from './apigw500-lambda-throttled.ts'
import { nonproxyMapping } from './apigw500-nonproxy-mapping.ts'
import { sdkHeaderConflict } from './apigw500-sdk-header-conflict.ts'
import { stageVariableUnset } from './apigw500-stage-variable-unset.ts'
import { vpcLinkFailed } from './apigw500-vpclink-failed.ts'
import { vpcLinkTlsName } from './apigw500-vpclink-tls-name.ts'
import { vtl } from './apigw500-vtl.ts'
import { wrongHttpMethod } from './apigw500-wrong-http-method.ts'
import { badHeaders } from './apigw502-bad-headers.ts'
import { binaryOptions } from './apigw502-binary-options.ts'
import { bodyNotString } from './apigw502-body-not-string.ts'
import { httpProxyBadUpstream } from './apigw502-http-proxy-bad-upstream.ts'
import { initCrash502 } from './apigw502-logged-init-crash.ts'
import { loggedLambdaInfra } from './apigw502-logged-lambda-infra.ts'
import { lambdaTimeout502 } from './apigw502-logged-lambda-timeout.ts'
import { oom502 } from './apigw502-logged-oom.ts'
import { responseTooLarge502 } from './apigw502-logged-response-too-large.ts'
import { unhandledException502 } from './apigw502-logged-unhandled-exception.ts'
import { malformedShape } from './apigw502-malformed-shape.ts'
import { staleDeployment } from './apigw502-stale-deployment.ts'
import { undefinedReturn } from './apigw502-undefined-return.ts'
import { wrongAliasVersion } from './apigw502-wrong-alias-version.ts'
import { lambdaConcurrency503 } from './apigw503-lambda-concurrency.ts'
import { authorizerSlow } from './apigw504-authorizer-slow.ts'
import { coldStart504 } from './apigw504-cold-start.ts'
import { edgeCloudFront } from './apigw504-edge-cf.ts'
import { fnTimeoutGt29 } from './apigw504-fn-timeout-gt-29.ts'
import { integrationTimeout } from './apigw504-integration-timeout.ts'
import { lambdaWaitingDownstream } from './apigw504-lambda-waiting-downstream.ts'
import { networkFailure } from './apigw504-network-failure.ts'
import { streaming } from './apigw504-streaming.ts'
import { vpcLinkTargetUnhealthy } from './apigw504-vpclink-target-unhealthy.ts'
import { changes } from './changes.ts'
import { edgeHops } from './edge-hops.ts'
import { functionUrl502 } from './fnurl502.ts'
import { hops } from './hops.ts'
import { httpCors } from './httpapi4xx-cors.ts'
import { httpFromBackEnd4xx } from './httpapi4xx-from-back-end.ts'
import { httpFromBackEnd5xx } from './httpapi5xx-from-back-end.ts'
import { httpUnauthorized } from './httpapi401-unauthorized.ts'
import { httpAuthorizerDeny } from './httpapi403-authorizer-deny.ts'
import { httpDefaultEndpointDisabled } from './httpapi403-default-endpoint-disabled.ts'
import { httpIamNotAllowed } from './httpapi403-iam-not-allowed.ts'
import { httpAccountThrottle } from './httpapi429-account-throttle.ts'
import { httpRouteThrottle } from './httpapi429-route-throttle.ts'
import { httpAuthorizerError } from './httpapi500-authorizer-error.ts'
import { httpFunctionMissing } from './httpapi500-function-missing.ts'
import { httpLambdaPermission } from './httpapi500-lambda-permission.ts'
import { httpMalformed } from './httpapi500-malformed.ts'
import { payloadVersion } from './httpapi500-payload-version.ts'
import { httpStageVariableUnset } from './httpapi500-stage-variable-unset.ts'
import { customLowTimeout } from './httpapi503-custom-low-timeout.ts'
import { httpTimeout } from './httpapi503-timeout.ts'
import { httpVpcLink } from './httpapi503-vpclink.ts'
import { httpAuthorizerSlow } from './httpapi504-authorizer-slow.ts'
import { signs } from './signs.ts'
import { webSocketErrors } from './ws-410-or-500.ts'

const causes: Cause[] = [
  albLambdaTarget,
  albTargetReset,
  validation400,
  unauthorized401,
  apiKey403,
  defaultEndpointDisabled,
  domainNoMapping,
  iamNotAllowed,
  lambdaAuthorizerDeny,
  missingTokenIam,
  missingTokenRoute,
  mtls403,
  privateApi403,
  resourcePolicy,
  sigv4Invalid,
  waf403,
  httpRoute404,
  tooLarge413,
  arnTooLong414,
  media415,
  accountThrottle,
  quota429,
  stageMethodThrottle,
  usagePlan429,
  headers431,
  cors4xx,
  fromBackEnd4xx,
  authorizerError,
  credentialsRole,
  functionMissing,
  internal,
  lambdaPermission,
  lambdaThrottled,
  nonproxyMapping,
  sdkHeaderConflict,
  stageVariableUnset,
  vpcLinkFailed,
  vpcLinkTlsName,
  vtl,
  wrongHttpMethod,
  badHeaders,
  binaryOptions,
  bodyNotString,
  httpProxyBadUpstream,
  initCrash502,
  lambdaTimeout502,
  oom502,
  loggedLambdaInfra,
  httpStageVariableUnset,
  responseTooLarge502,
  unhandledException502,
  malformedShape,
  staleDeployment,
  undefinedReturn,
  wrongAliasVersion,
  lambdaConcurrency503,
  authorizerSlow,
  coldStart504,
  edgeCloudFront,
  fnTimeoutGt29,
  integrationTimeout,
  lambdaWaitingDownstream,
  networkFailure,
  streaming,
  vpcLinkTargetUnhealthy,
  fromFunction5xx,
  functionUrl502,
  httpUnauthorized,
  httpAuthorizerDeny,
  httpDefaultEndpointDisabled,
  httpIamNotAllowed,
  httpAccountThrottle,
  httpRouteThrottle,
  httpCors,
  httpFromBackEnd4xx,
  httpAuthorizerError,
  httpAuthorizerSlow,
  httpFunctionMissing,
  httpLambdaPermission,
  httpMalformed,
  payloadVersion,
  customLowTimeout,
  httpTimeout,
  httpVpcLink,
  httpFromBackEnd5xx,
  webSocketErrors,
]

/** What is known of REST, HTTP and WebSocket APIs and of load balancers in front of functions. */
export const apiGatewayPlaybook: {
  causes: Cause[]
  signs: Sign[]
  hops: Hop[]
  changes: ChangeSource[]
  advice: Advice[]
} = { causes, signs, hops: [...hops, ...edgeHops], changes, advice }
