/** An attempt's id is its call's: a uuid. Calls of callbacks, and those of other switches, may have ids of another shape. */
export const isAttemptId = (call: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(call)
