/** A channel's variables, kept beside their written form so that an event costs a join and not a serialisation. */
export type VariableValue = string | readonly string[]

export interface Variables {
  get(name: string): string | undefined
  /** An empty or undefined value unsets, as in FreeSWITCH. */
  set(name: string, value: VariableValue | undefined): void
  setAll(values: Readonly<Record<string, string | undefined>>): void
  /** "true", "yes", "on", "1", as FreeSWITCH reads truth. */
  isTrue(name: string): boolean
  entries(): IterableIterator<[string, VariableValue]>
  /** `"variable_x":"…",…` without braces. */
  json(): string
}

/** Names recur on every leg; nobody invents more than these few. */
const NAMES_KEPT = 2_000
const names = new Map<string, string>()

function writtenName(name: string): string {
  let text = names.get(name)
  if (text === undefined) {
    text = `${JSON.stringify(`variable_${name}`)}:`
    if (names.size < NAMES_KEPT) names.set(name, text)
  }
  return text
}

export function createVariables(): Variables {
  const values = new Map<string, VariableValue>()
  const written = new Map<string, string>()
  let joined: string | undefined = ''

  function set(name: string, value: VariableValue | undefined): void {
    if (value === undefined || value === '') {
      if (!values.delete(name)) return
      written.delete(name)
    } else {
      if (values.get(name) === value) return
      values.set(name, value)
      written.set(name, writtenName(name) + JSON.stringify(value))
    }
    joined = undefined
  }

  return {
    set,
    get(name) {
      const value = values.get(name)
      return typeof value === 'string' || value === undefined ? value : value.join('|:')
    },
    setAll(all) {
      for (const name in all) set(name, all[name])
    },
    isTrue(name) {
      const value = values.get(name)
      return typeof value === 'string' && /^(true|yes|on|1|t|enabled|active|allow)$/i.test(value)
    },
    entries: () => values.entries(),
    json() {
      if (joined === undefined) {
        joined = ''
        for (const text of written.values()) joined += joined === '' ? text : `,${text}`
      }
      return joined
    },
  }
}
