import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { promptNames } from '../prompts.ts'
import { journalHook } from './ended-journal.ts'

const configuration = new URL('../../../../sip-config/freeswitch/', import.meta.url)

test('there is a sound for every prompt; music is a directory', () => {
  const missing = promptNames.filter((name) => {
    const file = name === 'hold' ? 'hold/hold.wav' : `${name}.wav`
    return !existsSync(new URL(`sounds/zh-CN/${file}`, configuration))
  })
  expect(missing).toEqual([])
})

test('inbound legs write the same journal as the legs that we dial', () => {
  const dialplan = readFileSync(new URL('dialplan/hotline.xml', configuration), 'utf8')
  const hook = /data="api_hangup_hook=([^"]*)"/.exec(dialplan)?.[1]
  // Escaped, so that nothing is expanded before the leg hangs up.
  expect(hook?.replaceAll('\\\\\\$', '$')).toBe(journalHook)
})
