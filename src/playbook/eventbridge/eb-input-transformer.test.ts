import { expect, it } from 'vitest'
import { templateProblem } from './eb-input-transformer.ts'

it.each<[string, string, RegExp | undefined]>([
  ['variables outside quotes', '{"id": <id>, "total": <total>}', undefined],
  ['variables inside quotes', '{"text": "order <id> of <total>"}', undefined],
  ['a quoted line of text', '"Order <id> was placed"', undefined],
  ['several quoted lines', '"Order <id>"\n"Total <total>"', undefined],
  ['a variable of EventBridge itself', '{"rule": "<aws.events.rule-name>"}', undefined],
  ['a variable that is not defined', '{"id": <ident>}', /<ident>/],
  ['text without quotes', 'Order <id> was placed', /quotes/],
  ['a missing comma', '{"id": <id> "total": <total>}', /not valid JSON/],
  ['a quote too many', '{"id": "<id>""}', /not valid JSON/],
])('%s', (_, template, problem) => {
  const found = templateProblem({ transformer: { template, paths: { id: '$.detail.id', total: '$.detail.total' } } })
  if (problem === undefined) expect(found).toBeUndefined()
  else expect(found).toMatch(problem)
})
