/** What roads, malls and landmarks of a made-up city are called. */

export const brands: readonly (readonly [name: string, weight: number])[] = [
  ['一盏茶', 40],
  ['鲜果时光', 18],
  ['巷口咖啡', 14],
  ['麦禾烘焙', 10],
  ['蜀味米线', 10],
  ['老街包子铺', 8],
]

/** Nearly every city has these. */
export const commonRoads: readonly string[] = [
  '人民路',
  '中山路',
  '解放路',
  '建设路',
  '和平路',
  '新华路',
  '文化路',
  '长江路',
  '黄河路',
  '胜利路',
  '青年路',
  '体育路',
  '迎宾大道',
  '滨江大道',
  '朝阳路',
  '南京路',
  '北京路',
  '上海路',
  '西湖路',
  '鼓楼街',
  '学府街',
  '站前路',
  '花园路',
  '工农路',
  '友谊路',
  '光明路',
  '世纪大道',
  '科技路',
]
const ROAD_STEMS =
  '文景天凤翠金银锦祥福兴明秀紫丹青云龙虎鹤梅兰竹菊松柏桃柳莲荷湖江海山岭峰泉溪桥亭台塔寺门宫城乐康宁安平泰富华荣昌盛嘉德信义诚仁智和顺达通远新古老春夏秋冬东西南北中'
const ROAD_ENDS: readonly string[] = [
  '路',
  '路',
  '路',
  '路',
  '街',
  '街',
  '大道',
  '东路',
  '西路',
  '南路',
  '北路',
  '巷',
  '一路',
  '二路',
  '三路',
]
export const chainMalls: readonly string[] = [
  '万达广场',
  '吾悦广场',
  '银泰城',
  '印象城',
  '大悦城',
  '龙湖天街',
  '凯德广场',
  '来福士',
  '天虹购物中心',
  '永旺梦乐城',
  '宝龙广场',
  '万象城',
  '万象汇',
  '砂之船奥莱',
  '世茂广场',
  '大润发',
  '沃尔玛',
  '苏宁广场',
  '王府井百货',
  '新世界百货',
  '居然之家',
  '红星美凯龙',
  '华润万家',
  '步行街',
  '火车站',
  '高铁站',
  '客运中心',
  '人民医院',
  '中医院',
  '体育中心',
  '会展中心',
  '大学城',
]
const PLACE_ENDS: readonly string[] = [
  '广场',
  '中心',
  '购物中心',
  '天地',
  '小区',
  '花园',
  '新村',
  '家园',
  '大厦',
  '公寓',
  '大学',
  '学院',
  '医院',
  '公园',
  '地铁站',
  '市场',
  '新城',
  '国际',
  '商业街',
  '里',
]

interface Chance {
  between(from: number, to: number): number
  pick<Item>(items: readonly Item[]): Item
}

export function roadName(chance: Chance): string {
  return stem(chance) + chance.pick(ROAD_ENDS)
}

export function landmarkName(chance: Chance): string {
  return stem(chance) + (chance.between(0, 3) === 0 ? stem(chance).slice(0, 1) : '') + chance.pick(PLACE_ENDS)
}

function stem(chance: Chance): string {
  const one = ROAD_STEMS.charAt(chance.between(0, ROAD_STEMS.length - 1))
  const two = ROAD_STEMS.charAt(chance.between(0, ROAD_STEMS.length - 1))
  return one + two
}
