/** The prompts that come with the product: what each is called and says (sip-config/freeswitch/sounds/make-placeholders.sh). */
import { readFile } from 'node:fs/promises'
import { promptNames } from '@ringdesk/cti'
import { durationMsOf } from './audio/decoded-sound.ts'
import { readWav } from './audio/wav.ts'

export interface ShippedPrompt {
  readonly title: string
  readonly words: string
}

const numerals = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九']
const keys = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
const minutes: Readonly<Record<string, string>> = {
  1: '一',
  2: '两',
  3: '三',
  4: '四',
  5: '五',
  10: '十',
  15: '十五',
  20: '二十',
  30: '三十',
}

const single: Readonly<Record<string, readonly [title: string, words: string]>> = {
  greeting: ['欢迎语', '您好，欢迎致电客户服务热线。'],
  'recording-notice': ['录音告知', '为保证服务质量，您的通话将被录音。'],
  'menu-main': ['主菜单', '饮品口感和门店服务，请按一。外卖和订单，请按二。会员和卡券，请按三。'],
  'invalid-option': ['按键有误', '您的输入有误，请重新选择。'],
  'queue-next': ['排队：下一位', '您是下一位，请稍候，马上为您接通。'],
  'queue-ahead-many': ['排队：人数较多', '当前排队人数较多，请您耐心等候。'],
  'wait-under-a-minute': ['等候：不到一分钟', '预计等候时间不到一分钟。'],
  'wait-long': ['等候：超过三十分钟', '预计等候时间超过三十分钟。'],
  'callback-key-star': ['回电：按星号键', '如需保留排队位置、由我们给您回电，请按星号键。'],
  'callback-key-hash': ['回电：按井号键', '如需保留排队位置、由我们给您回电，请按井号键。'],
  'callback-confirm': ['回电：确认号码', '我们将拨打您当前的来电号码。确认请按一，使用其他号码请按二。'],
  'callback-number': ['回电：输入号码', '请输入您的回电号码，固定电话请加区号，以井号键结束。'],
  'callback-confirmed': [
    '回电：已登记',
    '已为您登记，您的排队位置将保留，轮到您时我们会给您回电。感谢您的来电，再见。',
  ],
  'callback-dialling': ['回电：坐席听到', '正在为您接通预约回电的客户，请稍候。'],
  'callback-greeting': ['回电：客户听到', '您好，这里是客户服务热线，您预约的回电正在为您接通，请稍候。'],
  voicemail: ['留言：请留言', '请在提示音后留言，留言结束请按井号键或直接挂机。'],
  'voicemail-thanks': ['留言：已收到', '您的留言已收到，我们将尽快给您回电，再见。'],
  'out-of-hours': ['非工作时间', '现在是非工作时间，我们已记录您的来电，将在上班后尽快给您回电。'],
  'nobody-logged-in': ['无人在线', '暂时没有客服人员在线，我们已记录您的来电，将尽快给您回电。'],
  'max-wait': ['等候超时', '很抱歉让您久等，我们已记录您的来电，将尽快给您回电。'],
  goodbye: ['结束语', '感谢您的来电，再见。'],
  'safe-harbour': [
    '外呼：暂无坐席',
    '您好，这里是客户服务热线。刚才为您接通时没有空闲的客服人员，非常抱歉打扰您，我们会稍后再与您联系。再见。',
  ],
  beep: ['提示音', '（嘀）'],
  'survey-greeting': ['回访：开场', '您好，这里是客户服务热线的回访电话。您前几天向我们反馈了'],
  'survey-our-store': ['回访：门店（没有门店录音时）', '我们门店'],
  'survey-about': ['回访：说明', '的问题，想请您做个评价，只需要半分钟。'],
  'survey-solved': [
    '回访：是否解决',
    '您的问题解决了吗？已经解决请按一，还没有解决请按二，以后不想再接到回访电话请按九。',
  ],
  'survey-score': [
    '回访：打分',
    '请为这次处理打分。非常满意请按五，满意请按四，一般请按三，不满意请按二，非常不满意请按一。',
  ],
  'survey-sorry': ['回访：未解决', '很抱歉，您的问题还没有解决，我们会安排门店尽快跟进。'],
  'survey-comment': ['回访：请留言', '请在提示音后说说您的意见，说完请按井号键。'],
  'survey-refused': ['回访：不再致电', '好的，我们以后不再给您拨打回访电话。打扰您了，再见。'],
  'survey-thanks': ['回访：感谢', '感谢您的评价，祝您生活愉快，再见。'],
  fallback: ['系统繁忙', '系统繁忙，请稍后再拨，给您带来不便，敬请谅解。'],
}

function described(name: string): ShippedPrompt | undefined {
  const [title, words] = single[name] ?? []
  if (title !== undefined && words !== undefined) return { title, words }
  const [, family, end = ''] = /^(queue-ahead|wait|callback-key)-(\d+)$/.exec(name) ?? []
  switch (family) {
    case 'queue-ahead':
      return { title: `排队：前面 ${end} 位`, words: `您前面还有${numerals[Number(end)] ?? ''}位客户，请稍候。` }
    case 'wait':
      return { title: `等候：约 ${end} 分钟`, words: `预计等候时间约${minutes[end] ?? ''}分钟。` }
    case 'callback-key':
      return {
        title: `回电：按 ${end} 键`,
        words: `如需保留排队位置、由我们给您回电，请按${keys[Number(end)] ?? ''}。`,
      }
    default:
      return undefined
  }
}

/** By name. Music ("hold") is a directory of the switch and no prompt. */
export const shippedPrompts: ReadonlyMap<string, ShippedPrompt> = new Map(
  promptNames.flatMap((name) => {
    const prompt = described(name)
    return prompt ? [[name, prompt] as const] : []
  }),
)

/** Where the product keeps them: A-law, 8 kHz. */
const folder = new URL('../../../sip-config/freeswitch/sounds/zh-CN/', import.meta.url)

/** @param name one of shippedPrompts */
export const readShipped = (name: string): Promise<Buffer> => readFile(new URL(`${name}.wav`, folder))

let durations: Promise<ReadonlyMap<string, number>> | undefined

/** ms by name; read once. */
export function shippedDurations(): Promise<ReadonlyMap<string, number>> {
  durations ??= readDurations().catch((error: unknown) => {
    durations = undefined
    throw error
  })
  return durations
}

async function readDurations(): Promise<ReadonlyMap<string, number>> {
  const read = [...shippedPrompts.keys()].map(async (name) => {
    const { samples, sampleRate } = readWav(await readShipped(name))
    return [name, durationMsOf(samples.length, sampleRate)] as const
  })
  return new Map(await Promise.all(read))
}
