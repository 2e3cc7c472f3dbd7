/** Prints SQL that puts the shipped flows into a database that has none of them: `node prisma/shipped-flows.ts`. */
import { shippedFlows } from '../gateway/src/flows/shipped/shipped-flows.ts'

const text = (value: string) => `'${value.replaceAll("'", "''")}'`

console.log('-- The flows that come with the product (prisma/shipped-flows.ts).')
for (const { id, name, kind, published, document } of shippedFlows)
  console.log(`INSERT INTO "Flow" ("id", "name", "kind", "published")
VALUES (${text(id)}, ${text(name)}, ${text(kind)}, ${published ? 1 : 'NULL'}) ON CONFLICT DO NOTHING;
INSERT INTO "FlowVersion" ("flowId", "version", "document")
VALUES (${text(id)}, 1, ${text(JSON.stringify(document))}::jsonb) ON CONFLICT DO NOTHING;`)
