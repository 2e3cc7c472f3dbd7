import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createHotlineDialplan } from './dialplan.ts'
import type { Step } from './execution.ts'

const FREESWITCH = new URL('../../../../sip-config/freeswitch/', import.meta.url)

/** The actions of an extension as FreeSWITCH reads them. */
function configured(file: string, extension: string, globals: Readonly<Record<string, string>>): Step[] {
  const xml = readFileSync(new URL(`dialplan/${file}`, FREESWITCH), 'utf8')
  const start = xml.indexOf(`<extension name="${extension}">`)
  const body = xml.slice(start, xml.indexOf('</extension>', start))
  return [...body.matchAll(/<action application="([^"]+)"(?: data="([^"]*)")?\/>/g)].map(([, application, data]) => ({
    application: application ?? '',
    // The dialplan's own reading of a line takes two of three backslashes away.
    data: (data ?? '')
      .replaceAll('\\\\\\$', '\\$')
      .replaceAll(/\$\$\{(\w+)\}/g, (_, name: string) => globals[name] ?? `?${name}`),
  }))
}

describe('the simulated dialplan is the one of sip-config', () => {
  const globals = { fallback_seconds: '15', prompts: '/sounds' }
  const dialplan = createHotlineDialplan({ fallbackAfterS: 15, prompts: '/sounds' })

  it('for a call to a hotline number', () => {
    expect(dialplan.route('4008001234', 'hotline')).toEqual(configured('hotline.xml', 'hotline', globals))
    expect(dialplan.route('+864008001234', 'hotline')).toEqual(configured('hotline.xml', 'hotline', globals))
  })

  it('for a call to something else', () => {
    expect(dialplan.route('sip-scanner', 'hotline')).toEqual(configured('hotline.xml', 'not-a-number', globals))
  })

  it('for a call that nobody claimed', () => {
    expect(dialplan.route('unclaimed', 'fallback')).toEqual(configured('fallback.xml', 'unclaimed', globals))
  })

  it('with the waits that sip-config has by default', () => {
    const vars = readFileSync(new URL('vars.xml', FREESWITCH), 'utf8')
    expect(vars).toContain('data="fallback_seconds=15"')
    expect(dialplan.route('4008001234', 'hotline')).toContainEqual({
      application: 'sched_transfer',
      data: '+15 unclaimed XML fallback',
    })
  })
})
