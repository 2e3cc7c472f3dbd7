/** Lets the phone page open without a network: its files, never an answer of the gateway, are kept by a service worker. */

/** Makes the page one that can be put on the phone's home screen; other pages of the product are not. */
function offerInstallation(): void {
  if (document.querySelector('link[rel=manifest]') !== null) return
  const links = [
    ['manifest', '/store.webmanifest'],
    ['apple-touch-icon', '/store-192.png'],
  ] as const
  for (const [rel, href] of links) document.head.append(Object.assign(document.createElement('link'), { rel, href }))
}

/** Browsers without HTTPS have no service workers: the page then needs a network to open, and works as well afterwards. */
export function startStoreWorker(): void {
  offerInstallation()
  if (!('serviceWorker' in navigator)) return
  const tell = async () => {
    const registration = await navigator.serviceWorker.register('/store-worker.js', { scope: '/store' })
    const { active } = await navigator.serviceWorker.ready
    // The page was loaded before the worker was there: it says what it is made of.
    const files = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
      .map(({ pathname }) => pathname)
    ;(registration.active ?? active)?.postMessage({ keep: [...new Set(files)] })
  }
  tell().catch((error: unknown) => console.warn('the page cannot be kept for when there is no network', error))
}
