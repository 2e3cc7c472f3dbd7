import { readFileSync } from 'node:fs'
import { promptNames } from '@ringdesk/cti'
import { expect, it } from 'vitest'
import { readWav } from './audio/wav.ts'
import { readShipped, shippedPrompts } from './shipped-prompts.ts'

it('every prompt of the product has a title, the words that its file was made from, and a file', async () => {
  expect([...shippedPrompts.keys()]).toEqual(promptNames.filter((name) => name !== 'hold'))
  const script = readFileSync(
    new URL('../../../sip-config/freeswitch/sounds/make-placeholders.sh', import.meta.url),
    'utf8',
  )
  const said = new Map([...script.matchAll(/^say ([a-z0-9-]+) '(.+)'$/gm)].map(([, name = '', words]) => [name, words]))
  expect(said.size).toBeGreaterThan(25)
  for (const [name, words] of said) expect([name, shippedPrompts.get(name)?.words]).toEqual([name, words])
  // The script says these in loops.
  expect(shippedPrompts.get('queue-ahead-2')?.words).toBe('您前面还有两位客户，请稍候。')
  expect(shippedPrompts.get('callback-key-2')?.words).toBe('如需保留排队位置、由我们给您回电，请按二。')
  for (const name of shippedPrompts.keys()) expect(readWav(await readShipped(name)).encoding).toBe('A-law')
})
