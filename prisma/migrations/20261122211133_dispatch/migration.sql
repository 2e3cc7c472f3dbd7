-- AlterTable
ALTER TABLE "Store" ADD COLUMN     "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "departments" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "TicketDispatch" (
    "id" UUID NOT NULL,
    "ticketId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decision" TEXT NOT NULL,
    "storeId" TEXT,
    "poolId" TEXT,
    "confidence" DOUBLE PRECISION NOT NULL,
    "candidates" JSONB NOT NULL,
    "reasons" JSONB NOT NULL,
    "departments" TEXT[],

    CONSTRAINT "TicketDispatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DispatchRuleBook" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedBy" TEXT,

    CONSTRAINT "DispatchRuleBook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "TicketDispatch_ticketId_at_idx" ON "TicketDispatch"("ticketId", "at" DESC);

-- AddForeignKey
ALTER TABLE "TicketDispatch" ADD CONSTRAINT "TicketDispatch_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Foreign objects and food safety concern the quality department wherever they happen.
INSERT INTO "DispatchRuleBook" ("id", "version", "rules") VALUES (1, 1,
  '{"rules": [{"name": "食品安全同时通知品控部", "when": {"categories": ["foreign-object"]}, "do": {"notify": ["quality"], "priority": 1}}]}');
