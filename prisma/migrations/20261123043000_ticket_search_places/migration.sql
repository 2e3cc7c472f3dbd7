-- Whoever has a part of the tree searches that part: its nodes become keys beside the words, so that the index leaves out the others.
ALTER TABLE "TicketSearch" ADD COLUMN "places" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Beyond every pair of code points (2^42).
CREATE FUNCTION ticket_search_place(region text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT 8796093022208 + (hashtextextended(region, 0) & 4398046511103)
$$;

CREATE FUNCTION ticket_search_places(t "Ticket") RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY[t."regionId", t."provinceId", t."cityId", t."areaId"], NULL)
$$;

-- As before (see the migration of the lists), and the places.
CREATE FUNCTION ticket_search_keys(words text, made timestamptz, places text[]) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
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
  FOREACH piece IN ARRAY places LOOP
    -- ticket_search_place, written out: while an index is built no function of ours is in reach.
    keys := keys || (8796093022208 + (hashtextextended(piece, 0) & 4398046511103));
  END LOOP;
  RETURN keys;
END $$;

CREATE OR REPLACE FUNCTION tickets_made_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TicketSearch" ("ticketId", "createdAt", "text", "places")
    SELECT t.id, t."createdAt", ticket_search_text(t), ticket_search_places(t) FROM made JOIN "Ticket" t ON t.id = made.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ticket_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "TicketSearch" SET "text" = ticket_search_text(NEW), "createdAt" = NEW."createdAt", "places" = ticket_search_places(NEW)
    WHERE "ticketId" = NEW.id;
  RETURN NULL;
END $$;

DROP TRIGGER ticket_words_changed ON "Ticket";
-- A move changes none of these, unless it is to another part of the tree: it writes nothing here.
CREATE TRIGGER ticket_words_changed AFTER UPDATE ON "Ticket" FOR EACH ROW
  WHEN ((OLD.number, OLD.subject, OLD.description, OLD.resolution, OLD."customerId", OLD."storeId", OLD.tags, OLD."customerNumber", OLD."createdAt",
      OLD."regionId", OLD."provinceId", OLD."cityId", OLD."areaId")
    IS DISTINCT FROM (NEW.number, NEW.subject, NEW.description, NEW.resolution, NEW."customerId", NEW."storeId", NEW.tags, NEW."customerNumber", NEW."createdAt",
      NEW."regionId", NEW."provinceId", NEW."cityId", NEW."areaId"))
  EXECUTE FUNCTION ticket_words_changed();

DROP INDEX "TicketSearch_keys_idx";
DROP FUNCTION ticket_search_keys(text, timestamptz);
UPDATE "TicketSearch" s SET "places" = ticket_search_places(t) FROM "Ticket" t WHERE t.id = s."ticketId";
-- What was written last lies in a list that every search reads through: it is kept short (kB).
CREATE INDEX "TicketSearch_keys_idx" ON "TicketSearch" USING gin (ticket_search_keys("text", "createdAt", "places")) WITH (gin_pending_list_limit = 1024);
-- How frequent a key is decides the way of a search; by default only the thousand most frequent would be known.
ALTER INDEX "TicketSearch_keys_idx" ALTER COLUMN 1 SET STATISTICS 500;
