import { defineConfig } from './src/config/config.ts'

// Every setting may be left out; what stands in comments is an example, and the values after it are the defaults.
export default defineConfig({
  // The accounts that may be asked about, by the name people type: `/aws why-502 orders-api in prod`.
  // Without any, Firstlook reads the account whose credentials it runs with.
  accounts: {
    // prod: { id: '123456789012', regions: ['eu-west-1', 'us-east-1'], externalId: 'from the spoke stack’s output' },
    // staging: { id: '210987654321', regions: ['eu-west-1'], externalId: '…' },
  },

  // Which accounts each channel may ask about and see. Without any, every channel may ask about every account.
  channels: {
    // C0123ABCD: { accounts: ['prod', 'staging'] },
  },

  // Who may ask. Guests, bots and channels shared with other organisations never may. An account or a channel may have `people`
  // too, and an account whose answers only the asker may see says `private: true`.
  access: {
    // people: { users: ['U0123ABCD'], groups: ['S0123ABCD'] },
    costly: {
      // Verbs that cost money each time, and who may ask them: everybody who may ask, when `people` is left out.
      verbs: ['why-cost'],
      // people: { groups: ['S0123ABCD'] },
    },
    // Who may change in App Home how alarms are shown in a channel: everybody who may ask there, when left out.
    // settings: { people: { groups: ['S0123ABCD'] } },
  },

  // Where alarms go that no route matches. Without it those are only logged.
  // alarmChannel: 'C0123ABCD',

  alarms: {
    // The first route that matches counts. `tags` are the alarm's own; `*` stands for anything.
    routes: [
      // {
      //   name: 'payments',
      //   match: { accounts: ['prod'], tags: { team: 'pay*' }, alarmNames: ['*-5xx', '*-latency'] },
      //   channel: 'C0123ABCD',
      //   severity: 'critical',
      //   mention: 'S0123ABCD',
      //   quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
      // },
    ],
    // Told by direct message when a channel is missing or archived, and when Firstlook itself fails.
    // owner: 'U0123ABCD',
    // An alarm that fires again this soon opens the same card again.
    reopenMinutes: 60,
    unacknowledged: { remindMinutes: 15, mostReminders: 2, escalateMinutes: 30, escalateTo: [] },
    // Whoever acknowledged is asked after a while whether they still are at it.
    acknowledged: { askMinutes: 120, confirmMinutes: 30 },
    // So many incidents of one account within so many minutes get one card over them all.
    storm: { incidents: 5, minutes: 2 },
  },

  // The region of questions that name none.
  // defaultRegion: 'eu-west-1',

  // Clock times such as `since 14:05` are read in this zone.
  timeZone: 'UTC',

  limits: {
    deadlineSeconds: 40,
    concurrentReads: 24,
    // Dollars one answer may spend on what AWS charges for.
    usd: 0.05,
  },

  redaction: {
    // Keys, tokens and passwords are taken out of every answer; so are e-mail addresses where this is true.
    emails: false,
  },

  thresholds: {
    // The share of requests, in the worst five minutes, from which on failures count: 0.01 is one in a hundred.
    failureShare: 0,
    // Quiet minutes after which a failure may count as over.
    recoveredMinutes: 10,
    // What is slow for you. Where nothing fits, what is usual for the operation counts.
    slow: [
      // { kind: 'table', resource: 'reports-*', milliseconds: 80 },
    ],
  },

  // What your team knows. docs/own-playbook.md says more, and how to add causes of your own.
  playbook: {
    notes: [
      // { cause: 'lambda-oom', resource: 'orders-*', note: 'The export job does this at month end.', runbook: 'https://wiki.example.com/orders' },
    ],
    off: [
      // { cause: 'lambda-no-dlq', resource: 'batch-*', reason: 'Batch jobs are run again by their scheduler.' },
    ],
  },
})
