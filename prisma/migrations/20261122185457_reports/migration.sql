-- CreateTable
CREATE TABLE "QueueVisit" (
    "callId" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "queueId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "hotline" TEXT,
    "province" TEXT,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,
    "offers" INTEGER NOT NULL,
    "agentId" TEXT,
    "connectedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "againAt" TIMESTAMPTZ(3),
    "waitMs" INTEGER,
    "talkMs" INTEGER,
    "outcome" TEXT,
    "first" BOOLEAN NOT NULL,
    "handedOn" BOOLEAN NOT NULL,
    "transferredTo" TEXT,
    "matched" BOOLEAN,
    "ring" INTEGER,
    "reason" TEXT,
    "why" JSONB,

    CONSTRAINT "QueueVisit_pkey" PRIMARY KEY ("callId","ordinal")
);

-- CreateTable
CREATE TABLE "AgentOffer" (
    "offerId" TEXT NOT NULL,
    "callId" TEXT NOT NULL,
    "queueId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "end" TEXT,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AgentOffer_pkey" PRIMARY KEY ("offerId")
);

-- CreateTable
CREATE TABLE "AgentSpan" (
    "seq" BIGINT NOT NULL,
    "agentId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "workId" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "AgentSpan_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE INDEX "QueueVisit_enteredAt_callId_idx" ON "QueueVisit"("enteredAt", "callId");

-- CreateIndex
CREATE INDEX "QueueVisit_connectedAt_idx" ON "QueueVisit"("connectedAt");

-- CreateIndex
CREATE INDEX "AgentOffer_callId_idx" ON "AgentOffer"("callId");

-- CreateIndex
CREATE INDEX "AgentOffer_at_idx" ON "AgentOffer"("at");

-- CreateIndex
CREATE INDEX "AgentSpan_agentId_since_idx" ON "AgentSpan"("agentId", "since");

-- CreateIndex
CREATE INDEX "AgentSpan_until_idx" ON "AgentSpan"("until");

-- CreateIndex
CREATE INDEX "AgentSpan_workId_idx" ON "AgentSpan"("workId");
