-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "capacity" JSONB,
ADD COLUMN     "languages" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "region" TEXT,
ADD COLUMN     "teams" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Queue" ADD COLUMN     "retiredAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ConfigurationChange" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB,
    "base" JSONB,
    "accountId" UUID,
    "actor" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConfigurationChange_pkey" PRIMARY KEY ("kind","key")
);

-- CreateTable
CREATE TABLE "Holiday" (
    "date" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Holiday_pkey" PRIMARY KEY ("date")
);
