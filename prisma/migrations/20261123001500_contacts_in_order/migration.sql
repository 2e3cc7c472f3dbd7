-- A campaign's contacts are listed in the order of coming in.
CREATE INDEX "CampaignContact_campaignId_seq_idx" ON "CampaignContact"("campaignId", "seq");
