/** When a ticket would be due that were made and dispatched now. */
import type { z } from 'zod'
import { type ClockHours, clockKind, type SlaPreview, type slaPreviewRequest } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { badInput } from '../input.ts'
import { instantOf } from '../instant.ts'
import type { Calendar } from './business-time.ts'
import type { ClockLife } from './clock-lives.ts'
import { clockState, stepsOf } from './clock-state.ts'
import { choosePolicy, type PolicyEntry } from './policy-choice.ts'
import { readBook, storeHours } from './sla-book.ts'

/** Not yet kept: comes after all others that are as specific. */
const NEW_POLICY = 'new'
/** How many people are above a store is known only of a real ticket: the tree has that many levels and headquarters. */
const LEVELS = 5

/** @throws GatewayError BAD_INPUT when there is no such store or region */
export async function previewOf(
  tx: Prisma.TransactionClient,
  asked: z.output<typeof slaPreviewRequest>,
  now: Date,
  timeZone: string,
): Promise<SlaPreview> {
  const { headquarters, policies: kept } = await readBook(tx, timeZone)
  const store = asked.storeId === undefined ? null : await tx.store.findUnique({ where: { id: asked.storeId } })
  if (asked.storeId !== undefined && !store) throw badInput([{ path: 'storeId', message: '没有这家门店' }])
  const regionPath = store
    ? [store.regionId, store.provinceId, store.cityId, store.areaId].filter((id) => id !== null)
    : await pathOf(tx, asked.regionId)
  const id = asked.policyId ?? NEW_POLICY
  const policies: PolicyEntry[] = asked.policy
    ? [...kept.filter((each) => each.id !== asked.policyId), { ...asked.policy, id }]
    : [...kept]
  const calendarOf = (hours: ClockHours): Calendar => {
    if (hours === 'always') return 'always'
    return hours === 'store' && store ? storeHours(store, timeZone) : headquarters
  }
  const at = now.getTime()
  const ticket = {
    category: asked.category,
    priority: asked.priority,
    regionPath,
    customerClasses: asked.customerClass === undefined ? [] : [asked.customerClass],
  }
  const clocks = clockKind.options.flatMap((kind) => {
    const choice = choosePolicy(policies, kind, ticket)
    if (!choice) return []
    const { policy, target, matched, over } = choice
    const life: ClockLife = { kind, generation: 1, startedAt: at, running: [{ from: at }] }
    const calendar = calendarOf(target.hours)
    const { dueAt } = clockState(target.minutes, calendar, life, at)
    const steps = stepsOf(target.minutes, policy.reminders, calendar, life, LEVELS)
    return [
      {
        kind,
        policyName: policy.name,
        targetMinutes: target.minutes,
        hours: target.hours,
        matched: [...matched],
        over: [...over],
        ...(dueAt === undefined ? {} : { dueAt: instantOf(new Date(dueAt)) }),
        steps: steps.flatMap((step) =>
          step.at === undefined ? [] : [{ step: step.name, at: instantOf(new Date(step.at)) }],
        ),
      },
    ]
  })
  return { at: instantOf(now), clocks }
}

async function pathOf(tx: Prisma.TransactionClient, id: string | undefined): Promise<readonly string[]> {
  if (id === undefined) return []
  const path = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE up AS (
      SELECT id, "parentId", 0 AS height FROM "Region" WHERE id = ${id}
      UNION ALL SELECT r.id, r."parentId", up.height + 1 FROM "Region" r JOIN up ON r.id = up."parentId" WHERE up.height < 8)
    SELECT id FROM up ORDER BY height DESC`
  if (path.length === 0) throw badInput([{ path: 'regionId', message: '没有这个区域' }])
  return path.map((node) => node.id)
}
