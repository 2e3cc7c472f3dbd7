/** How people get names wrong: other characters of the same sound, characters that look alike, words left out, put in, cut off. */
import { pinyin } from 'pinyin-pro'
import type { Randomness } from '../../../../prisma/seed/randomness.ts'

/** Common characters that get typed for one another. */
const COMMON =
  '的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切怀推格服泉溪桥亭塔凤翠银锦祥福秀紫丹云龙虎鹤梅兰竹菊松柏桃柳莲荷湖岭峰宫康宁泰富荣昌盛嘉仁智顺吾悦印凯隆宝'
const LOOK_ALIKE: readonly string[] = [
  '己已',
  '未末',
  '日曰',
  '大太',
  '天夫',
  '土士',
  '干千',
  '人入',
  '田由',
  '王玉',
  '木本',
  '永水',
  '冶治',
  '柏伯',
  '梅海',
  '凤风',
  '兰三',
  '荷何',
  '湖胡',
  '溪奚',
  '岭领',
  '峰锋',
  '银根',
  '锦绵',
  '福副',
  '祥样',
  '莲连',
  '桥侨',
  '泉皇',
  '康庚',
  '宁宇',
  '泰秦',
  '盛城',
  '仁仃',
  '悦脱',
  '凯铠',
  '华毕',
  '和知',
  '文又',
  '广厂',
  '新斯',
  '中申',
  '路露',
  '店占',
  '城诚',
  '场杨',
  '安按',
  '达迭',
  '万方',
  '吾吴',
  '龙尤',
  '西酉',
  '古右',
]
const FILLERS: readonly string[] = ['那家', '你们家', '就是', '附近的', '旁边那个', '我在', '好像是']

const bySound = new Map<string, string[]>()

function soundsLike(sign: string): readonly string[] {
  if (bySound.size === 0)
    for (const one of new Set(COMMON)) {
      const sound = pinyin(one, { toneType: 'none' })
      const same = bySound.get(sound)
      if (same) same.push(one)
      else bySound.set(sound, [one])
    }
  return (bySound.get(pinyin(sign, { toneType: 'none' })) ?? []).filter((one) => one !== sign)
}

/** One character of the text for one of the same sound, or else one that looks alike; the text itself where there is none. */
export function misspelt(chance: Randomness, text: string): string {
  if (text.length < 2) return text
  for (let attempt = 0; attempt < 4; attempt++) {
    const at = chance.between(0, text.length - 1)
    const sign = text.charAt(at)
    const pair = LOOK_ALIKE.find((two) => two.includes(sign))
    const others = chance.chance(0.7) ? soundsLike(sign) : pair ? [pair.replace(sign, '')] : []
    if (others.length > 0) return text.slice(0, at) + chance.pick(others) + text.slice(at + 1)
  }
  return text
}

/** 万达广场 → 万达; 文三路华星广场 → 华星广场. */
export function abbreviated(chance: Randomness, text: string): string {
  const short = text.replace(/(购物中心|广场|中心|大厦|小区|百货|地铁站)$/, '')
  if (short !== text && short.length >= 2) return short
  const road = /^(.+?[路街巷])(.{2,})$/.exec(text)
  return road ? chance.pick([road[1] ?? text, road[2] ?? text]) : text
}

export function withFiller(chance: Randomness, text: string): string {
  return chance.chance(0.5) ? chance.pick(FILLERS) + text : `${text}${chance.pick(['那家', '那个店', '附近', '对面'])}`
}
