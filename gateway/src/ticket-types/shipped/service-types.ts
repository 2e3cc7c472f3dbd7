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
    '4:态度 服务差 服务太差 骂 翻白眼 白眼 不耐烦 爱理不理 不理人 不理我 吵架 冷漠 甩脸 恶劣 没礼貌 辱骂 爱答不理 阴阳怪气 嫌弃 歧视 看不起 受气 说话…冲 说话…难听 语气 赔不是 当面道歉 粗鲁 野蛮 动手 推搡',
    '3:没人理 没人搭理 没人招呼 不搭理 玩手机 刷视频 聊天 嘻嘻哈哈 拒绝 不给做 不给换 不肯 不愿意 不乐意 推卸 推诿 踢皮球 吼 嚷 凶 摔 扔给 一扔 黑脸 臭脸 脸色 拉着脸 拉着个脸 顶嘴 嘲笑 讽刺 赶我 赶人 轰 怼 素质 爱喝不喝 爱买不买 挂电话 就挂了 挂我 磨磨蹭蹭 磨蹭 慢吞吞 插队 先给后面 先做别人 催了 多问一句 多问了 不解释 敷衍 强制 强迫 威胁 讲道理',
    '1:店员 服务员 员工 店长 收银 说话 道歉 排队 投诉',
    '3:吵起来 口气 全程 不吭声 不抬头 没抬头 撵 质问 骂我 冲我 讲不讲理 不讲理 占便宜 自己看着办 你想怎么样 急什么 关我什么事 不管 不负责 不处理 糊弄 应付 讥笑 嚣张 甩给 经理 值班 围裙 八卦 闲聊 打游戏 装没听见 装没看见 当没看见 阴着脸 板着脸 说我 被说 问什么 凭什么 哄笑 瞪',
    '1:吵 冷 赶 推 急 说 喊 问 理 员',
  ),
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
    '4:环境 卫生间 厕所 洗手间 洗手池 地上全 地上都 地面 地板 桌子 桌面 椅子 沙发 座位 座椅 垃圾桶 垃圾 脏乱 乱七八糟 老鼠 噪音 空调 风扇 天花板 台阶 玻璃门 插座坏 操作台 柜台',
    '3:没人收拾 没人擦 没人打扫 没人倒 油腻 油渍 很脏 好脏 太脏 脏死 黏糊糊 黏黏 粘手 滑倒 摔倒 摔一跤 摔了 绊倒 撞上 撞到 臭味 臭 下水道 漏水 滴水 积水 漏电 音乐 震耳 太吵 很吵 吵得 嘈杂 苍蝇很多 堆满 堆着 没打扫 打扫 灯 装修 油漆味 甲醛 抽烟 吸烟 烟味 门口…坏 门坏 坏的 闷 没地方坐 占座 安全隐患 消防 冷得 冰窖 热得 脏兮兮 灰尘 蜘蛛网 溢出',
    '1:店里 门店 卫生 太热 太冷 拥挤 通道 门口 坐着',
    '3:地砖 招牌 灯光 太暗 昏暗 门锁 没有纸 儿童椅 桌上 残渣 没人收 音响 音量 排气扇 嗡嗡 污水 后厨 垫子 特别滑 太滑 裸露 插头 电线 漏雨 潮湿 蚊虫 苍蝇乱飞 二楼 楼梯 扶手 玻璃 窗户 吸烟的人 禁烟 出口 拖把 下水道的味 味道很大 排队的地方 没座位',
    '1:脏 滑 吵 暗 灰 挤 门 桌 椅 地 店',
  ),
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
    '4:会员 优惠券 积分 卡券 储值 兑换 券码 余额 核销 充值 充了 代金券 月卡 年卡 生日券 生日 的券 张券 领券 用券 优惠码 红包 礼品卡 权益 金卡 银卡 集点 集章 满减',
    '3:小程序 等级 账号 登录 登不上 绑定 手机号 换号 验证码 短信 用不了 不能用 使用不了 活动 折扣 打折 团购…套餐 团购券 抵扣 抵用 领取 领不了 实体卡 买一送一 第二杯半价 第二杯 半价 叠加 过期作废 清零 审核中 扫码 入会 扫不出 核不了 会员价 消费明细 抽奖 赠送 没发给我 没到我',
    '1:优惠 使用 注册 升级 规则 原价 团购',
    '4:免单 新人 积点 券包 饮品券 会员码 会员日 电子卡 季卡 次卡 注销 等级掉 第二件半价 抽到 兑 充三百 充一百 充五百 满赠',
    '3:八折 五折 几折 活动价 换手机 手机换 没打折 没抵扣 点不了 打不开 用不上 不参加 规则改 我的号 号被 泄露 送朋友',
    '2:券 卡 码',
    '1:充 领 换 号 折',
  ),
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
    '5:表扬 点赞 点个赞 夸 称赞 好评 感谢 锦旗 五星 替我谢谢 谢谢她 谢谢他 谢谢你们 感动 暖心 不是投诉',
    '4:热情 耐心 贴心 周到 很好喝 特别好 服务好 真好 满意 谢谢 态度很好 态度好 态度特别好 态度非常好 主动帮 帮我找 还帮 还给我 细心 没得挑 拾金不昧 一分没少 惊艳 好棒 很棒 真棒 非常暖 很暖 二话不说 笑得 都爱喝 一直喝 继续保持 人真好 好喝极了 太好喝 负责任 认真负责 辛苦了 专业',
    '5:靠谱 服务一流 一流 加鸡腿 温馨 奖励 超级好 超好 笑盈盈 值得学习 耐性 多亏 太美了 支持你们 利索 老顾客 做得真 真到位 借伞 救 及时 善良 好人 敬业 尽责 用心 素质高 良心 业务熟练 心里暖',
    '3:贺卡 追出来 主动 照顾 帮忙 帮老人 喜欢 开心 舒心 舒服 漂亮',
    '1:谢 赞 棒 暖 帮 好',
  ),
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
    '4:发票 加盟 招聘 应聘 招不招 招人 招工 营业时间 几点开 几点关 几点 失物 合作 开票 抬头 报销 赞助 采访 投诉渠道 总部',
    '3:咨询 请问 想问 问一下 问问 建议你们 建议 希望能 希望你们 希望店里 希望 开店 兼职 暑假工 寒假工 面试 丢了 落在 忘在 忘店 遗失 有人捡到 捡到 雨伞 钱包 附近哪 附近有 哪家店 有没有店 有你们的店 地址在哪 地址是哪 停车 宠物 带狗 带猫 新品 上市 什么时候 能不能带 批发 单位…团购 团购一批 公司…订 大量订 卡路里 热量 成分 无糖吗 清真 素食 充电 拍视频 拍摄 探店 找谁联系 联系谁 怎么联系 能不能补',
    '4:除夕 春节 国庆 营业 专票 普票 税号 落你们 忘拿 寄存 自带杯 孕妇可以 孕妇能 哺乳 什么牌子 可降解 年会 记者 搬走 搬到 停车位 在县里 开一家 流程 资料',
    '3:可不可以 能不能出 能不能提供 可以喝 有没有 便宜点 每小时 是不是 哪几款 推荐 配料表 低卡 环保 订两百 预订 定制 联名 周边 哪里买 多少钱 怎么走',
    '1:吗 哪 几',
  ),
}
