import type { FetchFunction } from '@slack/web-api'

/** Slack itself, and Slack for the United States' government. */
const slackHost = /^(?:[\w-]+\.)*slack(?:-gov)?\.com$/

/**
 * The same way to Slack and to nowhere else, over TLS: the address that a command is answered at comes with the request. Rejects with an
 * Error that names the host and nothing more, for such an address is a secret.
 */
export function slackOnly(fetch: FetchFunction): FetchFunction {
  return async (address, init) => {
    const { protocol, hostname, port } = new URL(address)
    if (protocol !== 'https:' || port !== '' || !slackHost.test(hostname))
      throw new Error(`${protocol}//${hostname} is not Slack’s, so nothing was sent there`)
    return await fetch(address, init)
  }
}

const refusals = /"error":"(?:token_revoked|token_expired|invalid_auth|not_authed|account_inactive)"/

/** The same way to Slack; tells when Slack says that the token is no longer good. */
export function noticingRefusal(fetch: FetchFunction, onRefused: () => void): FetchFunction {
  return async (address, init) => {
    const response = await fetch(address, init)
    if (response instanceof Response && refusals.test(await response.clone().text())) onRefused()
    return response
  }
}
