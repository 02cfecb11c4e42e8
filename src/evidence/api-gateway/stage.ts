/** Throttle and log settings of one route: `*` for all. A limit that is not set is inherited. */
export interface RouteSetting {
  readonly route: string
  /** Requests a second. */
  readonly rateLimit?: number
  readonly burstLimit?: number
  readonly loggingLevel?: string
  readonly hasDataTrace: boolean
}

/** What a stage serves and how it logs. Times in epoch milliseconds. */
export interface ApiStage {
  readonly variables: Readonly<Record<string, string>>
  readonly canary?: {
    readonly percentTraffic: number
    readonly deploymentId?: string
    readonly variables: Readonly<Record<string, string>>
  }
  readonly settings: readonly RouteSetting[]
  readonly logging: {
    readonly level: 'OFF' | 'ERROR' | 'INFO'
    readonly hasDataTrace: boolean
    readonly isPartial: boolean
  }
  readonly accessLog?: { readonly destinationArn: string; readonly format: string }
  readonly webAclArn?: string
  readonly deploymentId?: string
  readonly createdAt?: number
  readonly lastUpdatedAt?: number
  readonly isTraced: boolean
  /** HTTP and WebSocket APIs only. */
  readonly isAutoDeployed?: boolean
  readonly lastDeploymentMessage?: string
}

/** The most that any route of the stage logs, and whether some routes log nothing. */
export function loggingOf(settings: readonly RouteSetting[]): ApiStage['logging'] {
  const levels = settings.map((setting) => setting.loggingLevel)
  const level = levels.includes('INFO') ? 'INFO' : levels.includes('ERROR') ? 'ERROR' : 'OFF'
  const everywhere = settings.find((setting) => setting.route === '*')?.loggingLevel ?? 'OFF'
  const isPartial = level !== 'OFF' && (everywhere === 'OFF' || levels.includes('OFF'))
  return { level, hasDataTrace: settings.some((setting) => setting.hasDataTrace), isPartial }
}

/** A stage of which nothing could be read. */
export const unreadStage: ApiStage = {
  variables: {},
  settings: [],
  logging: { level: 'OFF', hasDataTrace: false, isPartial: false },
  isTraced: false,
}

/** The name in a log group's ARN; undefined for any other ARN. */
export function logGroupIn(arn: string): string | undefined {
  return /^arn:[\w-]+:logs:[\w-]*:\d*:log-group:(.+?)(?::\*)?$/.exec(arn)?.[1]
}
