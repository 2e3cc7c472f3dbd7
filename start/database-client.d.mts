export function ensureDatabaseClient(): Promise<void>
