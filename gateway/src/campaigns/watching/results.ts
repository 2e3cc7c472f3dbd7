/** What a survey's customers answered: by question and value, by where they bought. */
import { type FlowDocument, type FlowNode, flowDocument } from '@ringdesk/cti'
import type { z } from 'zod'
import type { resultsQuery, SurveyPlace, SurveyQuestion, SurveyResults } from '../../contract/index.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { present } from '../../instant.ts'

/** Different values of a question that are shown; more than keys make in one press. */
const MOST_VALUES = 30

const placeColumn = {
  store: Prisma.sql`a."storeId"`,
  region: Prisma.sql`a."regionId"`,
  city: Prisma.sql`a."cityId"`,
} as const

interface ValueCount {
  readonly question: string
  readonly value: string
  readonly count: number
}

interface PlaceCount extends ValueCount {
  readonly place: string | null
}

export async function surveyResults(
  database: PrismaClient,
  campaign: { readonly id: string; readonly flowId: string | null },
  { by, limit }: z.output<typeof resultsQuery>,
): Promise<SurveyResults> {
  const { id } = campaign
  const column = placeColumn[by]
  const [values, people, places, comments, reached, document] = await Promise.all([
    database.$queryRaw<ValueCount[]>`
      SELECT question, value, count(*)::int AS count FROM "SurveyAnswer" a
      WHERE "campaignId" = ${id}::uuid AND value IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
    // An attempt that answered anything is somebody who responded.
    database.$queryRaw<{ people: number }[]>`
      SELECT count(DISTINCT "contactId")::int AS people FROM "SurveyAnswer" WHERE "campaignId" = ${id}::uuid AND value IS NOT NULL`,
    database.$queryRaw<{ place: string | null; name: string | null; people: number; comments: number }[]>`
      SELECT p.*, COALESCE(s.name, r.name) AS name FROM (
        SELECT ${column} AS place, count(DISTINCT "attemptId")::int AS people,
          (count(*) FILTER (WHERE value IS NULL))::int AS comments
        FROM "SurveyAnswer" a WHERE "campaignId" = ${id}::uuid GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit + 1}) p
      LEFT JOIN "Store" s ON s.id = p.place LEFT JOIN "Region" r ON r.id = p.place
      ORDER BY people DESC, place`,
    database.$queryRaw<{ comments: number }[]>`
      SELECT count(*)::int AS comments FROM "SurveyAnswer" WHERE "campaignId" = ${id}::uuid AND value IS NULL`,
    database.$queryRaw<{ reached: number }[]>`
      SELECT count(DISTINCT "contactId")::int AS reached FROM "OutboundAttempt"
      WHERE "campaignId" = ${id}::uuid AND outcome = 'person'`,
    campaign.flowId === null ? undefined : askedBy(database, campaign.flowId),
  ])
  const shown = places.slice(0, limit)
  const byPlace = await database.$queryRaw<PlaceCount[]>`
    SELECT ${column} AS place, question, value, count(*)::int AS count FROM "SurveyAnswer" a
    WHERE "campaignId" = ${id}::uuid AND value IS NOT NULL
      AND (${column} = ANY(${shown.flatMap(({ place }) => place ?? [])}) OR ${column} IS NULL)
    GROUP BY 1, 2, 3`
  const scales = new Set(scalesOf(document))
  return {
    questions: questionsOf(values, document, scales),
    places: shown.map(
      ({ place, name, people: answered, comments: spoken }): SurveyPlace => ({
        ...present({ id: place, name }),
        people: answered,
        comments: spoken,
        questions: placeQuestions(
          byPlace.filter((row) => row.place === place),
          scales,
        ),
      }),
    ),
    more: places.length > limit,
    comments: comments[0]?.comments ?? 0,
    response: { part: people[0]?.people ?? 0, of: reached[0]?.reached ?? 0 },
  }
}

/** Pure. @param scales questions whose answers are numbers on a scale */
export function questionsOf(
  values: readonly ValueCount[],
  document: FlowDocument | undefined,
  scales: ReadonlySet<string>,
): SurveyQuestion[] {
  const asked = askedIn(document)
  const order = asked.map(({ question }) => question)
  const names = [...new Set(values.map(({ question }) => question))].sort(
    (a, b) => (order.indexOf(a) + 1 || 1_000) - (order.indexOf(b) + 1 || 1_000),
  )
  return names.map((question) => {
    const rows = values.filter((row) => row.question === question)
    const node = asked.find((each) => each.question === question)
    const labelOf = (value: string) => {
      const answer = node?.answers.find((each) => each.is === 'one-of' && each.digits.includes(value))
      return answer?.label
    }
    return {
      question,
      ...present({ label: node?.label, mean: scales.has(question) ? meanOf(rows) : undefined }),
      answers: rows.reduce((sum, { count }) => sum + count, 0),
      values: rows
        .slice(0, MOST_VALUES)
        .map(({ value, count }) => ({ value, count, ...present({ label: labelOf(value) }) })),
    }
  })
}

/** Questions as a caller comes to them: what is kept as JSON has lost its order. */
function askedIn(document: FlowDocument | undefined) {
  const asked: Extract<FlowNode, { type: 'ask' }>[] = []
  if (!document) return asked
  const seen = new Set([document.start])
  for (const id of seen) {
    const node = document.nodes[id]
    if (!node) continue
    if (node.type === 'ask') asked.push(node)
    for (const next of waysFrom(node)) if (next !== undefined) seen.add(next)
  }
  return asked
}

function waysFrom(node: FlowNode): readonly (string | undefined)[] {
  if (node.type === 'ask') return [...node.answers.map(({ next }) => next), node.otherwise, node.silence]
  if (node.type === 'branch') return [...node.cases.map(({ next }) => next), node.otherwise]
  return 'next' in node ? [node.next] : []
}

/** Questions with a range of numbers among their answers. */
function scalesOf(document: FlowDocument | undefined): string[] {
  return Object.values(document?.nodes ?? {}).flatMap((node) =>
    node.type === 'ask' && node.answers.some(({ is }) => is === 'between') ? [node.question] : [],
  )
}

function placeQuestions(rows: readonly ValueCount[], scales: ReadonlySet<string>): SurveyPlace['questions'] {
  return [...new Set(rows.map(({ question }) => question))].map((question) => {
    const own = rows.filter((row) => row.question === question)
    return {
      question,
      answers: own.reduce((sum, { count }) => sum + count, 0),
      ...present({ mean: scales.has(question) ? meanOf(own) : undefined }),
      values: Object.fromEntries(own.map(({ value, count }) => [value, count])),
    }
  })
}

/** Of those answers that are on the scale: 9 says "never again", which is no score. */
function meanOf(rows: readonly ValueCount[]): number | undefined {
  const scored = rows.filter(({ value }) => /^[0-8]$|^\d{2,6}$/.test(value))
  const count = scored.reduce((sum, row) => sum + row.count, 0)
  return count === 0 ? undefined : scored.reduce((sum, row) => sum + Number(row.value) * row.count, 0) / count
}

/** The published version, or the newest where nothing is. */
async function askedBy(database: PrismaClient, flowId: string): Promise<FlowDocument | undefined> {
  const flow = await database.flow.findUnique({ where: { id: flowId } })
  if (!flow) return undefined
  const version = await database.flowVersion.findUnique({
    where: { flowId_version: { flowId, version: flow.published ?? flow.version } },
  })
  return version ? flowDocument.parse(version.document) : undefined
}
