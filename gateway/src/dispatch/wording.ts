/** Reasons in words. One function for all of them; the values are already public to whoever may see the ticket. */
import type { Reason, ReasonCode } from './reasons.ts'

export type Language = 'zh' | 'en'

/** {name} stands for a value. */
const texts: Readonly<Record<ReasonCode, Readonly<Record<Language, string>>>> = {
  'no-evidence': { zh: '没有可用的线索', en: 'There is nothing to go by' },
  'order-store-unknown': {
    zh: '订单门店 {store} 不在门店表中',
    en: 'The order’s store {store} is not in the list of stores',
  },
  'position-unusable': {
    zh: '定位（纬度 {lat}，经度 {lon}）不完整或不在中国境内，未采用',
    en: 'The position (latitude {lat}, longitude {lon}) is incomplete or outside China and was not used',
  },
  'position-swapped': {
    zh: '定位的经纬度写反，已对调',
    en: 'Latitude and longitude were the wrong way round and were swapped',
  },
  'position-far-from-stores': { zh: '定位附近没有门店', en: 'There is no store around the position' },
  'phone-area-unknown': { zh: '无法识别号码归属地“{area}”', en: 'The number’s home area “{area}” is not known' },
  'address-region': { zh: '地址指向 {region}', en: 'The address is in {region}' },
  'spoken-region': { zh: '顾客说的门店在 {region}', en: 'The customer speaks of a store in {region}' },
  'phone-region': { zh: '号码归属地 {region}', en: 'The number’s home area is {region}' },
  'order-store': { zh: '订单来自该店', en: 'The order is this store’s' },
  'not-order-store': { zh: '订单来自另一门店 {store}', en: 'The order is of another store, {store}' },
  'near-position': { zh: '距顾客定位 {km} 公里', en: '{km} km from the customer’s position' },
  'far-from-position': { zh: '距顾客定位较远，{km} 公里', en: 'Far from the customer’s position, {km} km' },
  'address-place': {
    zh: '地址“{said}”与门店地址“{address}”相符',
    en: 'The address “{said}” fits the store’s, “{address}”',
  },
  'address-number': { zh: '门牌号相同：{road}{number}号', en: 'Same house number: {road} {number}' },
  'address-district': { zh: '地址所在区域有该店（{region}）', en: 'The store is in the address’s region ({region})' },
  'address-city': { zh: '与地址同城，不在 {region}', en: 'In the address’s city, but not in {region}' },
  'address-elsewhere': { zh: '地址在外地（{region}）', en: 'The address is elsewhere ({region})' },
  'name-same': { zh: '店名一致：“{said}”', en: 'The name is the same: “{said}”' },
  'name-like': { zh: '说的“{said}”近似店名“{name}”', en: '“{said}” is like the name “{name}”' },
  'name-sounds-like': { zh: '说的“{said}”与店名“{name}”同音或近音', en: '“{said}” sounds like the name “{name}”' },
  'brand-other': { zh: '顾客说的是别的品牌，该店为“{brand}”', en: 'Another brand was named; this store is “{brand}”' },
  'phone-city': { zh: '在号码归属地 {region}', en: 'In the number’s home area, {region}' },
  'phone-elsewhere': { zh: '号码归属地在外地（{region}）', en: 'The number’s home area is elsewhere ({region})' },
  'outside-hours': { zh: '此时不在营业时间', en: 'Not open at this hour' },
  load: { zh: '现有未结工单 {tickets} 张', en: '{tickets} open tickets' },
  'region-preferred': { zh: '属于规则优先的区域 {region}', en: 'In a region that a rule prefers, {region}' },
  'successor-of': {
    zh: '接替已停业或搬迁的门店 {store}',
    en: 'Took over from store {store}, which has closed or moved',
  },
  'near-closed-store': { zh: '邻近已停业或搬迁的门店 {store}', en: 'Near store {store}, which has closed or moved' },
  'order-and-position-agree': {
    zh: '订单门店与顾客定位一致，相距 {km} 公里',
    en: 'The order’s store and the customer’s position agree, {km} km apart',
  },
  'order-and-position-disagree': {
    zh: '订单门店与顾客定位不一致，相距 {km} 公里',
    en: 'The order’s store and the customer’s position disagree, {km} km apart',
  },
  'order-store-closed': {
    zh: '订单门店 {store} 已停业，不派单',
    en: 'The order’s store {store} has closed and gets no tickets',
  },
  'order-store-moved': {
    zh: '订单门店 {store} 已搬迁，不派单',
    en: 'The order’s store {store} has moved and gets no tickets',
  },
  confident: { zh: '把握 {confidence}，达到门槛 {threshold}', en: 'Confidence {confidence} reaches {threshold}' },
  'not-confident': {
    zh: '把握 {confidence}，低于门槛 {threshold}',
    en: 'Confidence {confidence} is below {threshold}',
  },
  'as-likely': { zh: '{store} 与 {other} 难以区分', en: '{store} and {other} are hard to tell apart' },
  'named-store-closed': {
    zh: '最相符的门店 {store} 已停业或搬迁',
    en: 'The store that fits best, {store}, has closed or moved',
  },
  'no-open-store': { zh: '没有相符的营业门店', en: 'No open store fits' },
  'pool-region': { zh: '转入区域池 {pool}', en: 'To the pool of {pool}' },
  'rule-notify': { zh: '规则“{rule}”：同时通知 {department}', en: 'Rule “{rule}”: {department} is told too' },
  'rule-pool': { zh: '规则“{rule}”：转入 {pool}', en: 'Rule “{rule}”: to the pool of {pool}' },
  'rule-pool-refused': {
    zh: '规则“{rule}”要求转入 {pool}，前面的规则已定为 {instead}',
    en: 'Rule “{rule}” wants the pool of {pool}, but a rule before it chose {instead}',
  },
  'rule-priority': { zh: '规则“{rule}”：优先级提高 {by}', en: 'Rule “{rule}”: priority raised by {by}' },
  'rule-confirm': { zh: '规则“{rule}”：须人工确认门店', en: 'Rule “{rule}”: a person confirms the store' },
  'rule-prefer': { zh: '规则“{rule}”：{region} 优先', en: 'Rule “{rule}”: {region} goes first' },
}

export function wordReason({ code, values }: Reason, language: Language): string {
  return texts[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '—'))
}
