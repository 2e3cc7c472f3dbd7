/** One gateway runs the campaigns. Who holds the row renews it; one that was not renewed may be taken. */
import type { Database } from '../../database/connect.ts'

const HELD_MS = 5_000

/** @returns whether this process is the one, from now on for HELD_MS */
export async function holdRunner(database: Database, holder: string): Promise<boolean> {
  const rows = await database.$queryRaw<{ holder: string }[]>`
    INSERT INTO "CampaignRunner" AS r (id, holder, until) VALUES (1, ${holder}, now() + ${HELD_MS} * interval '1 millisecond')
    ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE r.holder = excluded.holder OR r.until < now()
    RETURNING holder`
  return rows.length > 0
}

export async function releaseRunner(database: Database, holder: string): Promise<void> {
  await database.campaignRunner.deleteMany({ where: { id: 1, holder } })
}
