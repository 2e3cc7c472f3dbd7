-- DropIndex
DROP INDEX "Ticket_ownerId_lastInteractionAt_id_idx";
DROP INDEX "Ticket_poolId_idx";
DROP INDEX "Ticket_parentId_idx";
DROP INDEX "Ticket_customerId_lastInteractionAt_idx";
DROP INDEX "Ticket_customerNumber_lastInteractionAt_idx";
DROP INDEX "Ticket_status_lastInteractionAt_id_idx";
DROP INDEX "Ticket_orderNumber_idx";
DROP INDEX "Ticket_mergedIntoId_idx";

-- CreateTable
CREATE TABLE "TicketSearch" (
    "ticketId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "TicketSearch_pkey" PRIMARY KEY ("ticketId")
);

-- CreateTable
CREATE TABLE "TicketView" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "search" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TicketView_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TicketViewDefault" (
    "accountId" UUID NOT NULL,
    "viewId" UUID NOT NULL,

    CONSTRAINT "TicketViewDefault_pkey" PRIMARY KEY ("accountId")
);

-- CreateIndex
CREATE INDEX "TicketView_shared_idx" ON "TicketView"("shared");
CREATE UNIQUE INDEX "TicketView_ownerId_name_key" ON "TicketView"("ownerId", "name");
CREATE INDEX "TicketViewDefault_viewId_idx" ON "TicketViewDefault"("viewId");
CREATE INDEX "Ticket_createdAt_id_idx" ON "Ticket"("createdAt" DESC, "id");

-- AddForeignKey
ALTER TABLE "TicketSearch" ADD CONSTRAINT "TicketSearch_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "TicketView" ADD CONSTRAINT "TicketView_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "TicketViewDefault" ADD CONSTRAINT "TicketViewDefault_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "TicketViewDefault" ADD CONSTRAINT "TicketViewDefault_viewId_fkey" FOREIGN KEY ("viewId") REFERENCES "TicketView"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Most tickets have no owner, parent, pool, …, and nearly all are finished: an index that leaves those out is small, and making or
-- finishing a ticket hardly writes to it. The schema cannot say WHERE, so these are here alone.
CREATE INDEX "Ticket_ownerId_last_idx" ON "Ticket"("ownerId", "lastInteractionAt" DESC, "id") WHERE "ownerId" IS NOT NULL;
CREATE INDEX "Ticket_poolId_last_idx" ON "Ticket"("poolId", "lastInteractionAt" DESC, "id") WHERE "poolId" IS NOT NULL;
CREATE INDEX "Ticket_parentId_some_idx" ON "Ticket"("parentId") WHERE "parentId" IS NOT NULL;
CREATE INDEX "Ticket_customerId_last_idx" ON "Ticket"("customerId", "lastInteractionAt" DESC) WHERE "customerId" IS NOT NULL;
CREATE INDEX "Ticket_customerNumber_last_idx" ON "Ticket"("customerNumber", "lastInteractionAt" DESC) WHERE "customerNumber" IS NOT NULL;
CREATE INDEX "Ticket_orderNumber_some_idx" ON "Ticket"("orderNumber") WHERE "orderNumber" IS NOT NULL;
CREATE INDEX "Ticket_mergedIntoId_some_idx" ON "Ticket"("mergedIntoId") WHERE "mergedIntoId" IS NOT NULL;
-- Not partial: a condition beside the tag would be counted twice, and the planner would take every tag for a rare one.
CREATE INDEX "Ticket_tags_idx" ON "Ticket" USING gin ("tags");
-- Of the finished ones only the few that wait for verification and the merged are hard to find by walking the newest.
CREATE INDEX "Ticket_status_last_idx" ON "Ticket"("status", "lastInteractionAt" DESC, "id") WHERE "status" <> 'CLOSED';
-- What is still on its way, by each level of the tree: boards count and list it all day.
CREATE INDEX "Ticket_live_region_idx" ON "Ticket"("regionId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_live_province_idx" ON "Ticket"("provinceId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_live_city_idx" ON "Ticket"("cityId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_live_area_idx" ON "Ticket"("areaId", "lastInteractionAt" DESC, "id") WHERE "status" NOT IN ('VERIFIED', 'CLOSED', 'MERGED');
CREATE INDEX "Ticket_priority_last_idx" ON "Ticket"("priority" DESC, "lastInteractionAt" DESC, "id")
  WHERE "status" NOT IN ('RESOLVED', 'VERIFIED', 'CLOSED', 'MERGED');

-- Words of tickets. Chinese has no spaces, so every character and every pair of neighbours is a key; a longer word is the tickets that
-- have all its pairs, looked at once more. Nothing here needs an extension.
CREATE FUNCTION ticket_search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT lower(normalize(words, NFKC))
$$;

-- Keys: a character is its code point, a pair is first * 2^21 + second. Negative ones say when: the day is -(2 * day), a block of 32
-- days is -(2 * block + 1), days counted from 1970 in UTC. They let a search go back in time step by step, so that a word which
-- stands in a million tickets costs no more than the newest that have it.
CREATE FUNCTION ticket_search_keys(words text, made timestamptz) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
DECLARE
  keys bigint[] := ARRAY[-2 * floor(extract(epoch FROM made) / 86400)::bigint, -2 * floor(extract(epoch FROM made) / 2764800)::bigint - 1];
  piece text;
  code bigint;
  before bigint := 0;
BEGIN
  FOREACH piece IN ARRAY string_to_array(words, NULL) LOOP
    code := ascii(piece);
    IF code > 32 THEN
      keys := keys || code;
      IF before > 32 THEN keys := keys || (before * 2097152 + code); END IF;
    END IF;
    before := code;
  END LOOP;
  RETURN keys;
END $$;

-- A line each, so that no word reaches from one into the next. Of the phone number only what everybody may see of it.
CREATE FUNCTION ticket_search_text(t "Ticket") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT ticket_search_folded(concat_ws(E'\n', t.number, t.subject, left(t.description, 10000), left(t.resolution, 4000),
    (SELECT name FROM "Customer" WHERE id = t."customerId"), (SELECT name FROM "Store" WHERE id = t."storeId"),
    array_to_string(t.tags, E'\n'), right(t."customerNumber", 4)))
$$;

CREATE FUNCTION tickets_made_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TicketSearch" ("ticketId", "createdAt", "text") 
    SELECT t.id, t."createdAt", ticket_search_text(t) FROM made JOIN "Ticket" t ON t.id = made.id;
  RETURN NULL;
END $$;

CREATE TRIGGER tickets_made_searchable AFTER INSERT ON "Ticket"
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION tickets_made_searchable();

CREATE FUNCTION ticket_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "TicketSearch" SET "text" = ticket_search_text(NEW), "createdAt" = NEW."createdAt" WHERE "ticketId" = NEW.id;
  RETURN NULL;
END $$;

-- A move changes none of these: it writes nothing here.
CREATE TRIGGER ticket_words_changed AFTER UPDATE ON "Ticket" FOR EACH ROW
  WHEN ((OLD.number, OLD.subject, OLD.description, OLD.resolution, OLD."customerId", OLD."storeId", OLD.tags, OLD."customerNumber", OLD."createdAt")
    IS DISTINCT FROM (NEW.number, NEW.subject, NEW.description, NEW.resolution, NEW."customerId", NEW."storeId", NEW.tags, NEW."customerNumber", NEW."createdAt"))
  EXECUTE FUNCTION ticket_words_changed();

CREATE FUNCTION ticket_customer_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "TicketSearch" s SET "text" = ticket_search_text(t) FROM "Ticket" t WHERE t."customerId" = NEW.id AND s."ticketId" = t.id;
  RETURN NULL;
END $$;

CREATE TRIGGER ticket_customer_renamed AFTER UPDATE ON "Customer" FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION ticket_customer_renamed();

CREATE FUNCTION ticket_store_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "TicketSearch" s SET "text" = ticket_search_text(t) FROM "Ticket" t WHERE t."storeId" = NEW.id AND s."ticketId" = t.id;
  RETURN NULL;
END $$;

CREATE TRIGGER ticket_store_renamed AFTER UPDATE ON "Store" FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION ticket_store_renamed();

-- The tickets that are there already; the index afterwards, which is quicker.
INSERT INTO "TicketSearch" ("ticketId", "createdAt", "text") SELECT t.id, t."createdAt", ticket_search_text(t) FROM "Ticket" t;
-- What was written last lies in a list that every search reads through: it is kept short (kB).
CREATE INDEX "TicketSearch_keys_idx" ON "TicketSearch" USING gin (ticket_search_keys("text", "createdAt")) WITH (gin_pending_list_limit = 1024);
