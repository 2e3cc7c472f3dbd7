import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'

describe('the environment', () => {
  it('needs nothing for a first run', () => {
    expect(readEnvironment({ PATH: '/bin', LOG_LEVEL: '' })).toEqual({
      PORT: 8080,
      HOST: '127.0.0.1',
      SWITCH: 'simulator',
      ESL_HOST: '127.0.0.1',
      ESL_PORT: 8021,
      DATA_DIR: resolve('.data'),
      RECORDINGS_DIR: resolve('.data/recordings'),
      PROMPTS_DIR: resolve('.data/prompts'),
      ATTACHMENTS_DIR: resolve('.data/attachments'),
      ATTACHMENTS_S3_REGION: 'us-east-1',
      UI_DIR: resolve('agent-ui/dist'),
      LOG_LEVEL: 'info',
      SESSION_HOURS: 12,
      TIME_ZONE: 'Asia/Shanghai',
      WEBHOOK_PRIVATE_ADDRESSES: false,
      TRUST_PROXY: false,
      COOKIE_SECURE: false,
      RINGDESK_ROLE: 'all',
    })
  })

  it('wants the key of a bucket that is named', () => {
    const read = () => readEnvironment({ ATTACHMENTS_S3_URL: 'https://photos.s3.example.com' })
    expect(read).toThrow(/ATTACHMENTS_S3_KEY_ID.*\n.*ATTACHMENTS_S3_SECRET/)
    expect(() => readEnvironment({ ATTACHMENTS_S3_URL: 'photos' })).toThrow('ATTACHMENTS_S3_URL：应为')
  })

  it('names every problem in one message, and no value', () => {
    const wrong = {
      PORT: '99999',
      SWITCH: 'freeswitch',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      LOG_LEVEL: 'loud',
      SESSION_HOURS: 'many',
      COOKIE_SECURE: 'perhaps',
      RINGDESK_ROLE: 'chef',
    }
    const read = () => readEnvironment(wrong)
    expect(read).toThrow(expect.objectContaining({ code: 'INVALID_ENVIRONMENT' }))
    const names = Object.keys(wrong).filter((name) => name !== 'SWITCH')
    for (const name of [...names, 'ESL_PASSWORD']) expect(read).toThrow(`${name}：`)
    expect(read).not.toThrow('hunter2')
  })

  it('asks for what belongs together', () => {
    expect(() => readEnvironment({ SWITCH: 'freeswitch', RINGDESK_ROLE: 'cti' })).toThrow(/ESL_PASSWORD.*\n.*REDIS_URL/)
    // Its telephony is elsewhere.
    expect(readEnvironment({ SWITCH: 'freeswitch', RINGDESK_ROLE: 'gateway', REDIS_URL: 'redis://r' }).SWITCH).toBe(
      'freeswitch',
    )
    expect(readEnvironment({ SWITCH: 'freeswitch', ESL_PASSWORD: 'x' }).SWITCH).toBe('freeswitch')
  })

  it.each([
    ['127.0.0.1', undefined, false],
    ['localhost', undefined, false],
    ['::1', undefined, false],
    ['0.0.0.0', undefined, true],
    ['10.0.0.5', undefined, true],
    ['0.0.0.0', 'false', false],
    ['127.0.0.1', 'true', true],
  ])('HOST=%s COOKIE_SECURE=%s: secure cookie %s', (HOST, COOKIE_SECURE, secure) => {
    expect(readEnvironment({ HOST, COOKIE_SECURE }).COOKIE_SECURE).toBe(secure)
  })

  it.each([
    ['true', true],
    ['false', false],
    ['2', 2],
    ['10.0.0.1, 10.0.0.0/8', ['10.0.0.1', '10.0.0.0/8']],
  ])('TRUST_PROXY=%s', (TRUST_PROXY, meaning) => {
    expect(readEnvironment({ TRUST_PROXY }).TRUST_PROXY).toEqual(meaning)
  })
})
