import { usageCause } from './usage-cause.ts'

export const costDataTransfer = usageCause({
  id: 'cost-data-transfer',
  use: 'data transfer',
  cause: 'More data leaves AWS, or crosses zones or regions, than before.',
  fix: () => ({
    now: 'Group the cost by usage type and operation: Out-Bytes leaves to the internet, Regional-Bytes crosses zones, AWS-Out-Bytes crosses regions.',
    proper: 'Serve downloads through CloudFront, compress answers, and keep chatty parts in one zone.',
    prevent: 'A cost anomaly monitor by service.',
  }),
  docs: 'https://docs.aws.amazon.com/cur/latest/userguide/cur-data-transfers-charges.html',
  known: 'confirmed',
  fixFor: ({ name }) => ({ now: `See who sends through ${name} since the rise: its access log, by client and path.` }),
})
