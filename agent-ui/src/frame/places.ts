/** Which pages a role has. The gateway decides what it is told; this keeps people from pages that would only refuse them. */
import type { Role } from '@ringdesk/gateway/contract'

/** Where somebody begins. */
export function firstPlace(role: Role, hasDesk: boolean): string {
  if (role === 'store') return '/store'
  if (role === 'region') return '/tickets'
  return hasDesk ? '/desk' : '/home'
}

const regions = ['/tickets', '/dispatch', '/staff', '/reports'] as const

/** Of the pages below the frame; the phone page is beside it. */
export function mayOpen(role: Role, pathname: string): boolean {
  const among = (places: readonly string[]) =>
    places.some((place) => pathname === place || pathname.startsWith(`${place}/`))
  if (role === 'store') return false
  if (role === 'region') return among(regions)
  // Pages of supervisors say themselves that they are not an agent's.
  return role !== 'agent' || !among(['/staff'])
}
