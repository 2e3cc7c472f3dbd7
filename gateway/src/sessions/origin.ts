/**
 * Whether a state-changing request comes from a page of another site. Beside SameSite=Lax this is what keeps other sites from
 * acting with our cookie. Browsers always send Origin with such requests; without one it is a program with its own credentials.
 * @param host what the browser asked for, with port, behind trusted proxies too
 */
export function isForeignOrigin(origin: string | undefined, host: string): boolean {
  if (origin === undefined) return false
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  return url === undefined || withoutDefaultPort(url.host) !== withoutDefaultPort(host)
}

/** A proxy that ends TLS may name the host with or without :443. */
const withoutDefaultPort = (host: string): string => host.toLowerCase().replace(/:(80|443)$/, '')
