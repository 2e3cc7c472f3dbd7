/** What people call about, and how often. {drink} is what they ordered. */
export const complaints: readonly {
  /** A shipped ticket type. */
  category: string
  queue: 'aftersales' | 'delivery' | 'membership' | 'food-safety'
  weight: number
  subjects: readonly string[]
  description: string
}[] = [
  {
    category: 'taste',
    queue: 'aftersales',
    weight: 24,
    subjects: ['{drink}太甜，与所选糖度不符', '{drink}茶味很淡', '{drink}珍珠发硬'],
    description: '顾客反映{drink}口感与平时不同，希望门店核实配方与出品，并给出答复。',
  },
  {
    category: 'service-attitude',
    queue: 'aftersales',
    weight: 14,
    subjects: ['店员态度冷淡', '等候四十分钟无人说明', '要求重做时店员推诿'],
    description: '顾客在门店与店员沟通不愉快，要求店长致电说明。',
  },
  {
    category: 'wrong-or-missing-item',
    queue: 'delivery',
    weight: 14,
    subjects: ['少送一杯{drink}', '{drink}做成了热饮', '吸管与配料漏装'],
    description: '顾客收到的商品与订单不一致，已提供订单号，要求补做或退款。',
  },
  {
    category: 'delivery',
    queue: 'delivery',
    weight: 14,
    subjects: ['外卖超时一小时', '{drink}送到时已洒漏', '骑手联系不上'],
    description: '外卖配送异常，顾客希望了解进度并获得补偿。',
  },
  {
    category: 'refund',
    queue: 'delivery',
    weight: 9,
    subjects: ['退款三天未到账', '重复扣款申请退回'],
    description: '顾客查询退款进度，已核对支付流水，待财务确认到账时间。',
  },
  {
    category: 'membership-coupon',
    queue: 'membership',
    weight: 12,
    subjects: ['生日券未到账', '满减券无法使用', '积分少记'],
    description: '会员权益异常，需核对账户记录后补发。',
  },
  {
    category: 'foreign-object',
    queue: 'food-safety',
    weight: 4,
    subjects: ['{drink}中发现异物', '饮用后肠胃不适'],
    description: '顾客已保留样品与照片，要求门店配合调查并书面答复。',
  },
  {
    category: 'store-environment',
    queue: 'aftersales',
    weight: 4,
    subjects: ['门店桌面未清洁', '等候区空调故障'],
    description: '顾客对门店环境提出意见，建议整改。',
  },
  {
    category: 'praise',
    queue: 'aftersales',
    weight: 3,
    subjects: ['表扬店员主动帮忙送餐', '新品{drink}很好喝'],
    description: '顾客来电表扬，请转达门店。',
  },
  {
    category: 'other',
    queue: 'aftersales',
    weight: 2,
    subjects: ['咨询附近门店营业时间', '遗失物品寻找'],
    description: '一般咨询，已答复。',
  },
]
