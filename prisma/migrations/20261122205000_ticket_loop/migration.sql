-- CreateEnum
CREATE TYPE "RegionLevel" AS ENUM ('REGION', 'PROVINCE', 'CITY', 'AREA');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "Role" ADD VALUE 'REGION';
ALTER TYPE "Role" ADD VALUE 'STORE';

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "TicketStatus" ADD VALUE 'POOLED';
ALTER TYPE "TicketStatus" ADD VALUE 'DISPATCHED';
ALTER TYPE "TicketStatus" ADD VALUE 'ACCEPTED';
ALTER TYPE "TicketStatus" ADD VALUE 'WORKING';
ALTER TYPE "TicketStatus" ADD VALUE 'VERIFIED';

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "departmentId" TEXT,
ADD COLUMN     "regionId" TEXT,
ADD COLUMN     "storeId" TEXT;

-- AlterTable
ALTER TABLE "Region" ADD COLUMN     "level" "RegionLevel" NOT NULL DEFAULT 'REGION',
ADD COLUMN     "ownerId" UUID,
ADD COLUMN     "parentId" TEXT;

-- AlterTable
ALTER TABLE "Store" ADD COLUMN     "areaId" TEXT,
ADD COLUMN     "brand" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "cityId" TEXT,
ADD COLUMN     "provinceId" TEXT;

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "acceptedAt" TIMESTAMPTZ(3),
ADD COLUMN     "addressText" TEXT,
ADD COLUMN     "areaId" TEXT,
ADD COLUMN     "cityId" TEXT,
ADD COLUMN     "closedAt" TIMESTAMPTZ(3),
ADD COLUMN     "dispatchedAt" TIMESTAMPTZ(3),
ADD COLUMN     "formVersion" INTEGER,
ADD COLUMN     "ownerId" UUID,
ADD COLUMN     "parentId" UUID,
ADD COLUMN     "poolId" TEXT,
ADD COLUMN     "provinceId" TEXT,
ADD COLUMN     "reopened" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resolution" TEXT,
ADD COLUMN     "suspendedFrom" "TicketStatus",
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "values" JSONB,
ADD COLUMN     "verifiedAt" TIMESTAMPTZ(3),
ADD COLUMN     "waitsFor" TEXT;

-- AlterTable
ALTER TABLE "TicketHistory" ADD COLUMN     "commandId" UUID;

-- CreateTable
CREATE TABLE "Department" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Department_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TicketLink" (
    "fromId" UUID NOT NULL,
    "toId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" UUID,

    CONSTRAINT "TicketLink_pkey" PRIMARY KEY ("fromId","toId")
);

-- CreateTable
CREATE TABLE "TicketEvent" (
    "historyId" UUID NOT NULL,
    "ticketId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TicketEvent_pkey" PRIMARY KEY ("historyId")
);

-- CreateIndex
CREATE INDEX "TicketLink_toId_idx" ON "TicketLink"("toId");

-- CreateIndex
CREATE INDEX "TicketEvent_at_historyId_idx" ON "TicketEvent"("at", "historyId");

-- CreateIndex
CREATE INDEX "Account_regionId_idx" ON "Account"("regionId");

-- CreateIndex
CREATE INDEX "Account_storeId_idx" ON "Account"("storeId");

-- CreateIndex
CREATE UNIQUE INDEX "Region_parentId_name_key" ON "Region"("parentId", "name");

-- CreateIndex
CREATE INDEX "Store_cityId_idx" ON "Store"("cityId");

-- CreateIndex
CREATE INDEX "Ticket_provinceId_lastInteractionAt_id_idx" ON "Ticket"("provinceId", "lastInteractionAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Ticket_cityId_lastInteractionAt_id_idx" ON "Ticket"("cityId", "lastInteractionAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Ticket_areaId_lastInteractionAt_id_idx" ON "Ticket"("areaId", "lastInteractionAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Ticket_ownerId_lastInteractionAt_id_idx" ON "Ticket"("ownerId", "lastInteractionAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Ticket_poolId_idx" ON "Ticket"("poolId");

-- CreateIndex
CREATE INDEX "Ticket_parentId_idx" ON "Ticket"("parentId");

-- CreateIndex
CREATE UNIQUE INDEX "TicketHistory_commandId_key" ON "TicketHistory"("commandId");

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_storeId_fkey" FOREIGN KEY ("storeId") REFERENCES "Store"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_departmentId_fkey" FOREIGN KEY ("departmentId") REFERENCES "Department"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Region" ADD CONSTRAINT "Region_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Region" ADD CONSTRAINT "Region_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Store" ADD CONSTRAINT "Store_provinceId_fkey" FOREIGN KEY ("provinceId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Store" ADD CONSTRAINT "Store_cityId_fkey" FOREIGN KEY ("cityId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Store" ADD CONSTRAINT "Store_areaId_fkey" FOREIGN KEY ("areaId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_provinceId_fkey" FOREIGN KEY ("provinceId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_cityId_fkey" FOREIGN KEY ("cityId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_areaId_fkey" FOREIGN KEY ("areaId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TicketLink" ADD CONSTRAINT "TicketLink_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "Ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TicketLink" ADD CONSTRAINT "TicketLink_toId_fkey" FOREIGN KEY ("toId") REFERENCES "Ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Every entry of a ticket's history is an event: kept until it has been dealt with, and told to whoever listens.
CREATE FUNCTION ticket_history_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TicketEvent" ("historyId", "ticketId") SELECT id, "ticketId" FROM written;
  PERFORM pg_notify('ticket_changed', "ticketId"::text) FROM (SELECT DISTINCT "ticketId" FROM written) AS changed;
  RETURN NULL;
END $$;

CREATE TRIGGER ticket_history_written AFTER INSERT ON "TicketHistory"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ticket_history_written();
