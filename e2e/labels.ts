/** What a screen reader needs: every control has a name, ids are unique, nothing focusable is hidden from it. */
import type { Page } from 'playwright-core'

/** Runs in the browser. */
const look = `(() => {
  const problems = []
  const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0
  const nameOf = (element) => {
    const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
    const label = element.labels ? [...element.labels].map((one) => one.textContent).join(' ') : ''
    return (element.getAttribute('aria-label') || by || label || element.textContent || element.getAttribute('title') || '').trim()
  }
  const tell = (what, element) => problems.push(what + ': ' + element.outerHTML.slice(0, 160))
  for (const element of document.querySelectorAll('button, a[href], input:not([type=hidden]), textarea, select, [role=button], [role=combobox], audio')) {
    if (!visible(element) || element.tagName === 'AUDIO') continue
    if (nameOf(element) === '') tell('no name', element)
    if (element.closest('[aria-hidden=true]') && element.tabIndex >= 0) tell('focusable but hidden', element)
  }
  for (const image of document.querySelectorAll('img:not([alt])')) tell('no alt', image)
  const ids = new Map()
  for (const element of document.querySelectorAll('[id]')) ids.set(element.id, (ids.get(element.id) ?? 0) + 1)
  for (const [id, times] of ids) if (times > 1) problems.push('id used ' + times + ' times: ' + id)
  if (document.querySelectorAll('main').length !== 1) problems.push('not one main')
  if (!document.documentElement.lang) problems.push('no language')
  if (!document.title) problems.push('no title')
  return problems
})()`

export async function labelProblems(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(look)
}
