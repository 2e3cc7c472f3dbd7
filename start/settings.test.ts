import { expect, it } from 'vitest'
import { readSettings } from './settings.ts'

it('runs the demonstration on the embedded database when nothing is set', () => {
  expect(readSettings({}, '/srv/ringdesk')).toEqual({
    host: '127.0.0.1',
    port: 8080,
    databaseUrl: undefined,
    demo: true,
    dataDirectory: '/srv/ringdesk/.data',
    recordingsDirectory: '/srv/ringdesk/.data/recordings',
    promptsDirectory: '/srv/ringdesk/.data/prompts',
    logLevel: 'info',
    switch: { kind: 'simulator', seed: undefined },
  })
})

it("never loads demo data into somebody's own database unasked", () => {
  const DATABASE_URL = 'postgresql://app:secret@db.example/ringdesk'
  expect(readSettings({ DATABASE_URL }, '/').demo).toBe(false)
  expect(readSettings({ DATABASE_URL, RINGDESK_DEMO: '1' }, '/').demo).toBe(true)
})

it('takes a real switch from the environment', () => {
  const environment = { SWITCH: 'freeswitch', ESL_HOST: '10.0.0.5', ESL_PORT: '8022', ESL_PASSWORD: 'x' }
  expect(readSettings(environment, '/').switch).toEqual({
    kind: 'freeswitch',
    host: '10.0.0.5',
    port: 8022,
    password: 'x',
  })
})

it('names every problem in one message', () => {
  const wrong = { PORT: '80a', SWITCH: 'asterisk', DATABASE_URL: 'mysql://x', RINGDESK_DEMO: 'yes', LOG_LEVEL: 'loud' }
  for (const name of Object.keys(wrong)) expect(() => readSettings(wrong, '/')).toThrow(new RegExp(name))
  expect(() => readSettings({ SWITCH: 'freeswitch' }, '/')).toThrow(/ESL_PASSWORD/)
})
