import {
  type MonthlyCost,
  monthlyCost,
  type Price,
  perAlarm,
  priceList,
  pricesReadOn,
  standing,
} from '../../infra/monthly-cost.ts'

const volumes = [10, 100, 1000]

const rows: readonly (readonly [keyof MonthlyCost, string])[] = [
  [
    'standing',
    `Standing: ${standing.alarms} alarms, ${standing.metrics} metrics, a dashboard, two secrets, polling two queues`,
  ],
  ['worker', 'Lambda'],
  ['reads', 'Reads of CloudWatch that are charged'],
  ['table', 'Table'],
  ['queues', 'Queues'],
  ['rest', 'Forwarding, schedules, logs, traces'],
  ['total', '**Together**'],
]

/** What a month costs, from the same numbers as the stack and the bench. */
export function costsPage(): string {
  const months = volumes.map(monthlyCost)
  const money = (dollars: number): string => `$${dollars.toFixed(2)}`
  return `# What it costs

AWS’s list prices in us-east-1 as read on ${pricesReadOn}, dollars a month, without free tiers and discounts. Written by \`npm run docs\` from
\`infra/monthly-cost.ts\`, which holds every price and every assumption.

| | ${volumes.map((volume) => `${volume.toLocaleString('en-US')} alarms a day`).join(' | ')} |
| --- | ${volumes.map(() => '--:').join(' | ')} |
${rows.map(([part, words]) => `| ${words} | ${months.map((month) => money(month[part])).join(' | ')} |`).join('\n')}

An alarm is counted on the careful side: it goes off and is over, and is diagnosed both times (${perAlarm.diagnosisSeconds} seconds of the worker and
$${perAlarm.readsOfADiagnosis.toFixed(5)} of reads each, the mean of 55 incidents that \`npm run bench\` answers); its card is brought up to date ${perAlarm.deliveries} times; ${perAlarm.schedules} things fall due. A question in Slack
costs about half of an alarm. \`why-cost\` is apart: each call of Cost Explorer is $0.01, and the answer says so before it is spent
(\`limits.usd\` in \`firstlook.config.ts\` bounds it).

In a watched account the role and the rules are free, and the alarm about forwarding is $0.10 a month in each region. Events of AWS services are free where they arise; forwarding them is in the table.
The own metrics show the truth for your accounts: \`Firstlook / Dollars\` is what reads have cost.

## The prices

AWS’s own pages fill in most figures only in a browser, so each was read where the last column says. “Not found” is written from memory.

| what | dollars | for | AWS’s page | read at |
| --- | --: | --- | --- | --- |
${Object.values(priceList).map(priceRow).join('\n')}
`
}

function priceRow({ what, usd, per, page, readAt }: Price): string {
  const read = readAt === '' ? 'not found' : `<${readAt}>`
  return `| ${what} | ${usd} | ${per} | <${page}> | ${read} |`
}
