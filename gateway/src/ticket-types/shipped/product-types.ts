/** Types about what was sold: taste, wrong or missing item, foreign object, refund, delivery. */
import type { FormDocument } from '../../contract/index.ts'
import { choices, field, section, shownIf, words } from './shorthand.ts'

export const taste: FormDocument = {
  name: { zh: '饮品口感', en: 'Taste' },
  sections: [
    section(
      'what|哪里不对|What is wrong',
      field('product', 'product|商品|Product'),
      field('multi-choice', 'faults|问题|Faults', {
        choices: choices(
          'too-sweet|太甜|Too sweet',
          'too-bland|太淡|Too bland',
          'sour-or-spoilt|发酸变质|Sour or spoilt',
          'temperature|冷热不对|Wrong temperature',
          'toppings|小料口感差|Poor toppings',
          'ice|冰量不对|Wrong amount of ice',
          'other-taste|有异味|Odd taste',
        ),
      }),
      field('choice', 'unwell|饮用后是否不适|Unwell afterwards', { choices: choices('no|没有|No', 'yes|有|Yes') }),
      field('long-text', 'symptoms|不适情况|Symptoms', {
        ...shownIf({ field: 'unwell', is: 'one-of', codes: ['yes'] }),
        requiredFrom: 'dispatched',
        maxLength: 1_000,
      }),
      field(
        'batch',
        'batch|批次号|Batch',
        shownIf({ field: 'faults', is: 'one-of', codes: ['sour-or-spoilt', 'other-taste'] }),
      ),
      field('photo', 'photos|照片|Photos', { maxItems: 6 }),
    ),
    section(
      'outcome|处理|Outcome',
      field('choice', 'offer|补偿方式|Compensation', {
        choices: choices('remake|重做|Remake', 'coupon|补偿券|Coupon', 'refund|退款|Refund', 'apology|致歉|Apology'),
      }),
      field(
        'money',
        'offer-amount|补偿金额|Amount',
        shownIf({ field: 'offer', is: 'one-of', codes: ['coupon', 'refund'] }),
      ),
    ),
  ],
  words: words(
    '3:口感 难喝 味道 太甜 太苦 太淡 不好喝 发酸 有点酸 馊了 变质 一股怪味 异味 怪味',
    '2:齁甜 没味 寡淡 不新鲜 酸掉 涩 像水一样 很稀 糖度 甜度 少糖 无糖 太硬 太软 咬不动 珍珠硬 煮烂 夹生 结块 茶味 奶味 太腻 分层',
    '1:好喝 珍珠 芋圆 奶茶 温度 不冰 不热 化了 喝起来 喝了一口 配方 甜',
  ).filter(({ text }) => [...text].length > 1),
}

export const wrongOrMissing: FormDocument = {
  name: { zh: '错单漏单', en: 'Wrong or missing item' },
  sections: [
    section(
      'what|差在哪里|What differs',
      field('choice', 'difference|情况|Kind', {
        choices: choices(
          'missing|少了商品|Item missing',
          'wrong|给错商品|Wrong item',
          'options|规格做错|Wrong options',
          'utensils|漏吸管等|Straw or the like missing',
        ),
      }),
      field('product', 'ordered|应有商品|Ordered'),
      field(
        'product',
        'received|实收商品|Received',
        shownIf({ field: 'difference', is: 'one-of', codes: ['wrong', 'options'] }),
      ),
      field('number', 'count|缺少数量|How many missing', {
        ...shownIf({ field: 'difference', is: 'one-of', codes: ['missing', 'utensils'] }),
        integer: true,
        min: 1,
        max: 200,
      }),
      field('choice', 'taken|取餐方式|How it was taken', {
        choices: choices('store|到店|At the store', 'delivery|外卖|Delivery'),
      }),
      field('photo', 'photos|照片|Photos', { maxItems: 6 }),
    ),
    section(
      'outcome|处理|Outcome',
      field('choice', 'offer|补偿方式|Compensation', {
        choices: choices(
          'resend|补送|Sent again',
          'refund|退差价|Refund',
          'coupon|补偿券|Coupon',
          'none|无需补偿|None',
        ),
      }),
      field(
        'money',
        'offer-amount|金额|Amount',
        shownIf({ field: 'offer', is: 'one-of', codes: ['refund', 'coupon'] }),
      ),
    ),
  ],
  words: words(
    '3:漏单 错单 做错 给错 拿错 发错 送错 少了一杯 少给 漏了 漏发 漏送 少送 没给 少一杯 不是我点的 缺了',
    '2:少了…杯 少了…份 少…吸管 没有吸管 没放 没加 忘记加 忘了放 忘加 点的是…给 点的…做成 点的…送来 点了…只 要的是…给 备注…没 只有…杯 只收到 对不上 做成 换成了 张冠李戴',
    '1:少了 吸管 漏 备注 小料没 杯数 别人的',
  ).filter(({ text }) => [...text].length > 1),
}

export const foreignObject: FormDocument = {
  name: { zh: '异物与食品安全', en: 'Foreign object, food safety' },
  sections: [
    section(
      'what|发现了什么|What was found',
      field('choice', 'object|异物类型|Object', {
        choices: choices(
          'hair|毛发|Hair',
          'insect|虫子|Insect',
          'plastic|塑料或纸|Plastic or paper',
          'metal|金属|Metal',
          'glass|玻璃|Glass',
          'mould|霉变|Mould',
          'other|其他|Other',
        ),
        requiredFrom: 'dispatched',
      }),
      field('text', 'object-words|异物描述|Description', shownIf({ field: 'object', is: 'one-of', codes: ['other'] })),
      field('product', 'product|商品|Product'),
      field('batch', 'batch|批次号|Batch', {
        help: { zh: '杯贴或包装上的批次号', en: 'On the label of the cup or the package' },
      }),
      field('date', 'bought-on|购买日期|Bought on'),
      field('photo', 'photos|异物照片|Photos', { maxItems: 9 }),
      field('choice', 'kept|实物是否保留|Object kept', { choices: choices('yes|已保留|Kept', 'no|未保留|Not kept') }),
    ),
    section(
      'harm|人身影响|Harm',
      field('choice', 'unwell|是否不适或受伤|Unwell or hurt', {
        choices: choices('no|没有|No', 'unwell|身体不适|Unwell', 'hurt|受伤|Hurt'),
        requiredFrom: 'dispatched',
      }),
      field('long-text', 'symptoms|症状|Symptoms', {
        ...shownIf({ field: 'unwell', is: 'one-of', codes: ['unwell', 'hurt'] }),
        requiredFrom: 'dispatched',
        maxLength: 1_000,
      }),
      field('choice', 'doctor|是否就医|Saw a doctor', {
        ...shownIf({ field: 'unwell', is: 'one-of', codes: ['unwell', 'hurt'] }),
        choices: choices('no|未就医|No', 'yes|已就医|Yes'),
      }),
      field('money', 'medical-cost|医疗费用|Medical cost', shownIf({ field: 'doctor', is: 'one-of', codes: ['yes'] })),
      field(
        'phone',
        'contact|紧急联系电话|Emergency contact',
        shownIf({ field: 'unwell', is: 'one-of', codes: ['unwell', 'hurt'] }),
      ),
    ),
    section(
      'outcome|调查|Investigation',
      field('long-text', 'cause|原因|Cause', { requiredFrom: 'closed', maxLength: 1_000 }),
    ),
  ],
  words: words(
    '5:异物 虫子 头发 苍蝇 蟑螂 拉肚子 食物中毒 发霉 玻璃 过期 吃坏',
    '4:小虫 飞虫 蚊子 毛发 钢丝 铁丝 塑料片 碎片 霉点 长毛 呕吐 腹泻 肚子疼 肚子痛 上吐下泻 过敏 医院 食药监 食品安全 恶心想吐 腹痛 创可贴 指甲',
    '2:不卫生 看到一根 喝出 吃出 喝到 一根 黑色的 不明 不干净 硬物 纸屑 线头 保质期 看医生 不舒服',
  ),
}

export const refund: FormDocument = {
  name: { zh: '退款', en: 'Refund' },
  sections: [
    section(
      'what|退什么|What is refunded',
      field('choice', 'reason|退款原因|Reason', {
        choices: choices(
          'not-made|未出餐|Not made',
          'quality|品质问题|Quality',
          'double|重复扣款|Charged twice',
          'change|不想要了|Changed mind',
          'late|等太久|Waited too long',
          'other|其他|Other',
        ),
      }),
      field('money', 'amount|退款金额|Amount', { min: 1, max: 1_000_000, requiredFrom: 'closed' }),
      field('choice', 'channel|支付方式|Paid by', {
        choices: choices(
          'wechat|微信|WeChat',
          'alipay|支付宝|Alipay',
          'meituan|美团|Meituan',
          'eleme|饿了么|Ele.me',
          'card|储值卡|Stored value',
          'cash|现金|Cash',
        ),
      }),
      field('date', 'paid-on|支付日期|Paid on'),
      field('text', 'transaction|交易单号|Transaction', { maxLength: 64, pattern: '[0-9A-Za-z_\\-]+' }),
      field('phone', 'cash-contact|取款联系电话|Contact', shownIf({ field: 'channel', is: 'one-of', codes: ['cash'] })),
    ),
    section(
      'outcome|处理|Outcome',
      field('choice', 'decision|审核结果|Decision', {
        choices: choices('full|全额退款|In full', 'part|部分退款|In part', 'refused|不予退款|Refused'),
      }),
      field('long-text', 'refused-why|不予退款原因|Why refused', {
        ...shownIf({ field: 'decision', is: 'one-of', codes: ['refused'] }),
        requiredFrom: 'resolved',
      }),
    ),
  ],
  words: words(
    '4:退款 退钱 退费 重复扣款 多扣 扣了两次 扣了两遍 退回来 没到账 还没退 返还',
    '3:退单 取消订单 把钱 钱退 申请退 原路 到账 扣款 多收 多付 付了两次 扣费 退货',
    '1:不想要 支付 付款 微信 支付宝 金额 账单 刷卡',
  ),
}

export const delivery: FormDocument = {
  name: { zh: '外卖配送', en: 'Delivery' },
  sections: [
    section(
      'what|配送情况|What happened',
      field('choice', 'trouble|问题|Trouble', {
        choices: choices(
          'late|送达超时|Late',
          'spilt|洒漏破损|Spilt or damaged',
          'lost|未收到|Never came',
          'wrong-place|送错地址|Wrong address',
          'rider|骑手态度|Rider’s manner',
        ),
        requiredFrom: 'closed',
      }),
      field('choice', 'platform|平台|Platform', {
        choices: choices(
          'own|自有小程序|Own mini programme',
          'meituan|美团|Meituan',
          'eleme|饿了么|Ele.me',
          'jd|京东|JD',
          'douyin|抖音|Douyin',
        ),
      }),
      field('text', 'platform-order|平台订单号|Platform’s order number', {
        ...shownIf({ field: 'platform', is: 'none-of', codes: ['own'] }),
        maxLength: 40,
        pattern: '[0-9A-Za-z\\-]+',
      }),
      field('number', 'minutes-late|超时分钟|Minutes late', {
        ...shownIf({ field: 'trouble', is: 'one-of', codes: ['late'] }),
        integer: true,
        min: 1,
        max: 1_440,
      }),
      field('photo', 'photos|照片|Photos', {
        ...shownIf({ field: 'trouble', is: 'one-of', codes: ['spilt', 'wrong-place'] }),
        maxItems: 6,
      }),
      field(
        'phone',
        'rider-phone|骑手电话|Rider’s phone',
        shownIf({ field: 'trouble', is: 'one-of', codes: ['rider', 'lost'] }),
      ),
    ),
  ],
  words: words(
    '4:外卖 骑手 配送 外卖员 快递员 超时 洒了 撒了 漏了一袋 送餐 配送费 没送到 还没送',
    '3:送达 小哥 迟到 晚了…小时 晚了…分钟 等了…小时…送 没收到 送到…楼 送错地址 打翻 漏出来 洒出来 洒 一直不送 放在门口 催单 派送',
    '1:美团 饿了么 京东 包装 地址 楼下 小区 预计 准时',
  ).filter(({ text }) => [...text].length > 1),
}
