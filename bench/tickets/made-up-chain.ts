/** A chain with any number of tickets, made inside PostgreSQL: the same every time for the same number. */
import pg from 'pg'
import { madeUpChain } from '../../gateway/src/dispatch/made-up/chain.ts'

export interface ChainSize {
  readonly tickets: number
  readonly stores: number
  /** The newest ticket is of now, the oldest so many days old. */
  readonly days: number
}

/** Words that some tickets have, and in how many of a million. */
export const words = {
  frequent: '退款',
  middle: '生日券',
  rare: '蓝牙耳机',
} as const

const subjects = [
  '珍珠奶茶太甜，与所选糖度不符',
  '茉莉绿茶茶味很淡',
  '杨枝甘露少送一杯',
  '店员态度冷淡',
  '等候四十分钟无人说明',
  '退款三天未到账',
  '重复扣款申请退款',
  '外卖超时一小时',
  '送到时已洒漏',
  '骑手联系不上',
  '满减券无法使用',
  '积分少记',
  '门店桌面未清洁',
  '表扬店员主动帮忙',
]
const descriptions = [
  '顾客反映口感与平时不同，希望门店核实配方与出品，并给出答复。',
  '顾客在门店与店员沟通不愉快，要求店长致电说明。',
  '顾客收到的商品与订单不一致，已提供订单号，要求补做或退款。',
  '外卖配送异常，顾客希望了解进度并获得补偿。',
  '顾客查询进度，已核对支付流水，待财务确认到账时间。',
  '会员权益异常，需核对账户记录后补发。',
  '顾客已保留样品与照片，要求门店配合调查并书面答复。',
]

const list = (texts: readonly string[]) => `ARRAY[${texts.map((text) => pg.escapeLiteral(text)).join(',')}]`
/** One of a list, by the row's own number: no chance, so that two runs are alike. */
const pick = (texts: readonly string[], salt: number) =>
  `(${list(texts)})[1 + mod(hashint8(i * 31 + ${salt})::bigint + 2147483648, ${texts.length})]`
/** 0 to `below` - 1. */
const roll = (below: number, salt: number) => `mod(hashint8(i * 131 + ${salt})::bigint + 2147483648, ${below})`

const tree = [
  `INSERT INTO "Region" (id, name, level, provinces)
    SELECT 'r' || i, '大区' || i, 'REGION', '{}' FROM generate_series(0, 4) i`,
  `INSERT INTO "Region" (id, name, level, "parentId")
    SELECT 'p' || i, '省' || i, 'PROVINCE', 'r' || i % 5 FROM generate_series(0, 30) i`,
  `INSERT INTO "Region" (id, name, level, "parentId")
    SELECT 'c' || i, '城市' || i, 'CITY', 'p' || i % 31 FROM generate_series(0, 339) i`,
  `INSERT INTO "Region" (id, name, level, "parentId")
    SELECT 'a' || i, '片区' || i, 'AREA', 'c' || i % 340 FROM generate_series(0, 2719) i`,
]

/** Names as stores have them, after malls and roads, many of them alike: what people search by. */
export const storesOf = (count: number) => madeUpChain(count, STORES_SEED)
const STORES_SEED = 20_261_123

/** The tree stays the numbered one above: which city a store's name speaks of makes no difference to a list. */
const STORE_ROWS = `INSERT INTO "Store" (id, code, name, "regionId", "provinceId", "cityId", "areaId", province, city, district, address, lat, lon, phone, "opensAt", "closesAt")
    SELECT 's' || i, 'S' || i, name, 'r' || i % 340 % 31 % 5, 'p' || i % 340 % 31, 'c' || i % 340, 'a' || i % 2720,
      province, city, district, address, lat, lon, '0571-88880000', 540, 1320
    FROM (SELECT *, ordinality - 1 AS i FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[])
      WITH ORDINALITY AS each(name, province, city, district, address, lat, lon)) AS each`

const people = [
  `INSERT INTO "Customer" (id, name, tags)
    SELECT gen_random_uuid(), ${pick(['张', '王', '李', '赵', '陈', '林', '黄', '周', '吴', '徐'], 1)} || ${pick(['伟', '娜', '小雨', '文静', '志强', '晓燕', '嘉树', '若琳', '敏', '远', '一帆', '子涵'], 2)}, '{}'
    FROM generate_series(1, 200000) i`,
  `INSERT INTO "Queue" (id, name, settings) SELECT 'q' || i, '队列' || i, '{}' FROM generate_series(0, 19) i`,
  `INSERT INTO "Account" (id, username, "passwordHash", "displayName", role)
    SELECT gen_random_uuid(), 'b' || i, '-', '坐席' || i, 'AGENT' FROM generate_series(0, 499) i`,
  `INSERT INTO "Agent" (id, "accountId", name, extension)
    SELECT username, id, "displayName", username FROM "Account" WHERE username LIKE 'b%'`,
]

/** Finished long ago, most of them; of the last eight days half are still on their way. */
const status = `CASE WHEN i > total - recent AND ${roll(2, 7)} = 0
    THEN (ARRAY['OPEN','POOLED','DISPATCHED','ACCEPTED','WORKING','PENDING'])[1 + ${roll(6, 8)}]
    WHEN ${roll(100, 9)} < 2 THEN 'RESOLVED' WHEN ${roll(100, 9)} < 4 THEN 'VERIFIED' WHEN ${roll(1000, 10)} = 0 THEN 'PENDING'
    WHEN ${roll(100, 9)} = 50 THEN 'MERGED' ELSE 'CLOSED' END`

function ticketRows({ tickets, stores, days }: ChainSize, from: number, to: number): string {
  return `INSERT INTO "Ticket" (id, number, kind, status, priority, channel, hotline, subject, description, category, "customerId", "customerNumber",
      "agentId", "queueId", "storeId", "regionId", "provinceId", "cityId", "areaId", "ownerId", "poolId", tags, "dispatchedAt", source, "sourceId", "createdAt",
      "updatedAt", "lastInteractionAt", "resolvedAt", "closedAt")
    SELECT gen_random_uuid(), to_char(made, 'YYMMDD') || '-' || lpad(i::text, 8, '0'), CASE WHEN ${roll(20, 3)} = 0 THEN 'CALLBACK' ELSE 'SERVICE' END::"TicketKind",
      state::"TicketStatus", CASE WHEN ${roll(50, 4)} = 0 THEN 2 WHEN ${roll(10, 4)} = 0 THEN 1 ELSE 0 END, 'voice', '4008001234',
      ${pick(subjects, 5)} || CASE WHEN ${roll(200, 6)} = 0 THEN '，${words.middle}未到账' WHEN ${roll(100_000, 6)} = 1 THEN '，遗失${words.rare}' ELSE '' END,
      ${pick(descriptions, 11)} || '订单尾号 ' || ${roll(1_000_000, 12)},
      (ARRAY['taste','service-attitude','wrong-or-missing-item','delivery','refund','membership-coupon','foreign-object','store-environment','praise','other'])[1 + least(${roll(10, 13)}, ${roll(12, 14)})],
      customers.ids[1 + ${roll(200_000, 15)}], '+86138' || lpad(${roll(100_000_000, 16)}::text, 8, '0'),
      'b' || ${roll(500, 17)}, 'q' || ${roll(20, 18)}, CASE WHEN state NOT IN ('OPEN', 'POOLED') THEN 's' || store END,
      'r' || store % 340 % 31 % 5, 'p' || store % 340 % 31, 'c' || store % 340, 'a' || store % 2720,
      CASE WHEN ${roll(4, 19)} = 0 THEN owners.ids[1 + ${roll(500, 20)}] END, CASE WHEN state = 'POOLED' THEN 'c' || store % 340 END,
      CASE WHEN ${roll(50, 21)} = 0 THEN ARRAY['回访'] WHEN ${roll(5_000, 21)} = 1 THEN ARRAY['媒体'] ELSE '{}' END,
      CASE WHEN state NOT IN ('OPEN', 'POOLED') THEN made + interval '5 min' END, 'bench', i::text, made, made + later, made + later,
      CASE WHEN state IN ('RESOLVED', 'VERIFIED', 'CLOSED') THEN made + later END, CASE WHEN state = 'CLOSED' THEN made + later END
    FROM (SELECT i, total, ${status} AS state, ${roll(stores, 22)} AS store, least(now(), now() - (total - i) * (interval '${days} days' / total)) AS made,
        CASE WHEN ${roll(10, 23)} = 0 THEN interval '1 hour' * ${roll(72, 24)} ELSE interval '1 min' * ${roll(60, 24)} END AS later
      FROM (SELECT i, ${tickets}::bigint AS total, ${Math.ceil((tickets * 8) / days)} AS recent FROM generate_series(${from}::bigint, ${to}::bigint) i) AS each) AS each,
      (SELECT array_agg(id) AS ids FROM "Customer") AS customers, (SELECT array_agg("accountId") AS ids FROM "Agent") AS owners`
}

/** Rows a statement: progress can be told, and nothing grows without end. */
const STEP = 125_000

/**
 * Fills an empty, migrated database. The tables' indexes and triggers are put aside meanwhile; what they keep is made at the end by the
 * product's own functions.
 */
export async function makeChain(url: string, size: ChainSize, tell: (what: string) => void): Promise<void> {
  const [first, second] = await Promise.all([connect(url), connect(url)])
  try {
    for (const statement of tree) await first.query(statement)
    const stores = storesOf(size.stores)
    const columns = ['name', 'province', 'city', 'district', 'address', 'lat', 'lon'] as const
    await first.query(
      STORE_ROWS,
      columns.map((column) => stores.map((store) => store[column])),
    )
    for (const statement of people) await first.query(statement)
    const { rows } = await first.query<{ name: string; sql: string; constraint: boolean }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS sql, EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = indexrelid) AS constraint
       FROM pg_index WHERE indrelid IN ('"Ticket"'::regclass, '"TicketSearch"'::regclass)`,
    )
    const indexes = rows.filter(({ constraint }) => !constraint)
    for (const { name } of indexes) await first.query(`DROP INDEX ${name}`)
    await fill(first, second, size, tell)
    const words = indexes.filter(({ sql }) => sql.includes('ticket_search_keys'))
    const others = indexes.filter(({ sql }) => !sql.includes('ticket_search_keys'))
    await Promise.all([build(first, words, tell), build(second, others, tell)])
    await first.query('VACUUM ANALYZE')
  } finally {
    await Promise.all([first.end(), second.end()])
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 1; SET synchronous_commit = off`,
  )
  return client
}

/** Two at a time, so that rows come nearly in the order of time, as they do in life. */
async function fill(first: pg.Client, second: pg.Client, size: ChainSize, tell: (what: string) => void): Promise<void> {
  const insert = async (client: pg.Client, from: number): Promise<void> => {
    if (from > size.tickets) return
    const to = Math.min(size.tickets, from + STEP - 1)
    await client.query(
      `WITH made AS (${ticketRows(size, from, to)} RETURNING *)
      INSERT INTO "TicketSearch" SELECT id, "createdAt", ticket_search_text(ROW(made.*)::"Ticket") FROM made`,
    )
    tell(`${to} of ${size.tickets} tickets`)
  }
  for (let from = 1; from <= size.tickets; from += 2 * STEP)
    await Promise.all([insert(first, from), insert(second, from + STEP)])
}

async function build(
  client: pg.Client,
  indexes: readonly { readonly name: string; readonly sql: string }[],
  tell: (what: string) => void,
): Promise<void> {
  for (const { name, sql } of indexes) {
    const began = performance.now()
    await client.query(sql)
    tell(`${name} ${Math.round((performance.now() - began) / 1_000)} s`)
  }
}

export async function megabytes(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ mb: number }>(
      'SELECT (pg_database_size(current_database()) / 1048576)::int AS mb',
    )
    return rows[0]?.mb ?? 0
  } finally {
    await client.end()
  }
}
