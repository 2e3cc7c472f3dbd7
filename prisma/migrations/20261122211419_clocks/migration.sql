-- DropIndex
DROP INDEX "TicketEvent_at_historyId_idx";

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "dueAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "TicketHistory" ADD COLUMN     "seq" BIGSERIAL NOT NULL;

-- AlterTable
ALTER TABLE "TicketEvent" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "error" TEXT,
ADD COLUMN     "failedAt" TIMESTAMPTZ(3),
ADD COLUMN     "retryAt" TIMESTAMPTZ(3),
ADD COLUMN     "seq" BIGSERIAL NOT NULL;

-- CreateTable
CREATE TABLE "SlaSettings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "week" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "SlaSettings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SlaPolicy" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "category" TEXT,
    "priority" INTEGER,
    "regionId" TEXT,
    "customerClass" TEXT,
    "targets" JSONB NOT NULL,
    "reminders" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedBy" TEXT,

    CONSTRAINT "SlaPolicy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SlaClock" (
    "id" UUID NOT NULL,
    "ticketId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "policyId" UUID,
    "policyName" TEXT,
    "why" JSONB NOT NULL,
    "targetMinutes" INTEGER NOT NULL,
    "hours" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "remainingMs" BIGINT,
    "breachedAt" TIMESTAMPTZ(3),
    "metAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SlaClock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SlaStep" (
    "clockId" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "told" BOOLEAN NOT NULL,

    CONSTRAINT "SlaStep_pkey" PRIMARY KEY ("clockId","step")
);

-- CreateTable
CREATE TABLE "SlaLook" (
    "ticketId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SlaLook_pkey" PRIMARY KEY ("ticketId")
);

-- CreateTable
CREATE TABLE "AutomationRule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT false,
    "event" TEXT NOT NULL,
    "conditions" JSONB NOT NULL,
    "actions" JSONB NOT NULL,
    "secret" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedBy" TEXT,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AutomationRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" UUID NOT NULL,
    "ruleId" UUID NOT NULL,
    "ticketId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "status" INTEGER,
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attemptedAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SlaPolicy_name_key" ON "SlaPolicy"("name");

-- CreateIndex
CREATE UNIQUE INDEX "SlaClock_ticketId_kind_generation_key" ON "SlaClock"("ticketId", "kind", "generation");

-- CreateIndex
CREATE INDEX "SlaLook_at_idx" ON "SlaLook"("at");

-- CreateIndex
CREATE INDEX "AutomationRule_event_idx" ON "AutomationRule"("event");

-- CreateIndex
CREATE INDEX "WebhookDelivery_ruleId_createdAt_idx" ON "WebhookDelivery"("ruleId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "WebhookDelivery_createdAt_idx" ON "WebhookDelivery"("createdAt");

-- CreateIndex
CREATE INDEX "Ticket_dueAt_id_idx" ON "Ticket"("dueAt", "id");

-- CreateIndex
CREATE INDEX "Ticket_storeId_createdAt_idx" ON "Ticket"("storeId", "createdAt");

-- CreateIndex
CREATE INDEX "TicketEvent_seq_idx" ON "TicketEvent"("seq");

-- CreateIndex
CREATE INDEX "TicketEvent_ticketId_idx" ON "TicketEvent"("ticketId");

-- AddForeignKey
ALTER TABLE "SlaClock" ADD CONSTRAINT "SlaClock_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SlaStep" ADD CONSTRAINT "SlaStep_clockId_fkey" FOREIGN KEY ("clockId") REFERENCES "SlaClock"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



CREATE INDEX "TicketHistory_kind_at_idx" ON "TicketHistory"("kind", "at");

-- Only what is not given up is looked for.
CREATE INDEX "TicketEvent_waiting_idx" ON "TicketEvent"("seq") WHERE "failedAt" IS NULL;

-- Headquarters work from Monday to Friday, 9 to 18.
INSERT INTO "SlaSettings" ("id", "week") VALUES
  (1, '[[], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], []]');

-- A start that every chain can change.
INSERT INTO "SlaPolicy" ("id", "name", "category", "priority", "targets", "reminders") VALUES
  ('00000000-0000-7000-8000-000000000001', '普通工单', NULL, NULL,
   '{"first-response": {"minutes": 120, "hours": "headquarters"}, "acceptance": {"minutes": 120, "hours": "store"}, "resolution": {"minutes": 1440, "hours": "always"}}',
   '{"beforeMinutes": [30], "beforePercent": [25], "escalateEveryMinutes": 120}'),
  ('00000000-0000-7000-8000-000000000002', '紧急工单', NULL, 2,
   '{"first-response": {"minutes": 15, "hours": "always"}, "acceptance": {"minutes": 30, "hours": "store"}, "resolution": {"minutes": 480, "hours": "always"}}',
   '{"beforeMinutes": [30], "beforePercent": [25], "escalateEveryMinutes": 60}'),
  ('00000000-0000-7000-8000-000000000003', '食品安全', 'foreign-object', NULL,
   '{"first-response": {"minutes": 10, "hours": "always"}, "acceptance": {"minutes": 10, "hours": "store"}, "resolution": {"minutes": 240, "hours": "always"}}',
   '{"beforeMinutes": [30], "beforePercent": [25], "escalateEveryMinutes": 30}');

-- Events in the order of the history.
CREATE OR REPLACE FUNCTION ticket_history_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TicketEvent" ("historyId", "ticketId") SELECT id, "ticketId" FROM written ORDER BY seq;
  PERFORM pg_notify('ticket_changed', "ticketId"::text) FROM (SELECT DISTINCT "ticketId" FROM written) AS changed;
  RETURN NULL;
END $$;
