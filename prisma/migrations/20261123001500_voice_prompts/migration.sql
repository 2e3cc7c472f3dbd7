-- CreateTable
CREATE TABLE "VoicePrompt" (
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "edition" INTEGER NOT NULL DEFAULT 0,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "changedBy" TEXT NOT NULL,
    "version" INTEGER,

    CONSTRAINT "VoicePrompt_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "VoicePromptVersion" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "uploadId" UUID NOT NULL,
    "soundId" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "restoredFrom" INTEGER,
    "words" TEXT NOT NULL,
    "savedById" UUID NOT NULL,
    "savedBy" TEXT NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "durationMs" INTEGER NOT NULL,
    "peakDb" DOUBLE PRECISION NOT NULL,
    "loudnessDb" DOUBLE PRECISION NOT NULL,
    "gainDb" DOUBLE PRECISION NOT NULL,
    "fileName" TEXT,
    "encoding" TEXT NOT NULL,
    "sampleRate" INTEGER NOT NULL,
    "channels" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "VoicePromptVersion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "VoicePromptVersion_uploadId_key" ON "VoicePromptVersion"("uploadId");

-- CreateIndex
CREATE UNIQUE INDEX "VoicePromptVersion_name_version_key" ON "VoicePromptVersion"("name", "version");

-- AddForeignKey
ALTER TABLE "VoicePromptVersion" ADD CONSTRAINT "VoicePromptVersion_name_fkey" FOREIGN KEY ("name") REFERENCES "VoicePrompt"("name") ON DELETE RESTRICT ON UPDATE CASCADE;
