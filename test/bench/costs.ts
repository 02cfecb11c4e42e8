import { workerMemoryMb } from '../../infra/hub/worker.ts'
import { monthlyCost, perAlarm, prices, pricesReadOn } from '../../infra/monthly-cost.ts'
import { chosenIncidents, type TimedAnswer, timed } from './answer-time.ts'
import { judged, type Measured, quantile, ratio, told } from './result.ts'
import { latestResult } from './stored.ts'

const perSymptom = 5
const sizes = [10, 100, 1000]
/** No alarm asks them, and Cost Explorer is paid by the request. */
const notOfAlarms = ['cost', 'security']
const workerGb = workerMemoryMb / 1024
const dollarsASecond = workerGb * prices.lambdaGbSecond

/** What answers, alarms and months cost: reads out of the ledger, the rest out of `infra/monthly-cost.ts`. */
export async function costs(): Promise<Measured> {
  const answers: TimedAnswer[] = []
  for (const { path, incident } of chosenIncidents(perSymptom))
    answers.push(await timed(path, incident.command, incident.world, 1))
  const ofAlarms = answers.filter(({ symptom }) => !notOfAlarms.includes(symptom))
  const mean = meanOf(ofAlarms.map(({ usd }) => usd))
  const most = Math.max(...answers.map(({ usd }) => usd))
  const dearest = Math.max(...answers.map(({ report }) => report.cost.usd))
  const toCounted = mean / perAlarm.readsOfADiagnosis
  const perAnswer = mean + perAlarm.diagnosisSeconds * dollarsASecond
  const apart = thousandApart()
  const storm = thousandInAStorm()
  const months = sizes.map((alarmsADay) => ({ alarmsADay, cost: monthlyCost(alarmsADay) }))
  const monthWords = months.map(({ cost }) => dollars(cost.total)).join(', ')
  return {
    title: 'Costs',
    rows: [
      told(`reads of an answer, mean of ${ofAlarms.length}`, `$${mean.toFixed(5)}`),
      judged('the same / what docs/costs.md counts for it', ratio(toCounted), '≤ 1.10', toCounted <= 1.1),
      judged('reads of an answer without Cost Explorer, most', `$${most.toFixed(5)}`, '≤ $0.001', most <= 0.001),
      told('a question of cost with its requests to Cost Explorer, most', `$${dearest.toFixed(5)}`),
      told(`an answer with ${perAlarm.diagnosisSeconds} s of the worker`, `$${perAnswer.toFixed(5)}`),
      told('1,000 alarms, each an incident of its own', dollars(apart)),
      ...(storm === undefined ? [] : [told('1,000 alarms in one storm', dollars(storm))]),
      told(`a month at ${sizes.map((size) => size.toLocaleString('en-US')).join(', ')} alarms a day`, monthWords),
    ],
    tables: [bySymptom(answers), byMonth(months)],
    notes: [
      `Dollars of reads are summed by the ledger over ${answers.length} answers, up to ${perSymptom} incidents of each symptom, at the prices of metrics, scanned log bytes and requests to Cost Explorer; other reads are free. The rest is \`infra/monthly-cost.ts\`: list prices in us-east-1 as read on ${pricesReadOn}, its assumptions in [costs](costs.md).`,
      storm === undefined
        ? 'A storm is priced when `npm run bench -- storm` has run before.'
        : 'The storm takes what the storm bench has counted: its diagnoses, posts and edits, and each of its requests to the table as a transactional write of two kilobytes, which most are not.',
      'Left out: free tiers and discounts; Slack; the trails, Config rules, access logs and metrics that an account has anyway; log storage after the first month; moving data between regions; questions people type besides the alarms; Cost Explorer, which only a question of cost asks; people’s time.',
    ],
    counts: { mean, perAnswer, apart, ...(storm !== undefined && { storm }) },
    front: `**Costs**, at AWS’s list prices: $${perAnswer.toFixed(4)} an answer, ${dollars(apart)} for 1,000 alarms, ${months
      .map(({ alarmsADay, cost }) => `${dollars(cost.total)} a month at ${alarmsADay.toLocaleString('en-US')} a day`)
      .join(', ')}.`,
  }
}

/** What the months add for a thousand alarms, without what is there anyway. */
function thousandApart(): number {
  const { total, standing } = monthlyCost(1000)
  return (total - standing) / 30
}

/** A storm in dollars, by what its bench has counted; undefined where it has not run. */
function thousandInAStorm(): number | undefined {
  const { alarms, diagnoses, posts, updates, storeRequests } = latestResult('storm')?.counts ?? {}
  if (
    alarms === undefined ||
    diagnoses === undefined ||
    posts === undefined ||
    updates === undefined ||
    storeRequests === undefined
  )
    return undefined
  const shown = posts + updates
  const seconds = diagnoses * perAlarm.diagnosisSeconds + (alarms + shown) * perAlarm.deliverySeconds
  const unitsAWrite = 4
  const storm =
    diagnoses * perAlarm.readsOfADiagnosis +
    seconds * dollarsASecond +
    (alarms + shown) * prices.lambdaRequest +
    3 * (alarms * (prices.sqsRequest + prices.sqsFairRequest) + shown * prices.sqsFifoRequest) +
    storeRequests * unitsAWrite * prices.tableWriteUnit +
    alarms * prices.forwardedEvent
  return (storm * 1000) / alarms
}

function bySymptom(answers: readonly TimedAnswer[]) {
  const rows = [...Map.groupBy(answers, ({ symptom }) => symptom)].map(([symptom, of]) => {
    const usd = of.map(({ report }) => report.cost.usd)
    return [
      symptom,
      String(of.length),
      String(
        quantile(
          of.map(({ reads }) => reads),
          0.5,
        ),
      ),
      `$${meanOf(usd).toFixed(5)}`,
      `$${Math.max(...usd).toFixed(5)}`,
      dollars(1000 * meanOf(usd)),
    ]
  })
  return {
    title: 'Reads of an answer, Cost Explorer among them',
    head: ['symptom', 'answers', 'reads, median', 'mean', 'most', '1,000 answers'],
    rows,
  }
}

/** The parts as docs/costs.md calls them. */
const partWords: Readonly<Record<keyof ReturnType<typeof monthlyCost>, string>> = {
  standing: 'standing, alarms or not',
  worker: 'Lambda',
  reads: 'reads of CloudWatch that are charged',
  table: 'table',
  queues: 'queues',
  rest: 'forwarding, schedules, logs, traces',
  total: 'together',
}

function byMonth(months: readonly { readonly alarmsADay: number; readonly cost: ReturnType<typeof monthlyCost> }[]) {
  const parts = Object.keys(partWords) as (keyof typeof partWords)[]
  return {
    title: 'A month',
    head: ['for', ...months.map(({ alarmsADay }) => `${alarmsADay.toLocaleString('en-US')} alarms a day`)],
    rows: parts.map((part) => [partWords[part], ...months.map(({ cost }) => dollars(cost[part]))]),
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function dollars(value: number): string {
  return `$${value.toFixed(2)}`
}
