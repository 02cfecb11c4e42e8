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

  // Where alarms are answered.
  // alarmChannel: 'C0123ABCD',

  // The region of questions that name none.
  // defaultRegion: 'eu-west-1',

  // Clock times such as `since 14:05` are read in this zone.
  timeZone: 'UTC',

  limits: {
    deadlineSeconds: 40,
    concurrentReads: 16,
    scanMegabytes: 512,
    usd: 0.05,
  },

  thresholds: {
    failureShare: 0,
    recoveredMinutes: 10,
  },
})
