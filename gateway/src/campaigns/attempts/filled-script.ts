/** The script as the agent reads it. Pure. */

/** What the contact does not have. */
const MISSING = '—'

/** `{attribute}` is replaced by the contact's; braces around anything but a name stay as they are. */
export const filledScript = (script: string, values: Readonly<Record<string, string>>): string =>
  script.replace(/\{([\p{L}_][\p{L}\p{N}_]*)\}/gu, (_, name: string) =>
    Object.hasOwn(values, name) && values[name] ? values[name] : MISSING,
  )
