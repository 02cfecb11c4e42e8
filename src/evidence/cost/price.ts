/** List price of one request to Cost Explorer. https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/ */
const usdPerRequest = 0.01
const mostRequests = 4

/** What a question about cost may spend, said before it is spent; undefined where no request may be paid for. */
export function costPrice(limitUsd: number): string | undefined {
  const requests = Math.min(mostRequests, Math.floor(limitUsd / usdPerRequest + 1e-9))
  if (requests < 1) return undefined
  const unit = `$${usdPerRequest.toFixed(2)}`
  return requests === 1
    ? `1 request to Cost Explorer, ${unit}`
    : `up to ${requests} requests to Cost Explorer at ${unit} each, $${(requests * usdPerRequest).toFixed(2)} at most`
}
