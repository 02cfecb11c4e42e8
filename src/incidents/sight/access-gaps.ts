import type { Config } from '../../config/config.ts'
import { placesSeen } from './look-around.ts'
import { type Sight, sightsTold } from './sight.ts'

/** What of a channel's accounts cannot be seen, each place in a sentence; empty when all of it was looked at and works. `now` is epoch milliseconds. */
export function accessGaps(
  sights: readonly Sight[],
  config: Pick<Config, 'accounts' | 'channels'>,
  channel: string,
  now: number,
): string[] {
  const timeWords = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return sightsTold(placesSeen(config, sights, channel), sights, now, timeWords)
    .filter(({ isFine }) => !isFine)
    .map(
      ({ name, account, region, words }) =>
        `${name === undefined ? account : `${name} (${account})`} ${region}: ${words}`,
    )
}
