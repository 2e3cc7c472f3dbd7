/** Supervisors replace what callers hear: upload, listen, a second version, back to the first; the switch plays it. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { tone, wavFile } from '../gateway/src/prompts/audio/sounds-testing.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

const file = (name: string, seconds: number) => ({
  name,
  mimeType: 'audio/wav',
  buffer: wavFile(tone(440, 44_100, seconds, 0.1), 44_100, { channels: 2, bits: 24 }),
})

describe('a supervisor', () => {
  it('makes a prompt, hears it, replaces it, and goes back', async () => {
    const desk = await system.open('s2001')
    const { page } = desk
    await desk.at('nav-prompts').click()
    await desk.at('prompt-greeting').getByText('您好，欢迎致电客户服务热线。').waitFor()

    await desk.at('add-prompt').click()
    await desk.at('prompt-name').fill('Survey')
    await page.getByText('只能用小写字母、数字和连字符').waitFor()
    await desk.at('prompt-name').fill('survey-thanks')
    await desk.at('prompt-title').fill('回访致谢')
    await desk.at('prompt-words').fill('感谢您的评价，再见。')
    const chooser = desk.at('prompt-drawer').locator('input[type="file"]')
    await chooser.setInputFiles(file('致谢.wav', 1))
    const first = desk.at('version-1')
    await first.getByText('上传 · 致谢.wav').waitFor()
    await first.getByText('PCM 24 · 44.1 kHz · 立体声').waitFor()

    const sound = page.waitForResponse((answer) => answer.url().endsWith('/survey-thanks/versions/1/audio'))
    await first.getByLabel('播放录音').click()
    expect((await sound).status()).toBe(206)
    await first.getByText('00:01/00:01').waitFor()

    await desk.at('prompt-drawer').locator('input[type="file"]').setInputFiles(file('致谢 2.wav', 2))
    const done = desk.at('upload-done')
    await done.getByText('第 2 版已生效').waitFor()
    await done.getByText('长度 00:02，峰值 -3 dB').waitFor()
    await done.getByText('音量提高 17.0 dB。').waitFor()

    await first.getByTestId('restore').click()
    await page.getByRole('dialog').getByRole('button', { name: '恢复' }).last().click()
    await desk.at('version-3').getByText('恢复自第 1 版').waitFor()
    await desk.at('version-3').getByText('当前').waitFor()

    await desk
      .at('prompt-drawer')
      .locator('input[type="file"]')
      .setInputFiles({ name: '合同.wav', mimeType: 'audio/wav', buffer: Buffer.from('not a sound') })
    await desk.at('upload-refused').getByText('只接受 WAV 和 MP3').waitFor()
    const row = await system.database.voicePrompt.findUniqueOrThrow({ where: { name: 'survey-thanks' } })
    expect(row).toMatchObject({ title: '回访致谢', words: '感谢您的评价，再见。', version: 3, changedBy: '许文静' })
  })

  it('replaces a shipped prompt, and the next caller hears the new one', async () => {
    const before = await heardFor(system, 'greeting')
    const desk = await system.open('s2001')
    const { page } = desk
    await page.goto('/prompts')
    await desk.at('prompt-search').fill('欢迎语')
    await desk.at('prompt-greeting').getByRole('button', { name: '欢迎语' }).click()
    await desk.at('prompt-drawer').locator('input[type="file"]').setInputFiles(file('欢迎.wav', 9))
    await desk.at('upload-done').waitFor()
    await page.keyboard.press('Escape')
    await desk.at('prompt-greeting').getByText('已替换').waitFor()
    await desk.at('prompt-greeting').getByText('热线').first().waitFor()

    // 9 s instead of the shipped 5.5 s.
    expect((await heardFor(system, 'greeting')) - before).toBeGreaterThan(3_000)
  })

  it('an agent is told that this is not theirs', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/prompts')
    await desk.page.getByText('没有权限').first().waitFor()
  })
})

/** How long a caller hears what begins with this prompt, until something else begins. ms of the switch's clock */
async function heardFor({ calls }: TestSystem, prompt: string): Promise<number> {
  const uuid = randomUUID()
  const heard: { readonly path: string; readonly ms: number }[] = []
  await calls.watch(uuid, (headers) => {
    if (headers['Event-Name'] === 'PLAYBACK_START')
      heard.push({
        path: String(headers['Playback-File-Path']),
        ms: Number(headers['Event-Date-Timestamp']) / 1_000,
      })
  })
  await calls.placeCall({ uuid, from: '13800138000', to: '4008001234' })
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBeGreaterThan(1)
  await calls.hangUp(uuid)
  const [first, second] = heard
  expect(first?.path).toContain(`/${prompt}.wav`)
  return (second?.ms ?? 0) - (first?.ms ?? 0)
}
