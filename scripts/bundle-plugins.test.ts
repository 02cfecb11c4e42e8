import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { environmentCredentials, literalSchemaKeys, withLiteralKeys } from './bundle-plugins.ts'

async function bundled(contents: string, plugins: Parameters<typeof build>[0]['plugins'] = []): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'silent',
    plugins,
  })
  return outputFiles[0]?.text ?? ''
}

describe('the schemas of AWS’s clients', () => {
  it('keep their keys, written out', () => {
    const source = 'const _xN = "xmlName";\nexport var A$ = [3, n0, { [_xN]: _Fil, [_other]: 1 }, [_xN]];'
    expect(withLiteralKeys(source)).toBe(
      'const _xN = "xmlName";\nexport var A$ = [3, n0, { "xmlName": _Fil, [_other]: 1 }, [_xN]];',
    )
  })

  it('bring only what is used', async () => {
    const source = `export { EC2Client, DescribeVolumesCommand } from '@aws-sdk/client-ec2'`
    const [all, used] = await Promise.all([bundled(source), bundled(source, [literalSchemaKeys])])
    expect(used).toContain('DescribeVolumes')
    expect(all).toContain('DescribeSpotFleetRequests')
    expect(used).not.toContain('DescribeSpotFleetRequests')
  })
})

describe('credentials', () => {
  it('come from the environment and nowhere else', async () => {
    const source = `export { STSClient } from '@aws-sdk/client-sts'`
    const [usual, ours] = await Promise.all([bundled(source), bundled(source, [environmentCredentials])])
    for (const elsewhere of ['credential_process', '169.254.170.2']) {
      expect(usual).toContain(elsewhere)
      expect(ours).not.toContain(elsewhere)
    }
    expect(ours).toContain('AWS_SESSION_TOKEN')
  })
})
