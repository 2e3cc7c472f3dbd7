/**
 * What sipp does as a caller on the carrier's side and as an agent's phone: its scenario files, with the timings of the plan written in.
 * Both stream a tone while they talk: FreeSWITCH records voiced time only.
 */
import type { CallPlan, KeyPress, PhoneBehaviour } from '../../conformance/bench.ts'
import { TELEPHONE_EVENT } from './telephone-events.ts'

const sdp = `Content-Type: application/sdp
Content-Length: [len]

v=0
o=user1 53655765 2353687637 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [auto_media_port] RTP/AVP 8 ${TELEPHONE_EVENT}
a=rtpmap:8 PCMA/8000
a=rtpmap:${TELEPHONE_EVENT} telephone-event/8000
a=sendrecv`

const message = (text: string): string => `<![CDATA[\n${text}\n]]>`
const send = (text: string, attributes = ''): string => `<send${attributes}>${message(text)}</send>`
const scenario = (name: string, steps: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${steps.filter(Boolean).join('\n')}\n</scenario>\n`

/** Long enough for any scenario: "never by itself". ms */
const never = 600_000

/** @param tone path of an A-law WAV that is streamed for as long as the call lasts */
export function callerScenario(plan: CallPlan, tone: string): string {
  const patience = plan.patienceMs ?? never
  const from = `From: ${plan.name === undefined ? '' : `"${plan.name}" `}<sip:${plan.from}@[local_ip]:[local_port]>;tag=[call_number]-[pid]`
  // CANCEL and the ACK of a refusal belong to the INVITE's transaction; everything else is one of its own.
  const dialog = (
    method: string,
    cseq: number,
    to: string,
    ofInvite = false,
  ): string => `${method} sip:${plan.to}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${ofInvite ? 'z9hG4bK-invite-[pid]-[call_number]' : '[branch]'}
${from}
To: <sip:${plan.to}@[remote_ip]:[remote_port]>${to}
Call-ID: [call_id]
CSeq: ${cseq} ${method}
Contact: <sip:${plan.from}@[local_ip]:[local_port]>
Max-Forwards: 70`
  const losingPatience = ` timeout="${patience}" ontimeout="cancel"`
  let pressed = 0
  const keys = (plan.digits ?? []).flatMap(({ afterMs, digit }, index) => {
    const pause = Math.max(0, afterMs - pressed)
    pressed = afterMs
    return [
      `<pause milliseconds="${pause}"/>`,
      send(`${dialog('INFO', 2 + index, '[peer_tag_param]')}
Content-Type: application/dtmf-relay
Content-Length: [len]

Signal=${digit}
Duration=160`),
      '<recv response="200"/>',
    ]
  })
  return scenario('caller', [
    send(`${dialog('INVITE', 1, '', true)}\n${sdp}`, ' retrans="500"'),
    // sipp heeds the time-out of the first of these that has not been passed.
    ...[100, 180, 183].map((status) => `<recv response="${status}" optional="true"${losingPatience}/>`),
    ...[404, 480, 486, 503].map(
      (status) => `<recv response="${status}" optional="true" next="refused"${losingPatience}/>`,
    ),
    `<recv response="200" rrs="true"${losingPatience}/>`,
    send(`${dialog('ACK', 1, '[peer_tag_param]')}\nContent-Length: 0\n`),
    `<nop><action><exec rtp_stream="${tone},-1,8"/></action></nop>`,
    ...keys,
    `<recv request="BYE" timeout="${Math.max(1, patience - pressed)}" ontimeout="leave"/>`,
    send(`SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0
`),
    '<nop next="end"/>',
    '<label id="leave"/>',
    send(`${dialog('BYE', 50, '[peer_tag_param]')}\nContent-Length: 0\n`, ' retrans="500"'),
    '<recv response="200"/>',
    '<nop next="end"/>',
    '<label id="cancel"/>',
    send(`${dialog('CANCEL', 1, '', true)}\nContent-Length: 0\n`),
    '<recv response="200" optional="true"/>',
    '<recv response="487"/>',
    '<label id="refused"/>',
    send(`${dialog('ACK', 1, '[peer_tag_param]', true)}\nContent-Length: 0\n`),
    '<label id="end"/>',
  ])
}

const reply = (status: string, extra = ''): string => `SIP/2.0 ${status}
[last_Via:]
[last_From:]
[last_To:];tag=[pid]SIPp[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
${extra || 'Content-Length: 0\n'}`

const plainOk = send(`SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0
`)

const invited = `<recv request="INVITE" rrs="true"><action>
<ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="invite_cseq"/>
<ereg regexp=".*" search_in="hdr" header="Via:" assign_to="invite_via"/>
<ereg regexp=".*" search_in="hdr" header="From:" assign_to="invite_from"/>
<ereg regexp=".*" search_in="hdr" header="To:" assign_to="invite_to"/>
</action></recv>`

/** Every variable must be used somewhere, or sipp refuses the scenario. */
const lateReply = (status: string, extra = ''): string => `SIP/2.0 ${status}
Via:[$invite_via]
From:[$invite_from]
To:[$invite_to];tag=[pid]SIPp[call_number]
[last_Call-ID:]
CSeq:[$invite_cseq]
Contact: <sip:[local_ip]:[local_port]>
${extra || 'Content-Length: 0\n'}`

const cancelled = [
  // The CANCEL has been received.
  plainOk,
  send(lateReply('487 Request Terminated')),
  '<recv request="ACK"/>',
]

/** Who calls may hang up at any time, also between two keys. @param captures one for each of `digits`, as keyCapture makes them */
const pressing = (digits: readonly KeyPress[], captures: readonly string[]): string[] =>
  digits.flatMap(({ afterMs }, index) => [
    `<recv request="BYE" timeout="${Math.max(1, afterMs - (digits[index - 1]?.afterMs ?? 0))}" ontimeout="key-${index}" next="goodbye"/>`,
    `<label id="key-${index}"/>`,
    `<nop><action><exec play_pcap_audio="${captures[index]}"/></action></nop>`,
  ])

/**
 * undefined for phones at whose address nothing listens.
 * @param tone path of an A-law WAV: streamed once by a voicemail, again and again by whoever else answers
 */
export function phoneScenario(
  behaviour: PhoneBehaviour,
  tone: string,
  captures: readonly string[] = [],
): string | undefined {
  switch (behaviour.kind) {
    case 'answer':
    case 'voicemail':
      return scenario('phone-answers', [
        invited,
        send(reply('180 Ringing')),
        `<recv request="CANCEL" timeout="${Math.max(1, behaviour.afterMs)}" ontimeout="answer"/>`,
        ...cancelled,
        '<nop next="end"/>',
        '<label id="answer"/>',
        send(lateReply('200 OK', sdp), ' retrans="500"'),
        '<recv request="ACK"/>',
        `<nop><action><exec rtp_stream="${tone},${behaviour.kind === 'answer' ? -1 : 1},8"/></action></nop>`,
        ...(behaviour.kind === 'answer' ? pressing(behaviour.digits ?? [], captures) : []),
        `<recv request="BYE" timeout="${(behaviour.kind === 'answer' && behaviour.hangUpAfterMs) || never}" ontimeout="leave"/>`,
        '<label id="goodbye"/>',
        plainOk,
        '<nop next="end"/>',
        '<label id="leave"/>',
        send(
          `BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From:[$invite_to];tag=[pid]SIPp[call_number]
To:[$invite_from]
Call-ID: [call_id]
CSeq: 1 BYE
Contact: <sip:[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0
`,
          ' retrans="500"',
        ),
        '<recv response="200"/>',
        '<label id="end"/>',
      ])
    case 'ignore':
      return scenario('phone-ignores', [
        invited,
        send(reply('180 Ringing')),
        `<recv request="CANCEL" timeout="${never}"/>`,
        ...cancelled,
      ])
    case 'busy':
      return scenario('phone-is-busy', [
        '<recv request="INVITE"/>',
        send(reply('486 Busy Here')),
        '<recv request="ACK"/>',
      ])
    case 'reject':
      return scenario('phone-rejects', [
        invited,
        send(reply('180 Ringing')),
        `<recv request="CANCEL" timeout="${Math.max(1, behaviour.afterMs)}" ontimeout="decline"/>`,
        ...cancelled,
        '<nop next="end"/>',
        '<label id="decline"/>',
        send(lateReply('603 Decline')),
        '<recv request="ACK"/>',
        '<label id="end"/>',
      ])
    case 'unreachable':
    case 'unregistered':
      return undefined
  }
}

/** With -au and -ap for the digest. @param contactPort where the phone will listen */
export const registerScenario = (extension: string, domain: string, contactPort: number): string => {
  const register = (cseq: number, authentication: string): string => `REGISTER sip:${domain} SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:${extension}@${domain}>;tag=[call_number]-[pid]
To: <sip:${extension}@${domain}>
Call-ID: [call_id]
CSeq: ${cseq} REGISTER
Contact: <sip:${extension}@[local_ip]:${contactPort}>
Max-Forwards: 70
Expires: 3600
${authentication}Content-Length: 0
`
  return scenario('register', [
    send(register(1, ''), ' retrans="500"'),
    '<recv response="100" optional="true"/>',
    '<recv response="401" auth="true"/>',
    send(register(2, '[authentication]\n'), ' retrans="500"'),
    '<recv response="100" optional="true"/>',
    '<recv response="200"/>',
  ])
}
