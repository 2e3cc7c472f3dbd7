/** Types about people, places and membership: service attitude, store environment, membership and coupons, praise, other. */
import type { FormDocument } from '../../contract/index.ts'
import { choices, field, section, shownIf, words } from './shorthand.ts'

export const serviceAttitude: FormDocument = {
  name: { zh: '服务态度', en: 'Service attitude' },
  sections: [
    section(
      'what|发生了什么|What happened',
      field('multi-choice', 'behaviour|表现|Behaviour', {
        choices: choices(
          'rude|言语不当|Rude',
          'ignored|不理睬|Ignored',
          'slow|拖延推诿|Put off',
          'refused|拒绝服务|Refused service',
          'quarrel|与顾客争吵|Quarrelled',
          'phone|玩手机聊天|On the phone, chatting',
        ),
      }),
      field('text', 'employee|员工姓名或特征|Employee’s name or looks', { maxLength: 100 }),
      field('date', 'on|发生日期|On'),
      field('choice', 'witness|是否有录音录像|Recorded', { choices: choices('no|没有|No', 'yes|有|Yes') }),
      field('choice', 'wants|顾客诉求|Customer wants', {
        choices: choices(
          'apology|道歉|Apology',
          'compensation|补偿|Compensation',
          'training|整改|Training',
          'record|仅反馈|To be heard',
        ),
      }),
      field(
        'money',
        'compensation|要求补偿金额|Asked for',
        shownIf({ field: 'wants', is: 'one-of', codes: ['compensation'] }),
      ),
    ),
    section(
      'outcome|处理|Outcome',
      field('long-text', 'measures|整改措施|Measures', { requiredFrom: 'closed', maxLength: 1_000 }),
    ),
  ],
  words: words(
    '4:态度 服务差 骂人 翻白眼 不耐烦 爱理不理 不理人 吵架 凶 冷漠 甩脸色 恶劣 没礼貌 辱骂',
    '3:店员…不理 员工…不理 玩手机 聊天 爱答不理 拒绝 推卸 骂我 吼 阴阳怪气 摔 黑脸 脸色 顶嘴 嘲笑 赶我 怼 没人理 素质',
    '1:店员 服务员 员工 店长 说话 语气 道歉 排队 插队',
  ).filter(({ text }) => [...text].length > 1),
}

export const storeEnvironment: FormDocument = {
  name: { zh: '门店环境', en: 'Store environment' },
  sections: [
    section(
      'what|哪里有问题|What is wrong',
      field('multi-choice', 'places|位置|Where', {
        choices: choices(
          'seats|座位区|Seats',
          'floor|地面|Floor',
          'toilet|卫生间|Toilet',
          'counter|操作台|Counter',
          'entrance|门口|Entrance',
          'bins|垃圾桶|Bins',
        ),
      }),
      field('choice', 'trouble|问题|Trouble', {
        choices: choices(
          'dirt|脏乱|Dirt',
          'smell|异味|Smell',
          'noise|噪音|Noise',
          'temperature|过冷过热|Too hot or cold',
          'safety|安全隐患|Danger',
          'pests|虫鼠|Pests',
        ),
        requiredFrom: 'closed',
      }),
      field('choice', 'hurt|是否有人受伤|Anybody hurt', {
        ...shownIf({ field: 'trouble', is: 'one-of', codes: ['safety'] }),
        choices: choices('no|没有|No', 'yes|有|Yes'),
      }),
      field('store', 'where|所在门店|Store', {
        help: { zh: '与工单门店不同时填写', en: 'When it is not the ticket’s store' },
      }),
      field('photo', 'photos|照片|Photos', { maxItems: 6 }),
    ),
    section('outcome|整改|Put right', field('photo', 'after|整改后照片|Photos afterwards', { maxItems: 6 })),
  ],
  words: words(
    '4:环境 卫生间 厕所 地上 桌子 桌面 垃圾桶 脏乱 老鼠 噪音 空调 地板 座位 洗手间',
    '3:没人收拾 油腻 很脏 好脏 太脏 黏 滑倒 摔倒 臭味 漏水 音乐 太吵 苍蝇很多 堆满 没打扫 打扫 灯 插座 装修 抽烟 烟味 门口',
    '1:店里 门店 卫生 椅子 太热 太冷 拥挤 通道',
  ).filter(({ text }) => [...text].length > 1),
}

export const membershipCoupon: FormDocument = {
  name: { zh: '会员与卡券', en: 'Membership and coupons' },
  sections: [
    section(
      'what|什么问题|What about',
      field('choice', 'about|事项|Matter', {
        choices: choices(
          'coupon|优惠券|Coupon',
          'points|积分|Points',
          'level|会员等级|Level',
          'stored|储值余额|Stored value',
          'account|账号登录|Account',
          'activity|活动规则|Promotion',
        ),
        requiredFrom: 'closed',
      }),
      field('phone', 'member-phone|会员手机号|Member’s phone'),
      field('text', 'coupon-code|券码|Coupon', {
        ...shownIf({ field: 'about', is: 'one-of', codes: ['coupon'] }),
        maxLength: 40,
        pattern: '[0-9A-Za-z\\-]+',
      }),
      field('number', 'points|涉及积分|Points', {
        ...shownIf({ field: 'about', is: 'one-of', codes: ['points'] }),
        integer: true,
        min: 0,
      }),
      field('money', 'stored-amount|涉及金额|Amount', shownIf({ field: 'about', is: 'one-of', codes: ['stored'] })),
      field('photo', 'screens|截图|Screenshots', { maxItems: 6 }),
    ),
  ],
  words: words(
    '4:会员 优惠券 积分 卡券 储值 兑换 券码 余额 核销 充值 代金券 月卡 生日券 券',
    '3:小程序 等级 账号 登录 绑定 手机号 验证码 用不了 不能用 活动 满减 折扣 团购 抵扣 过期了 领取 礼品卡 实体卡 权益 买一送一 第二杯半价',
    '1:优惠 使用 注册 升级 规则 APP',
  ).filter(({ text }) => [...text].length > 1),
}

export const praise: FormDocument = {
  name: { zh: '表扬', en: 'Praise' },
  sections: [
    section(
      'what|表扬谁|Who is praised',
      field('text', 'employee|员工姓名或特征|Employee’s name or looks', { maxLength: 100 }),
      field('multi-choice', 'for|因为什么|What for', {
        choices: choices(
          'friendly|热情|Friendly',
          'patient|耐心|Patient',
          'helpful|主动帮助|Helpful',
          'product|饮品好喝|Good drink',
          'honest|拾金不昧|Honest',
        ),
      }),
      field('date', 'on|日期|On'),
      field('choice', 'publish|同意公开|May be published', { choices: choices('yes|同意|Yes', 'no|不同意|No') }),
    ),
  ],
  words: words(
    '5:表扬 点赞 夸 称赞 好评 感谢 表扬信 锦旗',
    '3:热情 耐心 贴心 周到 很好喝 特别好 服务好 真好 满意 谢谢 暖心 态度很好 态度好 主动帮 帮我 细心 好喝 归还 拾到 棒',
  ).filter(({ text }) => [...text].length > 1),
}

export const other: FormDocument = {
  name: { zh: '其他', en: 'Other' },
  sections: [
    section(
      'what|事项|Matter',
      field('choice', 'matter|类型|Kind', {
        choices: choices(
          'question|咨询|Question',
          'suggestion|建议|Suggestion',
          'business|加盟合作|Franchise',
          'job|招聘|Job',
          'lost|失物招领|Lost property',
          'invoice|发票|Invoice',
        ),
      }),
      field('text', 'lost-item|遗失物品|What was lost', {
        ...shownIf({ field: 'matter', is: 'one-of', codes: ['lost'] }),
        maxLength: 100,
      }),
      field(
        'phone',
        'contact|联系电话|Contact',
        shownIf({ field: 'matter', is: 'one-of', codes: ['business', 'job', 'lost'] }),
      ),
      field('text', 'invoice-title|发票抬头|Invoice to', {
        ...shownIf({ field: 'matter', is: 'one-of', codes: ['invoice'] }),
        maxLength: 100,
      }),
    ),
  ],
  words: words(
    '4:发票 加盟 招聘 应聘 营业时间 几点 失物 合作 开票 抬头',
    '3:咨询 请问 想问 建议 希望能 开店 兼职 丢了 落在 遗失 雨伞 钱包 附近 有没有店 地址在哪 停车 宠物 新品 什么时候',
  ),
}
