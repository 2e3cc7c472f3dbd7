-- CreateTable
CREATE TABLE "AlarmRule" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "queueId" TEXT,
    "agentState" TEXT,
    "threshold" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedBy" TEXT,

    CONSTRAINT "AlarmRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Alarm" (
    "id" UUID NOT NULL,
    "standing" TEXT,
    "ruleId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "agentState" TEXT,
    "threshold" INTEGER NOT NULL,
    "value" INTEGER NOT NULL,
    "raisedAt" TIMESTAMPTZ(3) NOT NULL,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "acknowledgedById" UUID,
    "acknowledgedBy" TEXT,
    "clearedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Alarm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeskMessage" (
    "id" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "senderId" UUID NOT NULL,
    "senderName" TEXT NOT NULL,
    "toKind" TEXT NOT NULL,
    "toId" TEXT,
    "text" TEXT NOT NULL,

    CONSTRAINT "DeskMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeskMessageReceipt" (
    "messageId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "acknowledgedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DeskMessageReceipt_pkey" PRIMARY KEY ("messageId","agentId")
);

-- CreateTable
CREATE TABLE "MisroutedFlag" (
    "callId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "rightQueueId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "note" TEXT,

    CONSTRAINT "MisroutedFlag_pkey" PRIMARY KEY ("callId","agentId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Alarm_standing_key" ON "Alarm"("standing");

-- CreateIndex
CREATE INDEX "Alarm_raisedAt_idx" ON "Alarm"("raisedAt");

-- CreateIndex
CREATE INDEX "DeskMessage_sentAt_idx" ON "DeskMessage"("sentAt");

-- CreateIndex
CREATE INDEX "MisroutedFlag_at_idx" ON "MisroutedFlag"("at");

-- AddForeignKey
ALTER TABLE "DeskMessageReceipt" ADD CONSTRAINT "DeskMessageReceipt_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "DeskMessage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MisroutedFlag" ADD CONSTRAINT "MisroutedFlag_callId_fkey" FOREIGN KEY ("callId") REFERENCES "Call"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a new installation is alarmed by; supervisors change the thresholds.
INSERT INTO "AlarmRule" ("id", "kind", "agentState", "threshold") VALUES
    ('longest-wait', 'longest-wait', NULL, 60),
    ('waiting', 'waiting', NULL, 10),
    ('service-level', 'service-level', NULL, 80),
    ('abandon-rate', 'abandon-rate', NULL, 10),
    ('nobody-ready', 'nobody-ready', NULL, 20),
    ('long-not-ready', 'state-too-long', 'not-ready', 1800),
    ('long-on-contact', 'state-too-long', 'on-contact', 1200),
    ('long-wrap-up', 'state-too-long', 'wrap-up', 300),
    ('switch-down', 'switch-down', NULL, 5);
