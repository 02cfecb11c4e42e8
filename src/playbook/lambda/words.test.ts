import { expect, it } from 'vitest'
import { cutAtWord } from './words.ts'

it('ends a long quotation after a whole word', () => {
  expect(cutAtWord('the table refused the write', 20)).toBe('the table refused…')
  expect(cutAtWord('short', 20)).toBe('short')
  expect(cutAtWord('x'.repeat(30), 20)).toBe(`${'x'.repeat(19)}…`)
})
