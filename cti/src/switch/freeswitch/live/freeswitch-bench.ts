/** The conformance bench with a real FreeSWITCH on it. */
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Bench } from '../../conformance/bench.ts'
import { SeverableLine } from '../../conformance/severable-line.ts'
import { forgetEndedCommand } from '../ended-journal.ts'
import { createFreeSwitch } from '../freeswitch.ts'
import type { LiveFreeSwitch } from './live-freeswitch.ts'
import { SippPhones } from './sipp-phones.ts'

/** Closing it leaves the FreeSWITCH running: it belongs to whoever started it. */
export async function freeSwitchBench(live: LiveFreeSwitch, log: Logger): Promise<Bench> {
  const phones = await SippPhones.create(live)
  const line = await SeverableLine.open(live.eslHost, live.eslPort)
  const telephoneSwitch = createFreeSwitch({
    host: '127.0.0.1',
    port: line.port,
    password: live.eslPassword,
    soundDirectory: live.soundDirectory,
    log,
  })
  const noCalls = async (): Promise<void> => {
    for (let tries = 0; tries < 100; tries++) {
      if ((await live.api('show channels count as json')).includes('"row_count":0')) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('calls of the last scenario do not end')
  }
  const connected = async (): Promise<void> => {
    await telephoneSwitch.start()
    for (let tries = 0; tries < 200 && !telephoneSwitch.status().connected; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    name: 'freeswitch',
    trunk: live.trunk,
    switch: telephoneSwitch,
    placeCall: (plan) => phones.call(plan),
    setPhone: (extension, behaviour) => phones.setPhone(extension, behaviour),
    recordingPath: (name) => join(live.directory, 'recordings', `${name}.wav`),
    cutLine: async () => line.cut(),
    restoreLine: async () => line.restore(),
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    reset: async () => {
      line.restore()
      await connected()
      await live.api('hupall NORMAL_CLEARING')
      await noCalls()
      await phones.hangUpAll()
      for (const { leg } of await telephoneSwitch.listEnded()) await live.api(forgetEndedCommand(leg))
    },
    close: async () => {
      await telephoneSwitch.stop()
      await line.close()
      await phones.close()
    },
  }
}
