/** What reports of queues, agents and accuracy count alike, so that they agree. */
import { Prisma } from '../database/client/client.ts'

/** Columns of AccuracyFigures over visits `v`. */
export const accuracyColumns = Prisma.sql`
  COUNT(*) FILTER (WHERE v.first) AS connected,
  COUNT(*) FILTER (WHERE v.first AND v.matched IS NOT NULL) AS "matchKnown",
  COUNT(*) FILTER (WHERE v.first AND v.matched) AS matched,
  COUNT(*) FILTER (WHERE v.first AND NOT v."handedOn"
    AND NOT EXISTS (SELECT 1 FROM "MisroutedFlag" flag WHERE flag."callId" = v."callId")) AS "firstTimeRight"`

/** Columns of finished conversations over visits `v` and `wrap`. */
export const handlingColumns = Prisma.sql`
  COUNT(v."talkMs") AS handled,
  COALESCE(SUM(v."talkMs"), 0) AS "talkMs",
  COALESCE(SUM(wrap.ms) FILTER (WHERE v."talkMs" IS NOT NULL), 0) AS "wrapMs",
  COUNT(v."transferredTo") AS transferred`

/** After-call work that is over, by visit; of the visits named `visit`. To be joined using ("callId", ordinal). */
export const wrapUps = Prisma.sql`
  SELECT v."callId", v.ordinal, SUM(EXTRACT(EPOCH FROM span.until - span.since) * 1000) AS ms
  FROM visit v JOIN "AgentSpan" span ON span."workId" = v."callId" AND span."agentId" = v."agentId" AND span.kind = 'wrap-up'
    AND span.since >= v."connectedAt" AND (v."againAt" IS NULL OR span.since < v."againAt")
  WHERE span.until IS NOT NULL
  GROUP BY v."callId", v.ordinal`

/** Which interval a moment lies in. */
export const indexOf = (column: Prisma.Sql, { origin, stepMs }: { origin: number; stepMs: number }): Prisma.Sql =>
  Prisma.sql`FLOOR((EXTRACT(EPOCH FROM ${column}) * 1000 - ${origin}::numeric) / ${stepMs}::numeric)::int`
