import { valueIfRead } from '../../evidence/evidence.ts'
import type { Strength } from '../cause.ts'
import { amount, milliseconds, plural } from '../dynamodb/amount.ts'
import type { Fact } from '../fact.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import { type ColdVerdict, howOften, startsFact, whenOf } from './cold-verdict.ts'
import { quantile, type StartPicture } from './start-picture.ts'

const megabyte = 1024 ** 2
const largeCodeBytes = 20 * megabyte
const smallMemoryMb = 256
const hourMs = 3_600_000

/** Why each start takes so long: runtime, image, extensions, memory or what the code does before its first call. */
export function lengthVerdicts(picture: StartPicture, evidence: ColdEvidence, at: ColdContext): ColdVerdict[] {
  const configuration = valueIfRead(evidence.configuration)
  const { target } = at
  const init = milliseconds(picture.initMedian ?? 0)
  const often = `${howOften(picture, target.name)} with an init of ${init}`
  const starts = startsFact(picture, evidence, at)
  const verdict = (id: string, strength: Strength, because: string, ...facts: Fact[]): ColdVerdict => ({
    id,
    strength,
    summary: `${often}: ${because}.`,
    facts: [starts, ...facts],
    ...whenOf(picture),
  })
  if (configuration === undefined)
    return [
      verdict('cold-init-heavy-code', 'possible', 'what its code does before the first call, as far as can be seen'),
    ]

  const { runtime = '', packageType, memoryMb, layers } = configuration
  if (/^(java|dotnet)/.test(runtime) && configuration.snapStart.applyOn === 'None')
    return [
      verdict(
        'cold-java-dotnet',
        'likely',
        `${runtime} starts slowly, and SnapStart is off`,
        at.fact(
          'configuration',
          'Runtime',
          `${runtime}, SnapStart ${configuration.snapStart.applyOn}, ${amount(memoryMb)} MB`,
        ),
      ),
    ]
  if (packageType === 'Image') return imageVerdicts(picture, configuration.lastModified, verdict, at)

  const extensions = valueIfRead(evidence.startups)?.extensions ?? []
  const code = valueIfRead(evidence.package)?.codeBytes
  const size = code === undefined ? [] : [at.fact('package', 'Code, compressed', `${amount(code / megabyte)} MB`)]
  const memory = at.fact('configuration', 'Memory', `${amount(memoryMb)} MB`)
  const isLarge = code !== undefined && code >= largeCodeBytes
  if (extensions.length > 0) {
    const names = extensions.join(', ')
    const seen = [
      at.fact('startups', 'Extensions in the log', names, undefined, valueIfRead(evidence.startups)?.group),
      ...(layers.length > 0
        ? [at.fact('configuration', 'Layers', layers.map((arn) => arn.split(':').slice(6).join(':')).join(', '))]
        : []),
    ]
    const extension = (strength: Strength): ColdVerdict =>
      verdict(
        'cold-extension-layers',
        strength,
        `it waits for ${plural(extensions.length, 'extension')} (${names}) to be ready`,
        ...seen,
      )
    return isLarge
      ? [
          extension('possible'),
          verdict('cold-init-heavy-code', 'possible', `${amount(code / megabyte)} MB of code are loaded`, ...size),
        ]
      : [extension('likely')]
  }
  if (!isLarge && memoryMb <= smallMemoryMb)
    return [
      verdict(
        'cold-low-memory',
        'likely',
        `with ${amount(memoryMb)} MB it has little CPU to start with`,
        memory,
        ...size,
      ),
    ]
  const what =
    code === undefined
      ? 'what its code does before the first call'
      : `its code (${amount(code / megabyte)} MB compressed) and what that does before the first call`
  return [verdict('cold-init-heavy-code', code === undefined ? 'possible' : 'likely', what, ...size, memory)]
}

/** An image is slow while its layers are not yet near: right after it was deployed, and less so later. */
function imageVerdicts(
  { starts }: StartPicture,
  lastModified: number | undefined,
  verdict: (id: string, strength: Strength, because: string, ...facts: Fact[]) => ColdVerdict,
  at: ColdContext,
): ColdVerdict[] {
  const isFresh = (time: number): boolean =>
    lastModified !== undefined && time >= lastModified && time - lastModified <= hourMs
  const fresh = starts.filter((start) => isFresh(start.at)).flatMap((start) => start.initMs ?? [])
  const later = starts.filter((start) => !isFresh(start.at)).flatMap((start) => start.initMs ?? [])
  const facts = [
    at.fact(
      'configuration',
      'Package',
      `container image${lastModified === undefined ? '' : `, deployed ${new Date(lastModified).toISOString()}`}`,
    ),
  ]
  const isSlowAfterDeploy =
    fresh.length > 0 && (later.length === 0 || (quantile(fresh, 0.5) ?? 0) >= 2 * (quantile(later, 0.5) ?? 0))
  if (isSlowAfterDeploy)
    return [
      verdict(
        'cold-container-image',
        'likely',
        'it is a container image that was just deployed, and its layers are loaded for the first time',
        ...facts,
      ),
    ]
  return [
    verdict(
      'cold-container-image',
      'possible',
      'it is a container image, whose layers are loaded as they are needed',
      ...facts,
    ),
    verdict('cold-init-heavy-code', 'possible', 'what its code does before the first call', ...facts),
  ]
}
