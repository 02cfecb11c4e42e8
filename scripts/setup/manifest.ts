/** The request URL of a hub that is not deployed yet. */
export const unknownUrl = 'https://firstlook.example.com/slack/events'

/** The app's manifest with every address set to the hub's. Throws an Error when that is no address of `/slack/events`. */
export function manifestFor(manifest: string, requestUrl: string): string {
  if (!/^https:\/\/[^\s/]+\/slack\/events$/.test(requestUrl))
    throw new Error(`${requestUrl} is not a request URL: it begins with https:// and ends in /slack/events.`)
  return manifest
    .replaceAll(unknownUrl, requestUrl)
    .replace(/^# The Slack app\. Replace the host.*$/m, '# The Slack app of this deployment.')
}
