-- Boards and lists of a part of the tree are about what is unfinished; what is resolved and waits for verification lay among it, five
-- times as much. Apart each is walked alone.
DROP INDEX "Ticket_live_region_idx";
DROP INDEX "Ticket_live_province_idx";
DROP INDEX "Ticket_live_city_idx";
DROP INDEX "Ticket_live_area_idx";
CREATE INDEX "Ticket_unfinished_region_idx" ON "Ticket"("regionId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_unfinished_province_idx" ON "Ticket"("provinceId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_unfinished_city_idx" ON "Ticket"("cityId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_unfinished_area_idx" ON "Ticket"("areaId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_unfinished_owner_idx" ON "Ticket"("ownerId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED') AND "ownerId" IS NOT NULL;
CREATE INDEX "Ticket_resolved_region_idx" ON "Ticket"("regionId", "lastInteractionAt" DESC, "id") WHERE "status" = 'RESOLVED';
CREATE INDEX "Ticket_resolved_province_idx" ON "Ticket"("provinceId", "lastInteractionAt" DESC, "id") WHERE "status" = 'RESOLVED';
CREATE INDEX "Ticket_resolved_city_idx" ON "Ticket"("cityId", "lastInteractionAt" DESC, "id") WHERE "status" = 'RESOLVED';
CREATE INDEX "Ticket_resolved_area_idx" ON "Ticket"("areaId", "lastInteractionAt" DESC, "id") WHERE "status" = 'RESOLVED';
CREATE INDEX "Ticket_unfinished_last_idx" ON "Ticket"("lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_unfinished_store_idx" ON "Ticket"("storeId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED') AND "storeId" IS NOT NULL;
