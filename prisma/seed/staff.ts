/** Who works at the demo chain's call centre. Everybody logs in with the same, public password. */
import { uuidOf } from './randomness.ts'
import { regionIdOf } from './region-tree.ts'

export const DEMO_PASSWORD = 'ringdesk-demo'

export interface DemoAgent {
  readonly id: string
  readonly name: string
  readonly extension: string
  readonly accountId: string
  /** Skill to level, 1–10. */
  readonly skills: Readonly<Record<string, number>>
  readonly teams: string[]
  /** BCP 47 */
  readonly languages: string[]
}

const people: [name: string, skills: Record<string, number>][] = [
  ['林晓燕', { aftersales: 8, delivery: 7, membership: 6, 'food-safety': 7 }],
  ['陈志强', { aftersales: 7, delivery: 8, 'food-safety': 5 }],
  ['王雪梅', { aftersales: 9, membership: 8, 'food-safety': 9 }],
  ['黄家豪', { aftersales: 6, delivery: 6, cantonese: 10 }],
  ['刘思雨', { membership: 9, delivery: 5 }],
  ['赵立军', { aftersales: 5, delivery: 9 }],
  ['周婷婷', { aftersales: 7, membership: 7, english: 8 }],
  ['吴海波', { delivery: 7, membership: 4 }],
  ['孙丽娜', { aftersales: 10, 'food-safety': 10 }],
  ['郑凯文', { aftersales: 4, delivery: 4, membership: 4, english: 6 }],
  ['何嘉怡', { aftersales: 6, membership: 6, cantonese: 9 }],
  ['马永亮', { aftersales: 3, delivery: 3, membership: 2 }],
]

export const agents: readonly DemoAgent[] = people.map(([name, skills], index) => {
  const id = `a${1001 + index}`
  const teams = [index % 2 === 0 ? '白班' : '晚班']
  const languages = ['zh', ...(skills.cantonese ? ['yue'] : []), ...(skills.english ? ['en'] : [])]
  return { id, name, skills, teams, languages, extension: String(1001 + index), accountId: uuidOf(`account ${id}`) }
})

export const departments = [
  { id: 'quality', name: '品控部' },
  { id: 'operations', name: '运营部' },
  { id: 'logistics', name: '物流部' },
  { id: 'finance', name: '财务部' },
  { id: 'marketing', name: '市场部' },
]

export const accounts = [
  ...agents.map(({ id, name, accountId }) => ({
    id: accountId,
    username: id,
    displayName: name,
    role: 'AGENT' as const,
  })),
  {
    id: uuidOf('account r3001'),
    username: 'r3001',
    displayName: '华东大区 · 沈嘉树',
    role: 'REGION' as const,
    regionId: 'east',
  },
  {
    id: uuidOf('account r3002'),
    username: 'r3002',
    displayName: '杭州区域 · 方若琳',
    role: 'REGION' as const,
    regionId: regionIdOf('浙江省', '杭州市'),
  },
  {
    id: uuidOf('account m0015'),
    username: 'm0015',
    displayName: '门店店长 · 罗敏',
    role: 'STORE' as const,
    storeId: 'store-0015',
  },
  {
    id: uuidOf('account q4001'),
    username: 'q4001',
    displayName: '品控部 · 顾海宁',
    role: 'SUPERVISOR' as const,
    departmentId: 'quality',
  },
  { id: uuidOf('account s2001'), username: 's2001', displayName: '许文静', role: 'SUPERVISOR' as const },
  { id: uuidOf('account admin'), username: 'admin', displayName: '系统管理员', role: 'ADMIN' as const },
]
