-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "blend" TEXT NOT NULL DEFAULT 'both';

-- DropForeignKey
ALTER TABLE "OutboundAttempt" DROP CONSTRAINT "OutboundAttempt_campaignId_fkey";

-- DropForeignKey
ALTER TABLE "OutboundAttempt" DROP CONSTRAINT "OutboundAttempt_contactId_fkey";

-- AlterTable
ALTER TABLE "OutboundAttempt" ADD COLUMN     "customerId" UUID,
ADD COLUMN     "ticketId" UUID,
ALTER COLUMN "campaignId" DROP NOT NULL,
ALTER COLUMN "contactId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "AttemptDisposition" (
    "id" UUID NOT NULL,
    "attemptId" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "disposition" TEXT NOT NULL,
    "next" TEXT NOT NULL,
    "note" TEXT,
    "callbackAt" TIMESTAMPTZ(3),
    "callbackBy" TEXT,
    "accountId" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AttemptDisposition_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AttemptDisposition_attemptId_seq_idx" ON "AttemptDisposition"("attemptId", "seq");

-- AddForeignKey
ALTER TABLE "OutboundAttempt" ADD CONSTRAINT "OutboundAttempt_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundAttempt" ADD CONSTRAINT "OutboundAttempt_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "CampaignContact"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttemptDisposition" ADD CONSTRAINT "AttemptDisposition_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "OutboundAttempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;
