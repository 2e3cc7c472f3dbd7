-- CreateTable
CREATE TABLE "Flow" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "published" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Flow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FlowVersion" (
    "flowId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "savedBy" TEXT,
    "savedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FlowVersion_pkey" PRIMARY KEY ("flowId","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "Flow_name_key" ON "Flow"("name");

-- AddForeignKey
ALTER TABLE "FlowVersion" ADD CONSTRAINT "FlowVersion_flowId_fkey" FOREIGN KEY ("flowId") REFERENCES "Flow"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- A flow that calls were made with must stay what it was.
CREATE FUNCTION refuse_flow_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'saved versions of flows never change';
END $$;
CREATE TRIGGER flow_version_stays BEFORE UPDATE OR DELETE ON "FlowVersion"
  FOR EACH ROW EXECUTE FUNCTION refuse_flow_version_change();

-- The flows that come with the product (prisma/shipped-flows.ts).
INSERT INTO "Flow" ("id", "name", "kind", "published")
VALUES ('follow-up-survey', '工单回访问卷', 'survey', 1) ON CONFLICT DO NOTHING;
INSERT INTO "FlowVersion" ("flowId", "version", "document")
VALUES ('follow-up-survey', 1, '{"start":"greeting","attributes":["storeId","storeName","ticketNumber","customerName"],"nodes":{"greeting":{"type":"play","label":"问候与门店","at":{"x":0,"y":0},"play":[{"kind":"prompt","name":"survey-greeting"},{"kind":"of","prefix":"store-","attribute":"storeId","say":"{storeName}","fallback":"survey-our-store"},{"kind":"prompt","name":"survey-about"}],"next":"solved"},"solved":{"type":"ask","tries":2,"timeoutMs":6000,"invalid":"invalid-option","label":"问题解决了吗","at":{"x":0,"y":160},"question":"solved","play":[{"kind":"prompt","name":"survey-solved"}],"accept":{"keys":"129","min":1,"max":1},"answers":[{"is":"one-of","digits":["1"],"label":"已解决","next":"score"},{"is":"one-of","digits":["2"],"label":"未解决","next":"score"},{"is":"one-of","digits":["9"],"label":"不再回访","next":"refuse"}],"silence":"goodbye"},"score":{"type":"ask","tries":2,"timeoutMs":6000,"invalid":"invalid-option","label":"满意度打分","at":{"x":0,"y":320},"question":"score","play":[{"kind":"prompt","name":"survey-score"}],"accept":{"keys":"123459","min":1,"max":1},"answers":[{"is":"between","from":1,"to":5,"label":"1–5 分","next":"is-solved"},{"is":"one-of","digits":["9"],"label":"不再回访","next":"refuse"}],"silence":"is-solved"},"is-solved":{"type":"branch","label":"是否未解决","at":{"x":0,"y":480},"on":"solved","cases":[{"is":"one-of","values":["2"],"next":"sorry"}],"otherwise":"is-low"},"sorry":{"type":"play","label":"致歉","at":{"x":-300,"y":640},"play":[{"kind":"prompt","name":"survey-sorry"}],"next":"comment"},"is-low":{"type":"branch","label":"是否低分","at":{"x":0,"y":640},"on":"score","cases":[{"is":"between","from":1,"to":2,"next":"comment"}],"otherwise":"thanks"},"comment":{"type":"record","label":"录下意见","at":{"x":-300,"y":800},"question":"comment","play":[{"kind":"prompt","name":"survey-comment"}],"maxMs":60000,"beep":true,"next":"thanks"},"thanks":{"type":"play","label":"致谢","at":{"x":0,"y":960},"play":[{"kind":"prompt","name":"survey-thanks"}],"next":"end"},"refuse":{"type":"refuse","label":"不再回访","at":{"x":300,"y":480},"next":"refused"},"refused":{"type":"play","label":"确认不再回访","at":{"x":300,"y":640},"play":[{"kind":"prompt","name":"survey-refused"}],"next":"end"},"goodbye":{"type":"play","label":"道别","at":{"x":600,"y":320},"play":[{"kind":"prompt","name":"goodbye"}],"next":"end"},"end":{"type":"hang-up","label":"挂机","at":{"x":0,"y":1120}}}}'::jsonb) ON CONFLICT DO NOTHING;
INSERT INTO "Flow" ("id", "name", "kind", "published")
VALUES ('main-menu', '热线主菜单（示例）', 'menu', NULL) ON CONFLICT DO NOTHING;
INSERT INTO "FlowVersion" ("flowId", "version", "document")
VALUES ('main-menu', 1, '{"start":"menu","attributes":[],"nodes":{"menu":{"type":"ask","label":"主菜单","at":{"x":0,"y":0},"question":"topic","play":[{"kind":"prompt","name":"menu-main"}],"accept":{"keys":"123","min":1,"max":1},"tries":2,"timeoutMs":5000,"invalid":"invalid-option","answers":[{"is":"one-of","digits":["1"],"label":"口感与门店服务","next":"aftersales"},{"is":"one-of","digits":["2"],"label":"外卖与订单","next":"delivery"},{"is":"one-of","digits":["3"],"label":"会员与卡券","next":"membership"}],"silence":"aftersales"},"aftersales":{"type":"transfer","label":"售后服务","at":{"x":-260,"y":180},"queue":"aftersales"},"delivery":{"type":"transfer","label":"外卖订单","at":{"x":0,"y":180},"queue":"delivery"},"membership":{"type":"transfer","label":"会员卡券","at":{"x":260,"y":180},"queue":"membership"}}}'::jsonb) ON CONFLICT DO NOTHING;
