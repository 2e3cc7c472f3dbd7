-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "surveyScore" INTEGER,
ADD COLUMN     "surveySolved" BOOLEAN,
ADD COLUMN     "surveyedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "TicketTask" ADD COLUMN     "storeId" TEXT,
ALTER COLUMN "createdById" DROP NOT NULL;

-- AddForeignKey
ALTER TABLE "TicketTask" ADD CONSTRAINT "TicketTask_storeId_fkey" FOREIGN KEY ("storeId") REFERENCES "Store"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Lists of tickets by what their customers answered: most tickets were never asked about.
CREATE INDEX "Ticket_surveyed_idx" ON "Ticket" ("lastInteractionAt" DESC, id) WHERE "surveyedAt" IS NOT NULL;
