import type { CustomerCard, CustomerEdit } from '@ringdesk/gateway/contract'

/**
 * What a form's values change of a customer: only that is sent, so that two people who change different fields do not undo each other.
 * An emptied field is taken away.
 */
export function changedFields(customer: CustomerCard, values: CustomerEdit): CustomerEdit {
  const before: Required<CustomerEdit> = {
    name: customer.name ?? null,
    language: customer.language ?? null,
    storeId: customer.storeId ?? null,
    tags: [...customer.tags],
    ownerId: customer.owner?.id ?? null,
  }
  const after: Required<CustomerEdit> = {
    name: values.name?.trim() || null,
    language: values.language ?? null,
    storeId: values.storeId ?? null,
    tags: [...new Set((values.tags ?? []).map((tag) => tag.trim()).filter((tag) => tag !== ''))],
    ownerId: values.ownerId ?? null,
  }
  const changed = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof CustomerEdit]),
  )
  return Object.fromEntries(changed)
}
