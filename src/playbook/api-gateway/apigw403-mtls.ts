import { domainSettings } from '../../evidence/api-gateway/domain.ts'
import type { ApiDomain } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { choose, shellWord } from '../command.ts'

export const mtls403 = defineCause({
  id: 'apigw403-mtls',
  target: 'api-domain',
  symptoms: ['4xx', '403'],
  cause: 'The domain takes only callers with a client certificate that its truststore knows.',
  fix: () => ({
    now: 'Compare the issuer of the caller’s certificate with the truststore; upload the whole chain and set the new version on the domain.',
    proper: 'Version the truststore bucket and set truststoreVersion with every change.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
  known: 'memory',
  needs: { settings: domainSettings },
  diagnose({ settings }, { target, fact }) {
    if (settings.truststore === undefined) return { clear: `${target.name} asks for no client certificate.` }
    const { warnings, uri, version } = settings.truststore
    return {
      strength: warnings.length > 0 ? 'likely' : 'possible',
      summary: `${target.name} takes only callers with a client certificate from ${uri}${warnings.length === 0 ? '' : `, and API Gateway warns of that truststore: ${warnings[0]}`}.`,
      facts: [
        fact(
          'settings',
          'Truststore',
          `${uri}${version === undefined ? '' : ` version ${version}`}${warnings.length === 0 ? '' : `; ${warnings.join('; ').slice(0, 200)}`}`,
        ),
      ],
      ...(warnings.length > 0 && { standsAlone: true }),
      fix: newTruststore(target, uri),
    }
  },
})

function newTruststore(domain: ApiDomain, uri: string): Fix {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? []
  if (bucket === undefined || key === undefined) return {}
  return {
    cli: choose(
      `aws s3api list-object-versions --bucket ${shellWord(bucket)} --prefix ${shellWord(key)} --query 'Versions[:5].[VersionId,LastModified,IsLatest]' --output table`,
      { TRUSTSTORE_VERSION: 'the version of the list that holds the whole chain' },
      ({ TRUSTSTORE_VERSION }) =>
        `aws apigateway update-domain-name --domain-name ${shellWord(domain.name)} --patch-operations op=replace,path=/mutualTlsAuthentication/truststoreVersion,value=${TRUSTSTORE_VERSION} --region ${domain.region}`,
    ),
  }
}
