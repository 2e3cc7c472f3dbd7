-- CreateEnum
CREATE TYPE "CampaignState" AS ENUM ('DRAFT', 'RUNNING', 'PAUSED', 'ENDED');

-- CreateEnum
CREATE TYPE "ContactState" AS ENUM ('WAITING', 'IN_HAND', 'DONE');

-- CreateTable
CREATE TABLE "Campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "state" "CampaignState" NOT NULL DEFAULT 'DRAFT',
    "queueId" TEXT,
    "flowId" TEXT,
    "callerNumber" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "pacing" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignContact" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT,
    "customerId" UUID,
    "ticketId" UUID,
    "storeId" TEXT,
    "regionId" TEXT,
    "province" TEXT,
    "city" TEXT,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "consent" TEXT,
    "state" "ContactState" NOT NULL DEFAULT 'WAITING',
    "nextAt" TIMESTAMPTZ(3),
    "promised" BOOLEAN NOT NULL DEFAULT false,
    "preferredAgentId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "CampaignContact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContactNumber" (
    "contactId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dead" TEXT,

    CONSTRAINT "ContactNumber_pkey" PRIMARY KEY ("contactId","position")
);

-- CreateTable
CREATE TABLE "OutboundAttempt" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "claimedAt" TIMESTAMPTZ(3) NOT NULL,
    "dialledAt" TIMESTAMPTZ(3),
    "answeredAt" TIMESTAMPTZ(3),
    "connectedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "switchCause" TEXT,
    "ringMs" INTEGER,
    "talkMs" INTEGER,
    "agentId" TEXT,
    "disposition" TEXT,
    "note" TEXT,

    CONSTRAINT "OutboundAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DoNotCall" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "campaignId" UUID,
    "reason" TEXT NOT NULL,
    "by" TEXT,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DoNotCall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboundRules" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "rules" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedBy" TEXT,

    CONSTRAINT "OutboundRules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SurveyAnswer" (
    "id" UUID NOT NULL,
    "attemptId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "ticketId" UUID,
    "storeId" TEXT,
    "regionId" TEXT,
    "provinceId" TEXT,
    "cityId" TEXT,
    "node" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "value" TEXT,
    "recordingPath" TEXT,
    "durationMs" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SurveyAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Campaign_name_key" ON "Campaign"("name");

-- CreateIndex
CREATE INDEX "CampaignContact_campaignId_state_nextAt_idx" ON "CampaignContact"("campaignId", "state", "nextAt");

-- CreateIndex
CREATE INDEX "CampaignContact_ticketId_idx" ON "CampaignContact"("ticketId");

-- CreateIndex
CREATE INDEX "CampaignContact_customerId_idx" ON "CampaignContact"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "CampaignContact_campaignId_key_key" ON "CampaignContact"("campaignId", "key");

-- CreateIndex
CREATE INDEX "ContactNumber_number_idx" ON "ContactNumber"("number");

-- CreateIndex
CREATE INDEX "OutboundAttempt_campaignId_claimedAt_idx" ON "OutboundAttempt"("campaignId", "claimedAt" DESC);

-- CreateIndex
CREATE INDEX "OutboundAttempt_contactId_idx" ON "OutboundAttempt"("contactId");

-- CreateIndex
CREATE INDEX "OutboundAttempt_number_claimedAt_idx" ON "OutboundAttempt"("number", "claimedAt" DESC);

-- CreateIndex
CREATE INDEX "OutboundAttempt_agentId_claimedAt_idx" ON "OutboundAttempt"("agentId", "claimedAt" DESC);

-- CreateIndex
CREATE INDEX "DoNotCall_number_idx" ON "DoNotCall"("number");

-- CreateIndex
CREATE INDEX "SurveyAnswer_campaignId_question_at_idx" ON "SurveyAnswer"("campaignId", "question", "at");

-- CreateIndex
CREATE INDEX "SurveyAnswer_ticketId_idx" ON "SurveyAnswer"("ticketId");

-- CreateIndex
CREATE INDEX "SurveyAnswer_storeId_at_idx" ON "SurveyAnswer"("storeId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "SurveyAnswer_attemptId_node_key" ON "SurveyAnswer"("attemptId", "node");

-- AddForeignKey
ALTER TABLE "CampaignContact" ADD CONSTRAINT "CampaignContact_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactNumber" ADD CONSTRAINT "ContactNumber_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "CampaignContact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundAttempt" ADD CONSTRAINT "OutboundAttempt_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundAttempt" ADD CONSTRAINT "OutboundAttempt_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "CampaignContact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyAnswer" ADD CONSTRAINT "SurveyAnswer_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Partial and expression indexes, which the schema cannot say.
-- One call at a time to a number, whichever campaign, and one to a contact: what nothing else may break.
CREATE UNIQUE INDEX "OutboundAttempt_number_live_key" ON "OutboundAttempt"("number") WHERE "endedAt" IS NULL;
CREATE UNIQUE INDEX "OutboundAttempt_contactId_live_key" ON "OutboundAttempt"("contactId") WHERE "endedAt" IS NULL;
CREATE UNIQUE INDEX "DoNotCall_number_campaignId_key" ON "DoNotCall"("number", "campaignId") NULLS NOT DISTINCT;
CREATE INDEX "CampaignContact_waiting_idx" ON "CampaignContact"("campaignId", "promised" DESC, "nextAt", "seq") WHERE "state" = 'WAITING';
