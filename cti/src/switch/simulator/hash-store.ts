/** mod_hash's database: realm, key, value. Kept like there under "realm_key", so that realms share one space of names. */
export interface HashStore {
  insert(realm: string, key: string, value: string): void
  select(realm: string, key: string): string | undefined
  delete(realm: string, key: string): boolean
  /** All entries, or those whose name contains `realm_`. */
  entries(realm?: string): readonly (readonly [name: string, value: string])[]
}

export function createHashStore(): HashStore {
  const values = new Map<string, string>()
  return {
    insert: (realm, key, value) => void values.set(`${realm}_${key}`, value),
    select: (realm, key) => values.get(`${realm}_${key}`),
    delete: (realm, key) => values.delete(`${realm}_${key}`),
    entries: (realm) => [...values].filter(([name]) => realm === undefined || name.includes(`${realm}_`)),
  }
}

/** `insert/realm/key/value`, as in `api hash …` and in a dialplan's hash application. The value may contain slashes. */
export function runHashCommand(store: HashStore, argument: string): string {
  const [action, realm, key, ...rest] = argument.split('/')
  const usage = '-ERR Usage: hash [insert|delete|select]/<realm>/<key>/<value>\n'
  if (realm === undefined || key === undefined) return usage
  switch (action?.toLowerCase()) {
    case 'insert':
      if (rest.length === 0) return usage
      store.insert(realm, key, rest.join('/'))
      return '+OK\n'
    case 'insert_ifempty':
      if (rest.length === 0) return usage
      if (store.select(realm, key) !== undefined) return '-ERR key already exists\n'
      store.insert(realm, key, rest.join('/'))
      return '+OK\n'
    case 'delete':
      return store.delete(realm, key) ? '+OK\n' : '-ERR Not found\n'
    case 'select':
      return store.select(realm, key) ?? ''
    default:
      return usage
  }
}
