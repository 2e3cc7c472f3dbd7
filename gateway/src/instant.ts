/** A time as the wire has it: ISO 8601 in UTC. Takes what PostgreSQL's own JSON makes of a timestamptz as well. */
export const instantOf = (at: Date | string): string => (at instanceof Date ? at : new Date(at)).toISOString()

/** An object without the keys whose value is null: the wire leaves out what is not known. */
export function present<Shape extends object>(shape: Shape): { [Key in keyof Shape]: Exclude<Shape[Key], null> } {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== null && value !== undefined)) as {
    [Key in keyof Shape]: Exclude<Shape[Key], null>
  }
}
