import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { startSandbox } from '../../sandbox/start.ts'
import { browserScene, counts, fits, reads } from './browser-scene.ts'

const scene = browserScene((log) => startSandbox({ log }))
beforeEach(() => scene.open())

const channel = () => scene.page.getByRole('main')
const thread = () => scene.page.getByRole('complementary', { name: 'Thread' })
const composer = () => scene.page.getByRole('combobox', { name: 'Message #incidents' })

/** Types key by key, as a person does, and sends. */
async function type(line: string): Promise<void> {
  await composer().focus()
  await scene.page.keyboard.type(line)
  await scene.page.keyboard.press('Enter')
}

/** The newest card that says `state`, with its thread there. */
async function card(state: RegExp): Promise<Locator> {
  const found = channel().getByRole('article').filter({ hasText: state }).last()
  await found.getByRole('button', { name: /^\d+ repl/ }).waitFor()
  return found
}

async function openThread(of: Locator): Promise<void> {
  await of.getByRole('button', { name: /^\d+ repl/ }).click()
  await thread().getByText('Evidence', { exact: true }).first().waitFor()
}

async function ephemeral(text: string | RegExp): Promise<Locator> {
  const found = scene.page
    .getByRole('article')
    .filter({ hasText: text })
    .filter({ hasText: 'Only visible to you' })
    .last()
  await found.waitFor()
  return found
}

describe('the answer', () => {
  it('is read from the question to the fix: cause, evidence, commands', async () => {
    await type('/aws why-502 orders-api')
    const answer = await card(/ause found/)
    await reads(answer, 'why-502 orders-api', /orders-table .*throttled/, 'asked by @Ada Okafor')

    await openThread(answer)
    await reads(
      thread(),
      ...[/orders-table/, /throttled/, /5xx responses: \d+ of/i, 'How it reached you', 'What changed'],
      'aws dynamodb update-table --table-name orders-table',
      'aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB',
    )
    for (const link of await thread().getByRole('link', { name: 'console' }).all())
      expect(await link.getAttribute('href')).toMatch(/^https:\/\/[a-z0-9-]*\.?console\.aws\.amazon\.com\//)

    await answer.getByRole('button', { name: 'Fix steps' }).click()
    await ephemeral('Commands. Read them before you run them')
    await scene.page.getByRole('note').hover()
    await scene.page.screenshot({ path: join(scene.pictures, 'answer-light.png') })
    await scene.page.getByRole('button', { name: 'Use the dark theme' }).click()
    await scene.page.getByRole('note').hover()
    await scene.page.screenshot({ path: join(scene.pictures, 'answer-dark.png') })
    await fits(scene.page)

    await thread()
      .getByRole('button', { name: /Show all \d+ checked causes/ })
      .click()
    await reads(await ephemeral('lambda-oom'), 'Every cause that was checked')
  })

  it('is whole on a telephone', async () => {
    await type('/aws why-502 orders-api')
    await card(/ause found/)
    await scene.open({ viewport: { width: 390, height: 844 } })
    await openThread(await card(/ause found/))
    await scene.page.screenshot({ path: join(scene.looks, 'answer-narrow.png') })
    await fits(scene.page)
  })

  it('is asked again and fixed with its buttons', async () => {
    await type('/aws why-502 orders-api')
    const answer = await card(/ause found/)
    await answer.getByRole('button', { name: 'Fix steps' }).click()
    const steps = await ephemeral('Commands. Read them before you run them')
    await reads(steps, 'Now: ', 'aws dynamodb update-table --table-name orders-table')

    await openThread(answer)
    const before = await thread().getByRole('button', { name: 'Re-check' }).count()
    await answer.getByRole('button', { name: 'Re-check' }).click()
    const again = thread().getByRole('button', { name: 'Re-check' }).nth(before)
    await again.waitFor()
    await counts(thread().getByText('why-502 orders-api', { exact: true }), 2)
  })

  it('follows the incident that is set off', async () => {
    await scene.page.getByRole('button', { name: /A function dies/ }).click()
    await scene.page.getByRole('button', { name: /Type it/ }).click()
    await expect.poll(() => composer().inputValue()).toBe('/aws why-errors checkout')
    await composer().press('Enter')
    const answer = await card(/Cause found/)
    await reads(answer, 'checkout ran out of memory')
    await openThread(answer)
    await reads(thread(), 'aws lambda update-function-configuration --function-name checkout')

    await scene.page.getByRole('button', { name: 'Set off an incident' }).click()
    await scene.page.getByRole('button', { name: 'Somebody asks, just in case' }).click()
    await scene.page.getByRole('button', { name: /Type it/ }).click()
    await composer().press('Enter')
    await counts((await card(/No failure seen/)).getByText('Fix steps'), 0)
  })
})

describe('a question', () => {
  it('comes from a message, by its shortcut and a modal', async () => {
    await scene.page.getByRole('button', { name: /A function dies/ }).click()
    await scene.page.getByRole('button', { name: /Type it/ }).waitFor()
    await scene.served.slack.control.say('Baskets are lost, please have a look', { user: 'U0PRIYA000' })
    const message = channel().getByRole('article').filter({ hasText: 'Baskets are lost' })
    await message.hover()
    await message.getByRole('button', { name: 'More message actions' }).click()
    await scene.page.getByRole('menuitem', { name: /Diagnose this/ }).click()
    const modal = scene.page.getByRole('dialog', { name: 'Diagnose this' })
    await modal.getByRole('button', { name: /What is seen/ }).click()
    await modal.getByRole('option', { name: /why-errors/ }).click()
    await modal.getByRole('textbox', { name: /Resource/ }).fill('checkout last 30m')
    await modal.getByRole('button', { name: 'Diagnose', exact: true }).click()
    await modal.waitFor({ state: 'detached' })
    await message.getByRole('button', { name: /^\d+ repl/ }).click()
    await thread().getByText('checkout ran out of memory').first().waitFor()
  })

  it('that is none gets help, a correction or a choice, for the asker alone', async () => {
    await type('/aws help')
    const menu = await ephemeral('Ask what you see')
    await menu.getByRole('button', { name: 'why-502' }).click()
    await reads(await ephemeral('IAM actions'), /logs:\s+FilterLogEvents/)

    await type('/aws why-503x orders-api')
    const correction = await ephemeral(/did you mean/i)
    await correction.getByRole('button').first().waitFor()

    scene.served.aws.setWorld({
      httpApis: ['h1h1h1h1h1', 'h2h2h2h2h2'].map((id) => ({ name: 'twin', id, stages: [{ name: '$default' }] })),
    })
    await type('/aws why-502 twin')
    const choice = await ephemeral(/twin/)
    await choice.getByRole('button', { name: /Choose one/ }).click()
    await scene.page.getByRole('option', { name: /h2h2h2h2h2/ }).click()
    const answer = channel()
      .getByRole('article')
      .filter({ hasText: /h2h2h2h2h2/ })
      .filter({ hasText: 'Re-check' })
    await answer.waitFor()
    expect(scene.served.slack.control.messages().filter(({ text }) => text.startsWith('Looking'))).toEqual([])
  })
})
