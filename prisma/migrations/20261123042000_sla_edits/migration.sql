-- A time limit that is changed makes many old tickets overdue at once: those are written down, nobody is told of each.
ALTER TABLE "SlaSettings" ADD COLUMN     "changedAt" TIMESTAMPTZ(3);
ALTER TABLE "SlaClock" ADD COLUMN     "bookVersion" INTEGER;
