/** Prints SQL that puts the shipped ticket types into a database that has none of them: `node prisma/shipped-ticket-types.ts`. */
import { schemaOf } from '../gateway/src/contract/index.ts'
import { shippedTypes } from '../gateway/src/ticket-types/shipped/shipped-types.ts'

const text = (value: string) => `'${value.replaceAll("'", "''")}'`
const json = (value: unknown) => `${text(JSON.stringify(value))}::jsonb`

console.log('-- The types that come with the product (prisma/shipped-ticket-types.ts).')
shippedTypes.forEach(({ id, document }, order) => {
  const { zh, en } = document.name
  console.log(`INSERT INTO "TicketType" ("id", "zh", "en", "order", "version")
VALUES (${text(id)}, ${text(zh)}, ${text(en)}, ${order}, 1) ON CONFLICT DO NOTHING;
INSERT INTO "TicketTypeVersion" ("typeId", "version", "schema", "layout", "actor")
VALUES (${text(id)}, 1, ${json(schemaOf(document))}, ${json(document)}, 'Ringdesk') ON CONFLICT DO NOTHING;`)
})
