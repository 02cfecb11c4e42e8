import type { SlackChannel, SlackUser, SlackUsergroup } from './workspace.ts'

/** The people of the sandbox; the first is the one the page belongs to. */
export const defaultUsers: readonly SlackUser[] = [
  { id: 'U0ADA00000', name: 'ada', realName: 'Ada Okafor', title: 'Backend, on call', timeZone: 'Europe/Berlin' },
  { id: 'U0MIGUEL00', name: 'miguel', realName: 'Miguel Santos', title: 'Platform', timeZone: 'America/Sao_Paulo' },
  { id: 'U0PRIYA000', name: 'priya', realName: 'Priya Raman', title: 'Payments', timeZone: 'Asia/Kolkata' },
  { id: 'U0GUEST000', name: 'sam', realName: 'Sam Lee', title: 'Contractor', isRestricted: true },
]

const everyone = [...defaultUsers.map((user) => user.id), 'U0FIRSTLOOK']

/** The channels of the sandbox; the first is open when the page loads. */
export const defaultChannels: readonly SlackChannel[] = [
  { id: 'C0INCIDENT', name: 'incidents', topic: 'Something is broken. Start here.', members: everyone },
  { id: 'C0ORDERS00', name: 'orders-oncall', topic: 'Alarms and questions about orders', members: everyone },
  { id: 'C0GENERAL0', name: 'general', topic: 'Company-wide talk', members: everyone },
]

export const defaultUsergroups: readonly SlackUsergroup[] = [
  { id: 'S0ONCALL00', handle: 'orders-oncall', name: 'Orders on call', users: ['U0ADA00000'] },
]
