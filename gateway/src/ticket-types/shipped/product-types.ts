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
    '3:口感 难喝 味道 太甜 太苦 太淡 不好喝 发酸 有点酸 酸味 馊 变质 异味 怪味 难吃 不好吃 口味 喝不下 难以下咽 难入口 味儿不对 变味 走味 串味 糊味 腥味 油耗味 铁锈味 药味 塑料味 苦味',
    '2:齁 没味 寡淡 不新鲜 酸得 甜得 苦得 淡得 涩 白开水 兑水 兑了水 很稀 稀得 糖度 甜度 三分糖 五分糖 七分糖 太硬 太软 偏硬 咬不动 嚼不动 嚼起来 夹生 没煮透 没煮熟 结块 结坨 沉淀 分层 茶味 奶味 果味 茶底 奶盖 椰奶 果肉 太腻 发腻 腻得 太冰 冰块 冰太多 全是冰 去冰 不够冰 不够热 凉了 凉的 温的 温吞 烫嘴 糊了 煮烂 烂了 蔫 配方 缩水 不如以前 跟以前 跟平时 品质 质量 甜腻 香精 奶精 掺水 太酸 偏甜 偏淡 偏苦 喝着 喝起来 尝起来 入口 喝一口',
    '1:好喝 珍珠 芋圆 芋泥 椰果 奶茶 果茶 拿铁 美式 咖啡 柠檬水 温度 化了 甜味',
    '2:又酸 又苦 又甜 发苦 咸的 太咸 硬的 生的 没熟 没味道 没有味道 偷工减料 糊锅 疙瘩 颗粒 冰碴 掉渣 噎人 隔夜 软塌塌 没搅 煮过头 一抿 没胃口 分离 粉没 正常糖 全糖 半糖 微糖 常温 温乎 不热 不凉 塑料袋味 味儿 一股 喝完嘴里 浓度 料少 水多 没摇匀',
    '1:酸 苦 甜 咸 淡 腻 味 糖 硬 稠 稀 烫 凉 温 糊 糯 香 鲜 茶 冰 口 料 浓 奶 果',
  ),
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
    '3:漏单 错单 做错 给错 拿错 发错 送错了 装错 打错 错拿 少给 漏了 漏发 漏送 漏给 漏装 漏做 少送 少发 少装 没给 少一杯 少一份 少两 不是我点的 不是我要的 不是我的 不是我那 缺一 缺少 弄错 搞错 贴错 张冠李戴 货不对板 对不上',
    '2:少了…杯 少了…份 少了一 少了两 少…吸管 吸管…没 没有吸管 没放 没加 没有加 没装 忘记加 忘了加 忘了放 忘记放 忘给 忘加 点的…给 点的…做成 点的…送来 点的…打开 点的…是 点了…只 点了…没 点…拿到手是 要的是…给 要了…没 买了…只 买了…就 备注…没 备注…还是 备注了 备注写 说好加 说了不要 只有…杯 只有…份 就三杯 就两杯 就一杯 只收到 做成 换成了 变成了 大杯…中杯 冷的…热的 勺子 杯套 别人的名字 别人的单 送来只有 一颗都没 一个都没 单子上',
    '1:少了 吸管 备注 小料没 杯数 大杯 中杯 套餐 加料',
    '3:给成 换成 变成 装成 没见着 没看到 没收到赠 递错 多出来 不认识的 混在一起 隔壁桌 别桌 就一种 其中一杯 其中一份 少了小 忘了给 没配 没送 缺货没说 替换 不一致 不符 数量不对 规格 杯型 双拼 分开装 赠品 赠的 实际就 实际只',
    '1:少 漏 错 缺 忘 没 杯 份 加 配',
  ),
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
        requiredFrom: 'resolved',
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
        // Not before dispatch: food safety must never wait for a form.
        requiredFrom: 'resolved',
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
    '5:异物 虫子 头发丝 一根头发 几根头发 根毛 苍蝇 蟑螂 拉肚子 食物中毒 中毒 发霉 霉 玻璃碴 玻璃渣 碎玻璃 过期了 过期的 吃坏 急诊 肠胃炎 创可贴 活虫 虫卵 飞蛾 蚂蚁 蜘蛛 蛆',
    '4:头发 小虫 飞虫 白色的虫 蚊子 毛发 钢丝 铁丝 钢丝球 塑料片 塑料 碎片 霉点 长毛 长了…毛 呕吐 腹泻 肚子疼 肚子痛 闹肚子 上吐下泻 窜稀 过敏 红疹 起疹 医院 医生 食药监 市监 食品安全 恶心想吐 当场就吐 吐了 腹痛 指甲 硌到牙 崩了牙 牙崩 划破 划伤 划到 卫生许可 保质期 生产日期 日期是 变黑 发黑',
    '2:不卫生 看到一根 喝出 吃出 喝到 吃到 吸上来 吸到 爬出 一根 一只 一截 黑黑 黑色的 不明 不干净 硬物 硬硬的 纸屑 线头 石子 沙子 木屑 橡皮筋 标签纸 看医生 不舒服 难受 头晕 掉在地上 没洗手 没戴手套 没戴帽子 抹布 沉着 漂着 粘着 杯底 封口膜',
    '4:睫毛 绿毛 青虫 铁片 橡皮圈 石头 纸团 一团纸 消毒水 洗洁精 白色泡沫 黑点 霉斑 出血 划出血 流血 嘴唇肿 发烧 挂水 输液 化验 住院 孕妇喝了 孩子喝了 生产时间 虫 变味发黏 臭了 没封口 发绿 发黏 生蛆 鼠',
    '1:毛 吐 血 肿 痒 铁 渣 脏 疼 痛 病',
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
    '4:退款 退钱 退费 退给我 退回 退掉 退单 退还 重复扣款 多扣 扣了两次 扣了两遍 扣两 扣了钱 扣钱 没到账 还没退 不给退 不退 返还 把钱退 钱没回来 钱还没 重复支付 重复付款 付了两次 退押金 退差价 拒退 退货',
    '3:取消订单 取消了订单 取消…单 不要了 不想要了 把钱 钱退 申请退 原路 到账 扣款 扣费 多收 多付 收了两次 收费错 乱收费 莫名其妙…扣 莫名其妙…少 押金 赔钱 下错单 点错 下单错 支付失败 没出餐 关门没做 还没做 支付宝',
    '1:支付 付款 微信 金额 账单 刷卡 银行卡 工作日',
    '3:能退 请退 全额 差额 已退 打过来 打款 撤掉 撤单 两单 重复下单 多出来的那笔 那笔 实际收 只要 补我 补偿…块 费用 款子 花呗 信用卡 零钱 现金付 现金 没用完的钱 退不了 退出来 怎么退 收费 多花 赔付 理赔',
    '2:退 扣',
    '1:钱 款 付 元 块 收',
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
    '4:外卖 骑手 配送 外卖员 快递员 超时 洒了 撒了 洒了一半 送餐 配送费 没送到 还没送 还没到 没收到货 已送达 送达 派送 送错地址 送错地方 送错楼 送错门 放错楼 没拿到 送到家 送货 取餐',
    '3:小哥 迟到 晚了…小时 晚了…分钟 晚到 等了…小时…送 等了…小时…没到 一个小时…没 小时了还没 没收到 打翻 翻了 漏出来 洒出来 洒 漏汤 一直不送 放在门口 扔门口 扔在 放门口 放保安 催单 箱子里 封签 封条 包装破 袋子破 被人拆 被偷 偷吃 下楼取 不送上楼 不肯上楼 打不通 定位 堵车 地图上 预约 冰都化 附近没有骑手 电动车 送的人 送过来 送来',
    '1:美团 饿了么 京东 包装 地址 楼下 小区 预计 准时 平台 袋子',
    '3:送餐员 外送 送外卖 传达室 门牌号 前台 物业 保温袋 杯盖 盖子 颠 湿了 只剩半杯 半杯 拉黑 联系不上 在路上 没等到 等到现在 比预计 提前点 提前送达 不配送 配送范围 改地址 派单 平台都说 送到我 送到手 到手时 晚了 还在路上 转单',
    '2:送',
    '1:翻 漏 到 楼 路 等',
  ),
}
