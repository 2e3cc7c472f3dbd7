/**
 * Keeps the files of the phone page (/store…) so that it opens without a network. Only the page itself and /assets/…: what the gateway
 * answers (/api, /socket.io) is never kept here, so that nobody sees what another person's log-in was told.
 */
const files = 'ringdesk-store-files'
const page = '/store'
/** ms the network may take before the kept page is shown. */
const patience = 4_000

self.addEventListener('install', (event) => {
  event.waitUntil(keepPage().then(() => self.skipWaiting()))
})
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

async function keepPage() {
  const answer = await fetch(page, { headers: { accept: 'text/html' }, credentials: 'omit' })
  if (answer.ok) await (await caches.open(files)).put(page, answer)
}

/** The page says which files it is made of: those are kept, older ones are thrown away. */
self.addEventListener('message', (event) => {
  const wanted = event.data?.keep
  if (!Array.isArray(wanted)) return
  event.waitUntil(
    (async () => {
      const cache = await caches.open(files)
      for (const kept of await cache.keys()) {
        const { pathname } = new URL(kept.url)
        if (pathname !== page && !wanted.includes(pathname)) await cache.delete(kept)
      }
      for (const path of wanted) if (!(await cache.match(path))) await cache.add(path)
      await keepPage()
    })(),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && (pathname === page || pathname.startsWith(`${page}/`)))
    event.respondWith(newestPage(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(keptFile(request))
})

async function newestPage(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience) })
    if (answer.status < 500) return answer
  } catch (error) {
    console.info('no network for the page', error)
  }
  return (await (await caches.open(files)).match(page)) ?? Response.error()
}

/** A file's name changes with its content: what is kept is right for ever. */
async function keptFile(request) {
  const cache = await caches.open(files)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}
