/**
 * A survey campaign over many contacts on the simulated switch, as fast as rules and machine allow: whom to call is claimed in PostgreSQL,
 * dialled, answered or busy, told a short sentence, recorded. Everybody is to be called exactly once; what the switch counted and what the
 * ledger wrote must agree. `npm run bench -- campaign --contacts 100000 --seconds 270`: when the time is over nobody else is called, and the
 * figures are of those who were (contacts).
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { setStage } from './calls/stage.ts'
import { judge, makeCampaigns, numberOf, progressOf, startCampaigns } from './campaign/campaigns.ts'
import { until } from './running/until.ts'

const CONTACTS = 100_000
/** s of dialling; what was begun is ended after it. */
const SECONDS = 270
/** Of so many contacts one is busy. */
const BUSY_ONE_IN = 50
/** A campaign's worth of settling. ms */
const SETTLE_MS = 60_000
const LOOK_MS = 2_000
/** Memory of before so much was done is that of a process that warms up. Share of the contacts or of the time. */
const WARM = 0.25

interface Sample {
  readonly share: number
  readonly rssMb: number
}

export default async function run(): Promise<Record<string, number>> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { contacts: { type: 'string' }, seconds: { type: 'string' } },
  })
  const contacts = Number(values.contacts ?? CONTACTS)
  const seconds = Number(values.seconds ?? SECONDS)
  if (!(Number.isInteger(contacts) && contacts > 0 && seconds > 0))
    throw new Error('--contacts and --seconds are numbers above 0')

  const { database, address, control } = await setStage(0)
  await makeCampaigns(database, contacts)
  await control.setPhone('outside', { mode: 'auto', afterMs: 5 })
  for (let index = 0; index < contacts; index += BUSY_ONE_IN) await control.setPhone(numberOf(index), { mode: 'busy' })

  const samples: Sample[] = []
  const began = performance.now()
  await startCampaigns(database)
  let [before, at] = [0, began]
  await until(
    async () => {
      const { ended, live } = await progressOf(database)
      const now = performance.now()
      const passed = (now - began) / 1_000
      const rssMb = await memoryOf(address)
      samples.push({ share: Math.max(ended / contacts, passed / seconds), rssMb })
      console.error(
        `${passed.toFixed(0)} s: ${ended} ended, ${live} live, ${(((ended - before) / (now - at)) * 1_000).toFixed(0)} a second, ` +
          `${rssMb.toFixed(0)} MB, load average ${loadavg()[0]?.toFixed(1)}`,
      )
      ;[before, at] = [ended, now]
      return ended >= contacts
    },
    seconds * 1_000,
    LOOK_MS,
  )
  const perSecond = before / ((at - began) / 1_000)
  await database.campaign.updateMany({ data: { state: 'ENDED' } })
  // Two looks alike: whoever was claimed before the campaigns ended has been dialled by then.
  let still = -1
  await until(
    async () => {
      const { ended, live } = await progressOf(database)
      const quiet = live === 0 && ended === still
      still = ended
      return quiet
    },
    SETTLE_MS,
    LOOK_MS,
  )
  const verdict = await judge(database)
  const { dialled } = (await control.status()).totals
  console.error(`the switch dialled ${dialled}; the ledger has ${JSON.stringify(verdict)}`)
  const warm = samples.filter(({ share }) => share >= WARM)
  const half = Math.ceil(warm.length / 2)
  return {
    contacts: verdict.attempts,
    attempts_per_s: Math.round(perSecond * 10) / 10,
    double_dials: verdict.again + Math.abs(dialled - verdict.dialled),
    lost_outcomes: verdict.lost,
    rss_growth_mb: Math.round(mean(warm.slice(half)) - mean(warm.slice(0, half))),
  }
}

const mean = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { rssMb }) => sum + rssMb, 0) / Math.max(1, samples.length)

/** MB that the gateway's process holds. */
async function memoryOf(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(5_000) })).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN) / 1_048_576
}
