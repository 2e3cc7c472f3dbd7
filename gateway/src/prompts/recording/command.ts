/** `npm run prompt:record -- name`: records a prompt at this machine's microphone and saves it in a running installation. */
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { promptName } from '../../contract/index.ts'
import { Installation, InstallationError } from './installation.ts'
import { chosenRecorder, MicrophoneError, type MicrophoneProblem, startTake } from './microphone.ts'
import { findPlayer, playSound } from './playback.ts'
import { recordPrompt } from './recording-session.ts'
import { Terminal } from './terminal.ts'

const usage = `用法 · usage: npm run prompt:record -- <name> [选项 · options]

  name                 语音名称，小写字母、数字和连字符 · the prompt's name
  --server URL         网关地址 · the gateway (RINGDESK_URL; http://127.0.0.1:8080)
  --user NAME          用户名，主管或管理员 · a supervisor or administrator (RINGDESK_USER)
  --title, --words     标题和文字 · title and words of the prompt
  --recorder PROGRAM   sox、rec、arecord，或录音模块的绝对路径 · or the absolute path of a recorder module
  --device DEVICE      录音设备，按录音程序的写法 · as the program names it

密码在运行时输入，或放在 RINGDESK_PASSWORD · the password is asked for, or taken from RINGDESK_PASSWORD`

const install = `请安装其一 · install one of them:
  Debian/Ubuntu: sudo apt install sox libsox-fmt-all   (或 · or alsa-utils)
  macOS:         brew install sox
  Windows:       winget install ChrisBagwell.SoX`

const advice: Readonly<Record<MicrophoneProblem, string>> = {
  'no-program': `没有录音程序：需要 sox 或 arecord · no program to record with: sox or arecord is needed\n${install}`,
  'not-started': `录音程序无法启动 · the recording program could not be started\n${install}`,
  'no-device':
    '无法打开麦克风：请确认已接好、未被其他程序占用，并允许终端使用麦克风；多个设备时用 --device 指定（arecord -l 列出设备）\n' +
    'the microphone could not be opened: is it plugged in, free, and allowed for this terminal? --device names another (arecord -l)',
  'no-sound': '麦克风没有给出声音，请检查设备 · the microphone gave no sound',
}

class WrongUse extends Error {}

interface Wanted {
  readonly name: string
  readonly server: string
  readonly user: string
  readonly title: string | undefined
  readonly words: string | undefined
  readonly recorder: string | undefined
  readonly device: string | undefined
}

/** Undefined: only the help. @throws WrongUse */
function readArguments(): Wanted | undefined {
  const text = { type: 'string' } as const
  const options = { server: text, user: text, title: text, words: text, recorder: text, device: text } as const
  let parsed: ReturnType<typeof parse>
  function parse() {
    return parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true })
  }
  try {
    parsed = parse()
  } catch (error) {
    throw new WrongUse((error as Error).message)
  }
  const { values, positionals } = parsed
  if (values.help) return undefined
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new WrongUse('需要一个语音名称 · one name is needed')
  const problem = promptName.safeParse(name).error?.issues[0]?.message
  if (problem) throw new WrongUse(`${name}：${problem}`)
  const server = values.server || process.env.RINGDESK_URL || `http://127.0.0.1:${process.env.PORT || 8080}`
  if (!/^https?:$/.test(URL.parse(server)?.protocol ?? '')) throw new WrongUse(`--server ${server}`)
  const user = values.user || process.env.RINGDESK_USER
  if (!user) throw new WrongUse('需要 --user · --user is needed')
  const { title, words, recorder, device } = values
  return { name, server, user, title, words, recorder, device }
}

async function main(wanted: Wanted, terminal: Terminal): Promise<boolean> {
  const { name, server, user, title, words } = wanted
  // Before anything is recorded: what is missing is said at once.
  const recorder = chosenRecorder(wanted)
  const password = process.env.RINGDESK_PASSWORD || (await terminal.secret(`${user} @ ${server} 密码 · password: `))
  if (!password) return false
  const installation = await Installation.logIn(server, user, password)
  try {
    const before = await installation.prompt(name)
    const spoken = words ?? before?.prompt.words
    terminal.say(
      before
        ? `${name}（${before.prompt.title}）${before.prompt.current ? `：第 ${before.prompt.current.version} 版 · version ${before.prompt.current.version}` : ''}`
        : `${name}：新语音 · a new prompt`,
    )
    if (spoken) terminal.say(`文字 · words: ${spoken}`)
    const player = findPlayer()
    return await recordPrompt({
      terminal,
      record: (onBlock) => startTake(recorder, wanted.device, onBlock),
      ...(player && { play: (wav: Buffer, durationMs: number) => playSound(player, wav, durationMs) }),
      async save(uploadId, wav) {
        const saved = await installation.save(name, uploadId, wav, { ...(title && { title }), ...(words && { words }) })
        const version = saved.current?.version
        return `已保存为 ${name} 第 ${version} 版，立即生效 · saved as version ${version}, played from now on`
      },
      async keepAside(wav) {
        const path = join(tmpdir(), `${name}-${randomUUID()}.wav`)
        await writeFile(path, wav)
        return path
      },
    })
  } finally {
    await installation.logOut().catch((error: unknown) => terminal.say(`(log-out: ${String(error)})`))
  }
}

function explain(error: unknown): string {
  if (error instanceof MicrophoneError) return `${advice[error.problem]}\n(${error.message})`
  if (error instanceof InstallationError) return `${error.message} (${error.code})`
  return String(error)
}

async function run(): Promise<number> {
  let wanted: Wanted | undefined
  try {
    wanted = readArguments()
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error
    process.stderr.write(`${error.message}\n\n${usage}\n`)
    return 2
  }
  if (!wanted) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  const terminal = new Terminal(process.stdin, process.stdout)
  try {
    return (await main(wanted, terminal)) ? 0 : 1
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    return 1
  } finally {
    terminal.close()
  }
}

process.exitCode = await run()
