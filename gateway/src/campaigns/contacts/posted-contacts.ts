/** Contacts as another system sends them: all of them or, when anything is wrong, none. */
import { callerIdentity } from '@ringdesk/cti'
import type { z } from 'zod'
import type { CampaignKind, ContactsAdded, contactInput } from '../../contract/index.ts'
import type { Prisma } from '../../database/client/client.ts'
import { badInput } from '../../input.ts'
import { isCallable, needsConsent } from '../rules/may-call.ts'
import { addContacts, type NewContact } from './add-contacts.ts'
import { placeOfStore, type StoreOfContact, storeFields } from './contact-places.ts'

type Posted = z.output<typeof contactInput>
interface Problem {
  readonly path: string
  readonly message: string
}

/** @throws GatewayError BAD_INPUT naming every field that is wrong */
export async function addPosted(
  tx: Prisma.TransactionClient,
  campaign: { readonly id: string; readonly kind: CampaignKind },
  posted: readonly Posted[],
): Promise<ContactsAdded> {
  const stores = await storesNamed(tx, posted)
  const problems: Problem[] = []
  const contacts = posted.map((contact, index) =>
    readPosted(contact, campaign.kind, stores, `contacts.${index}`, problems),
  )
  if (problems.length > 0) throw badInput(problems)
  return addContacts(tx, campaign, contacts)
}

function readPosted(
  { key, name, numbers, store: wanted, consent, attributes }: Posted,
  kind: CampaignKind,
  stores: ReadonlyMap<string, StoreOfContact>,
  path: string,
  problems: Problem[],
): NewContact {
  const read = numbers.map((written, position) => {
    const number = callerIdentity(written).number ?? ''
    if (!isCallable(number))
      problems.push({
        path: `${path}.numbers.${position}`,
        message: '不是可以外呼的号码，应为手机号或带区号的固定电话',
      })
    return number
  })
  const store = wanted ? stores.get(wanted) : undefined
  if (wanted && !store) problems.push({ path: `${path}.store`, message: '没有这家门店，应为门店编号、代码或全称' })
  if (needsConsent(kind, null) && !consent)
    problems.push({ path: `${path}.consent`, message: '名单外呼须写明同意依据' })
  return {
    key: key === undefined ? `number:${read[0]}` : `key:${key}`,
    name,
    numbers: read,
    consent,
    storeId: store?.id,
    place: store ? placeOfStore(store) : undefined,
    attributes: {
      ...(name ? { customerName: name } : {}),
      ...(store ? { storeId: store.id, storeName: store.name } : {}),
      ...attributes,
    },
  }
}

async function storesNamed(
  tx: Prisma.TransactionClient,
  posted: readonly Posted[],
): Promise<Map<string, StoreOfContact>> {
  const names = [...new Set(posted.flatMap(({ store }) => store || []))]
  if (names.length === 0) return new Map()
  const among = { in: names }
  const stores = await tx.store.findMany({
    where: { OR: [{ id: among }, { code: among }, { name: among }] },
    select: storeFields,
  })
  return new Map(stores.flatMap((store) => [store.name, store.code, store.id].map((name) => [name, store] as const)))
}
