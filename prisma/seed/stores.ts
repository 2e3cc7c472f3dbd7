import { type City, cities } from './cities.ts'
import { at, randomness } from './randomness.ts'
import { regionIdOf } from './region-tree.ts'

/** Roads that nearly every Chinese city has. */
const roads = [
  '中山路',
  '人民路',
  '解放路',
  '建设路',
  '和平路',
  '新华路',
  '文化路',
  '长江路',
  '滨江大道',
  '大学路',
  '体育路',
  '青年路',
  '迎宾路',
  '学府街',
  '站前街',
  '花园路',
]
const places = ['购物中心一层', '步行街', '地铁站出口', '商业广场', '写字楼首层', '临街商铺']

export interface DemoStore {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly brand: string
  readonly regionId: string
  readonly provinceId: string
  readonly cityId: string
  readonly areaId: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly address: string
  readonly lat: number
  readonly lon: number
  readonly phone: string
  readonly opensAt: number
  readonly closesAt: number
  readonly status: 'OPEN' | 'CLOSED' | 'MOVED'
}

/** 200 stores. No two in a district share a road. */
export function makeStores(): DemoStore[] {
  const stores: DemoStore[] = []
  for (const city of cities)
    for (let index = 0; index < city.stores; index++) stores.push(makeStore(city, index, stores.length + 1))
  return stores
}

function makeStore(city: City, index: number, running: number): DemoStore {
  const chance = randomness(`store ${running}`)
  const [district, lat, lon] = at(city.districts, index % city.districts.length)
  const road = at(roads, (running + 5 * Math.floor(index / city.districts.length)) % roads.length)
  const place = chance.pick(places)
  const number = String(running).padStart(4, '0')
  // Within about 1.5 km of the district's centre.
  const near = (centre: number) => Math.round((centre + chance.between(-140, 140) / 10_000) * 10_000) / 10_000
  return {
    id: `store-${number}`,
    code: `YZC${number}`,
    name: `一盏茶（${city.name.replace(/市$/, '')}${road}店）`,
    brand: '一盏茶',
    regionId: city.region,
    provinceId: regionIdOf(city.province),
    cityId: regionIdOf(city.province, city.name),
    areaId: regionIdOf(city.province, city.name, district),
    province: city.province,
    city: city.name,
    district,
    address: `${district}${road}${chance.between(1, 398)}号${place}`,
    lat: near(lat),
    lon: near(lon),
    phone: `${city.area}-5550${number}`,
    opensAt: chance.pick([540, 570, 600]),
    closesAt: chance.pick([1290, 1320, 1350, 1380]),
    status: running % 67 === 0 ? 'CLOSED' : running % 97 === 0 ? 'MOVED' : 'OPEN',
  }
}
