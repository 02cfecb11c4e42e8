import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { ChannelSetting } from '../../incidents/settings/channel-setting.ts'
import type { SettingRecords } from '../../incidents/settings/setting-records.ts'
import { escapeMrkdwn } from '../../report/escape.ts'
import { mayAct } from '../access.ts'
import { heldBy, venueOf } from '../actions/venue-of.ts'
import { guarded } from '../guarded.ts'
import { spoken } from '../incidents/spoken.ts'
import { anyChannel, onCallActionIds, onCallViews } from '../oncall/action-ids.ts'
import { openForm } from '../oncall/open-form.ts'
import { say } from '../oncall/say.ts'
import type { Parts } from '../parts.ts'
import type { Venue } from '../venue.ts'
import { channelTold } from './channel-settings.ts'
import {
  chooseChannelForm,
  fieldsOf,
  readSettingForm,
  type SettingFields,
  type SettingPlace,
  settingChannelAction,
  settingForm,
  settingPlaceSchema,
} from './settings-form.ts'

/** How channels are set: the buttons of App Home, the form, and what it is sent with. */
export function listenToSettings(app: App, parts: Parts): void {
  app.action(
    { type: 'block_actions', action_id: onCallActionIds.setting },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      await guarded(venue, parts, context, async () => {
        const settings = parts.onCall?.settings
        if (settings === undefined) return
        const channel = heldBy(action)
        if (channel === anyChannel) return await openForm(venue, body.trigger_id, chooseChannelForm(), parts)
        const refusal = await refusalFor(venue, channel, parts)
        if (refusal !== undefined) return await say(venue, spoken(refusal))
        await openForm(venue, body.trigger_id, await formOf(channel, settings, parts), parts)
      })
    },
  )

  app.action(
    { type: 'block_actions', action_id: settingChannelAction },
    async ({ ack, body, action, client, context }) => {
      await ack()
      const venue = homeOf(client, body.user.id)
      await guarded(venue, parts, context, async () => {
        const settings = parts.onCall?.settings
        const channel = 'selected_conversation' in action ? String(action.selected_conversation ?? '') : ''
        if (settings === undefined || channel === '' || body.view === undefined) return
        const refusal = await refusalFor(venue, channel, parts)
        const view =
          refusal === undefined
            ? await formOf(channel, settings, parts)
            : { ...chooseChannelForm(), blocks: [warning(refusal), ...chooseChannelForm().blocks] }
        await client.views.update({ view_id: body.view.id, hash: body.view.hash, view })
      })
    },
  )

  app.view(
    { type: 'view_submission', callback_id: onCallViews.setting },
    async ({ ack, body, view, client, context }) => {
      await ack()
      const venue = homeOf(client, body.user.id)
      await guarded(venue, parts, context, async () => {
        const settings = parts.onCall?.settings
        if (settings === undefined) return
        const place = settingPlaceSchema.parse(JSON.parse(view.private_metadata))
        const trigger = String(Reflect.get(body, 'trigger_id'))
        const { channel, fields, choices, problems } = readSettingForm(view.state.values, place)
        if (channel === '') return await openForm(venue, trigger, chooseChannelForm(), parts)
        const refusal = await refusalFor(venue, channel, parts)
        if (refusal !== undefined) return await say(venue, spoken(refusal))
        if (fields === undefined) return await openForm(venue, trigger, await formOf(channel, settings, parts), parts)
        if (problems.length > 0)
          return await openForm(
            venue,
            trigger,
            await formOf(channel, settings, parts, { place, fields, problems }),
            parts,
          )
        const changed = await settings.change({
          channel,
          version: place.version,
          id: `form ${view.id}`,
          by: venue.user,
          at: parts.clock(),
          ...(choices === undefined ? {} : { choices }),
        })
        if (changed.outcome === 'overtaken') {
          const who = changed.newest === undefined ? 'Somebody' : `<@${changed.newest.changedBy}>`
          const again = `${who} has changed this channel since you opened the form. What you chose is still here: *Save* puts it over theirs.`
          const newest = { channel, version: changed.newest?.version ?? 0 }
          const form = await formOf(channel, settings, parts, { place: newest, fields, problems: [again] })
          return await openForm(venue, trigger, form, parts)
        }
        await parts.onCall?.refreshHome(client, venue.user)
        if (changed.outcome === 'done') await tellChannel(changed.setting, venue, parts)
      })
    },
  )
}

interface Filled {
  readonly place: SettingPlace
  readonly fields: SettingFields
  readonly problems: readonly string[]
}

async function formOf(channel: string, settings: SettingRecords, { config }: Parts, filled?: Filled) {
  const setting = await settings.get(channel)
  const { words } = channelTold(channel, config, setting)
  const place = filled?.place ?? { channel, version: setting?.version ?? 0 }
  const fields = filled?.fields ?? fieldsOf(setting?.choices ?? {})
  return settingForm(fields, place, words, filled?.problems)
}

/** Why this person may not set this channel; undefined when they may. */
async function refusalFor(venue: Venue, channel: string, parts: Parts): Promise<string | undefined> {
  return (await mayAct({ isSetting: true }, { ...venue, channel }, parts)).refusal
}

/** Everybody whom it concerns reads it, and nobody is rung for it; where the app is no member, App Home alone says so. */
async function tellChannel(setting: ChannelSetting, { client, user }: Venue, parts: Parts): Promise<void> {
  const { words } = channelTold(setting.id, parts.config, setting)
  const news = `:gear: <@${user}> changed how alarms are shown here, from the next one on.\n${words}`
  try {
    const { text, blocks } = spoken(await unmentioned(news, parts))
    await client.chat.postMessage({
      ...{ channel: setting.id, text, blocks: [...blocks] },
      ...{ unfurl_links: false, unfurl_media: false },
    })
  } catch (error) {
    parts.log.info('a channel could not be told of its new setting', { channel: setting.id, error: String(error) })
  }
}

/** People by their names and user groups by their ids, so that none of them is called. */
async function unmentioned(text: string, { incidents }: Parts): Promise<string> {
  const users = [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].map(([, user = '']) => user))]
  const names = new Map(
    await Promise.all(users.map(async (user) => [user, (await incidents?.nameOf(user)) ?? user] as const)),
  )
  return text
    .replace(/<@([UW][A-Z0-9]+)>/g, (_, user: string) => `*${escapeMrkdwn(names.get(user) ?? user)}*`)
    .replace(/<!subteam\^([A-Z0-9]+)>/g, 'the user group `$1`')
}

function homeOf(client: WebClient, user: string): Venue {
  return { client, channel: '', user, isPrivate: true }
}

function warning(text: string) {
  return { type: 'section' as const, text: { type: 'mrkdwn' as const, text: `:warning: ${text}` } }
}
