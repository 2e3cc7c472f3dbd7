/** Voice prompts with their versions: rows in the database, sounds in the prompts' directory, the latest of each played by the switch. */
import { createHash, randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { recordAudit } from '../audit/audit.ts'
import { type Me, type PromptDetail, type PromptEdit, promptLimits, type VoicePrompt } from '../contract/index.ts'
import type { Prisma, PrismaClient, VoicePrompt as PromptRow } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import type { ConvertedSound } from './audio/conversion.ts'
import { convertApart } from './audio/convert-apart.ts'
import { UnusableSound } from './audio/unusable-sound.ts'
import type { PlayedRate, PromptFiles } from './prompt-files.ts'
import { promptOf, versionOf } from './prompt-rows.ts'
import { usesOfPrompts } from './prompt-uses.ts'
import { refusedWords } from './refused-words.ts'
import { readShipped, shippedPrompts } from './shipped-prompts.ts'

/** Files are written inside; ms. */
const transactionMs = 15_000

export interface PromptUpload {
  readonly uploadId: string
  readonly source: 'upload' | 'recorded'
  readonly normalise: boolean
  readonly title: string | undefined
  readonly words: string | undefined
  readonly fileName: string
  readonly content: Buffer
}

/** What a new version is made of, apart from who saves it. */
type NewVersion = Omit<
  Prisma.VoicePromptVersionCreateManyInput,
  'name' | 'version' | 'words' | 'savedBy' | 'savedById' | 'source'
> & { readonly source: 'upload' | 'recorded' | 'restored' | 'shipped' }

interface Texts {
  readonly title?: string | undefined
  readonly words?: string | undefined
}

export class PromptLibrary {
  readonly #database: PrismaClient
  readonly #files: PromptFiles
  readonly #log: Logger

  constructor({ database, files, log }: { database: PrismaClient; files: PromptFiles; log: Logger }) {
    this.#database = database
    this.#files = files
    this.#log = log
  }

  /** With its versions, newest first. @throws GatewayError NO_SUCH_PROMPT */
  async detail(name: string): Promise<PromptDetail> {
    const [row, versions, uses] = await Promise.all([
      this.#database.voicePrompt.findUnique({ where: { name } }),
      this.#database.voicePromptVersion.findMany({
        where: { name },
        orderBy: { version: 'desc' },
        take: promptLimits.shownVersions,
      }),
      usesOfPrompts(this.#database),
    ])
    if (!row && !shippedPrompts.has(name)) throw new GatewayError('NO_SUCH_PROMPT')
    const current = versions.find(({ version }) => version === row?.version)
    return {
      prompt: await promptOf(name, row ?? undefined, current, uses.get(name) ?? []),
      versions: versions.map(versionOf),
    }
  }

  /**
   * Converts a file and plays it from now on. Again with the same uploadId is the same version.
   * @throws GatewayError FILE_REFUSED saying why, COMMAND_ID_USED, TOO_MANY_PROMPTS
   */
  async save(me: Me, name: string, upload: PromptUpload): Promise<VoicePrompt> {
    const { uploadId, source, normalise, title, words, fileName, content } = upload
    if (!(await this.#isSaved(this.#database, me, name, uploadId))) {
      const sound = await this.#converted(fileName, content, normalise)
      const sha256 = createHash('sha256').update(content).digest('hex')
      const made = { uploadId, source, fileName, sha256, ...(await this.#kept(sound)) }
      await this.#add(me, name, made, { title, words })
    }
    return (await this.detail(name)).prompt
  }

  /**
   * An old version becomes the newest one; 0 is the shipped sound. What is played already stays as it is.
   * @throws GatewayError NO_SUCH_PROMPT, NO_SUCH_PROMPT_VERSION, COMMAND_ID_USED
   */
  async restore(me: Me, name: string, version: number, commandId: string): Promise<VoicePrompt> {
    const { prompt } = await this.detail(name)
    if (version === (prompt.current?.version ?? 0) || (await this.#isSaved(this.#database, me, name, commandId)))
      return prompt
    if (version === 0) {
      if (!prompt.shipped) throw new GatewayError('NO_SUCH_PROMPT_VERSION')
      const content = await readShipped(name)
      const sound = await this.#converted(`${name}.wav`, content, false)
      const sha256 = createHash('sha256').update(content).digest('hex')
      await this.#add(me, name, { uploadId: commandId, source: 'shipped', sha256, ...(await this.#kept(sound)) }, {})
    } else {
      const old = await this.#database.voicePromptVersion.findUnique({ where: { name_version: { name, version } } })
      if (!old) throw new GatewayError('NO_SUCH_PROMPT_VERSION')
      const { soundId, durationMs, peakDb, loudnessDb, gainDb, fileName, encoding, sampleRate, channels, sha256 } = old
      const sound = { soundId, durationMs, peakDb, loudnessDb, gainDb, encoding, sampleRate, channels, sha256 }
      const restoredFrom = old.restoredFrom ?? version
      await this.#add(me, name, { uploadId: commandId, source: 'restored', restoredFrom, fileName, ...sound }, {})
    }
    return (await this.detail(name)).prompt
  }

  /** @throws GatewayError NO_SUCH_PROMPT, PROMPT_CHANGED */
  async edit(me: Me, name: string, { edition, title, words }: PromptEdit): Promise<VoicePrompt> {
    await this.#database.$transaction(async (tx) => {
      const shipped = shippedPrompts.get(name)
      if (shipped) await this.#makeRow(tx, me, name, shipped)
      const row = await locked(tx, name)
      if (!row) throw new GatewayError('NO_SUCH_PROMPT')
      // A row that was made just now has the edition that a prompt without one shows.
      if (row.edition !== edition) throw new GatewayError('PROMPT_CHANGED')
      await this.#setTexts(tx, me, row, { title, words })
    })
    return (await this.detail(name)).prompt
  }

  /** A sound as WAV. @param version 0: the shipped one @throws GatewayError NO_SUCH_PROMPT_VERSION */
  async sound(name: string, version: number, rate: PlayedRate): Promise<Buffer> {
    if (version === 0) {
      if (!shippedPrompts.has(name)) throw new GatewayError('NO_SUCH_PROMPT_VERSION')
      // Not every browser plays A-law.
      const sound = await this.#converted(`${name}.wav`, await readShipped(name), false)
      return Buffer.from(rate === 8_000 ? sound.narrow : sound.wide)
    }
    const row = await this.#database.voicePromptVersion.findUnique({ where: { name_version: { name, version } } })
    const content = row && (await this.#files.read(row.soundId, rate))
    if (row && !content) this.#log.error({ prompt: name, version }, 'the sound of a prompt is missing in PROMPTS_DIR')
    if (!content) throw new GatewayError('NO_SUCH_PROMPT_VERSION')
    return content
  }

  /** Once at start: the switch's directory is as the database says, also when it was emptied or restored from an old copy. */
  async publishAll(): Promise<void> {
    await this.#files.prepare()
    const rows = await this.#database.voicePrompt.findMany({
      where: { version: { not: null } },
      orderBy: { name: 'asc' },
      take: promptLimits.prompts,
    })
    for (const { name } of rows)
      await this.#settle(name).catch((error: unknown) =>
        this.#log.error({ err: error, prompt: name }, 'a prompt is not as the switch should play it'),
      )
  }

  async #converted(fileName: string, content: Uint8Array, normalise: boolean): Promise<ConvertedSound> {
    try {
      return await convertApart({ content, normalise })
    } catch (error) {
      if (!(error instanceof UnusableSound)) throw error
      throw new GatewayError('FILE_REFUSED', {
        words: { name: fileName.slice(0, 100), why: refusedWords(error) },
        body: { reason: error.reason, ...(error.found === undefined ? {} : { found: error.found }) },
        cause: error,
      })
    }
  }

  async #kept({
    narrow,
    wide,
    ...facts
  }: ConvertedSound): Promise<Omit<ConvertedSound, 'narrow' | 'wide'> & { soundId: string }> {
    const soundId = randomUUID()
    await this.#files.keep(soundId, { narrow, wide })
    return { soundId, ...facts }
  }

  async #isSaved(database: Prisma.TransactionClient, me: Me, name: string, uploadId: string): Promise<boolean> {
    const before = await database.voicePromptVersion.findUnique({ where: { uploadId } })
    if (before && (before.name !== name || before.savedById !== me.id)) throw new GatewayError('COMMAND_ID_USED')
    return before !== null
  }

  /** The row is locked while the files change: of two who save at once the later row is also what is played. */
  async #add(me: Me, name: string, made: NewVersion, texts: Texts): Promise<void> {
    const shipped = shippedPrompts.get(name)
    try {
      await this.#database.$transaction(
        async (tx) => {
          await this.#makeRow(tx, me, name, shipped ?? { title: texts.title ?? name, words: texts.words ?? '' })
          const row = await locked(tx, name)
          if (!row) throw new Error(`the prompt ${name} has no row`)
          if (await this.#isSaved(tx, me, name, made.uploadId)) return
          const words = await this.#setTexts(tx, me, row, texts)
          const version = (row.version ?? 0) + 1
          await tx.voicePromptVersion.create({
            data: { ...made, name, version, words, savedById: me.id, savedBy: me.name },
          })
          await tx.voicePrompt.update({ where: { name }, data: { version } })
          const { source, restoredFrom, durationMs, sha256 } = made
          await audit(tx, me, name, {
            version,
            source,
            ...(restoredFrom ? { restoredFrom } : {}),
            durationMs,
            sha256,
          })
          await this.#files.publish(name, made.soundId)
        },
        { timeout: transactionMs },
      )
    } catch (error) {
      // Perhaps the file was already replaced, or only one of the two.
      await this.#settle(name).catch((again: unknown) =>
        this.#log.error(
          { err: again, prompt: name },
          'a prompt may not be as the switch should play it until the next start',
        ),
      )
      throw error
    }
  }

  async #makeRow(
    tx: Prisma.TransactionClient,
    me: Me,
    name: string,
    texts: { title: string; words: string },
  ): Promise<void> {
    const made = { name, ...texts, edition: 0, changedAt: new Date(), changedBy: me.name }
    const { count } = await tx.voicePrompt.createMany({ data: [made], skipDuplicates: true })
    if (count > 0 && (await tx.voicePrompt.count()) > promptLimits.prompts)
      throw new GatewayError('TOO_MANY_PROMPTS', { words: { most: promptLimits.prompts } })
  }

  /** @returns the words that hold now */
  async #setTexts(tx: Prisma.TransactionClient, me: Me, row: PromptRow, texts: Texts): Promise<string> {
    const { title = row.title, words = row.words } = texts
    if (title === row.title && words === row.words) return words
    await tx.voicePrompt.update({
      where: { name: row.name },
      data: { title, words, edition: row.edition + 1, changedAt: new Date(), changedBy: me.name },
    })
    await audit(tx, me, row.name, { title: [row.title, title], words: [row.words, words] })
    return words
  }

  /** Makes the switch's files what the row says. */
  async #settle(name: string): Promise<void> {
    await this.#database.$transaction(
      async (tx) => {
        const row = await locked(tx, name)
        const current =
          row?.version &&
          (await tx.voicePromptVersion.findUnique({ where: { name_version: { name, version: row.version } } }))
        if (current) await this.#files.publish(name, current.soundId)
        else await this.#files.withdraw(name)
      },
      { timeout: transactionMs },
    )
  }
}

async function locked(tx: Prisma.TransactionClient, name: string): Promise<PromptRow | null> {
  await tx.$queryRaw`SELECT 1 FROM "VoicePrompt" WHERE name = ${name} FOR UPDATE`
  return tx.voicePrompt.findUnique({ where: { name } })
}

const audit = (tx: Prisma.TransactionClient, me: Me, name: string, detail: Prisma.InputJsonObject): Promise<void> =>
  recordAudit(tx, { accountId: me.id, actor: me.name, action: 'prompt-changed', object: `prompt:${name}`, detail })
