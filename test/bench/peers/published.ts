/** A figure that others have published of their tool. */
interface Published {
  readonly tool: string
  readonly right: string
  readonly time: string
  readonly usd: string
  readonly on: string
  readonly source: string
}

/** Theirs, on their own tests, read on 2026-11-24 and not run here: tests, judges and what is counted differ, so no two rows compare. */
export const published: readonly Published[] = [
  {
    tool: 'HolmesGPT, most accurate model (opus-5)',
    right: '90 % (54 of 60)',
    time: '73.7 s, p95 271.8 s',
    usd: '$0.39',
    on: '20 scenarios × 3, 2026-10-08, nearly all Kubernetes; a model judges',
    source:
      'https://github.com/HolmesGPT/holmesgpt/blob/1b26c6de174ade489691b954b065a1cf33232367/docs/development/evaluations/history/results_20261008_170120.md',
  },
  {
    tool: 'HolmesGPT, fastest model (sonnet-5.5-medium)',
    right: '83 % (50 of 60)',
    time: '21.2 s, p95 32.8 s',
    usd: '$0.06',
    on: 'the same run',
    source:
      'https://github.com/HolmesGPT/holmesgpt/blob/1b26c6de174ade489691b954b065a1cf33232367/docs/development/evaluations/history/results_20261008_170120.md',
  },
  {
    tool: 'IncidentFox',
    right: '75 % (6 of 8), 83.3 of 100 points',
    time: '17.9 s',
    usd: 'not published',
    on: 'faults put into the OpenTelemetry demo on Kubernetes, six of the eight listed; a model judges, 60 points pass',
    source: 'https://github.com/incidentfox/incidentfox/blob/2c6d332/docs/EVALUATION.md',
  },
  {
    tool: 'AWS DevOps Agent',
    right: '86 % of root causes, by AWS’s word',
    time: '5 to 8 minutes',
    usd: '$2.49 to $3.98 for that time at $0.0083 a second (worked out here)',
    on: 'over 1,000 incidents inside AWS, not published; the time is that of AWS’s own skill, the price without support credits',
    source:
      'https://dev.to/kazuya_dev/aws-reinvent-2025-move-beyond-reactive-transform-cloud-ops-with-aws-devops-agent-cop362-192c, https://mcpservers.org/agent-skills/aws/investigating-incidents-with-aws-devops-agent, https://www.repost.aws/articles/AR0juLZf1VT8yQD_kj4QEK3Q/forecasting-aws-devops-agent-costs-for-your-organization',
  },
]
