/** What a FreeSWITCH with Ringdesk's configuration needs to run mod_callcenter beside it, and prompts short enough for a bench. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A number of the carrier's side that leads into mod_callcenter's queue. */
export const CALL_CENTER_NUMBER = '4008009002'
export const SHORT_PROMPT = 'bench-short'

/** @param directory a copy of sip-config/freeswitch @param extension the one agent */
export async function addCallCenter(directory: string, extension: string): Promise<void> {
  await insert(
    join(directory, 'autoload_configs/modules.conf.xml'),
    '</modules>',
    '<load module="mod_callcenter"/></modules>',
  )
  await insert(
    join(directory, 'dialplan/hotline.xml'),
    '<extension name="hotline">',
    `<extension name="call-center">
      <condition field="destination_number" expression="^${CALL_CENTER_NUMBER}$">
        <action application="answer"/>
        <action application="callcenter" data="bench@default"/>
      </condition>
    </extension>
    <extension name="hotline">`,
  )
  await writeFile(join(directory, 'autoload_configs/callcenter.conf.xml'), configuration(extension))
  await writeFile(join(directory, `sounds/zh-CN/${SHORT_PROMPT}.wav`), silence(20))
}

async function insert(path: string, before: string, instead: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!text.includes(before)) throw new Error(`${path} has no ${before}`)
  await writeFile(path, text.replace(before, instead))
}

/** No wrap-up, no delays, the agent who is idle longest: nothing but the module's own pace is measured. */
const configuration = (extension: string): string => `<configuration name="callcenter.conf" description="bench">
  <settings/>
  <queues>
    <queue name="bench@default">
      <param name="strategy" value="longest-idle-agent"/>
      <param name="moh-sound" value="local_stream://hold"/>
      <param name="time-base-score" value="system"/>
      <param name="max-wait-time" value="0"/>
      <param name="max-wait-time-with-no-agent" value="0"/>
      <param name="tier-rules-apply" value="false"/>
      <param name="abandoned-resume-allowed" value="false"/>
    </queue>
  </queues>
  <agents>
    <agent name="${extension}" type="callback" contact="[leg_timeout=10]user/${extension}" status="Logged Out"
      max-no-answer="999" wrap-up-time="0" reject-delay-time="0" busy-delay-time="0"/>
  </agents>
  <tiers>
    <tier agent="${extension}" queue="bench@default" level="1" position="1"/>
  </tiers>
</configuration>
`

/** A-law, 8 kHz, mono. */
function silence(ms: number): Buffer {
  const samples = Buffer.alloc(8 * ms, 0xd5)
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(6, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8_000, 24)
  header.writeUInt32LE(8_000, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}
