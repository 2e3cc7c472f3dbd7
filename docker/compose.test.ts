import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ErrorObject } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readEnvironment } from '../gateway/src/configuration/environment.ts'

const root = new URL('../', import.meta.url)
const text = (path: string) => readFileSync(new URL(path, root), 'utf8')

interface Service {
  readonly image?: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly command?: string[]
  readonly environment?: Record<string, string>
  readonly volumes?: string[]
  readonly networks?: string[]
  readonly profiles?: string[]
  readonly depends_on?: Record<string, unknown>
}

const compose = parse(text('docker-compose.yml'), { merge: true }) as {
  readonly services: Record<string, Service>
  readonly volumes: Record<string, unknown>
  readonly networks: Record<string, { ipam: { config: { subnet: string; gateway: string }[] } }>
}
const services = Object.entries(compose.services)
const service = (name: string): Service => {
  const found = compose.services[name]
  if (!found) throw new Error(`no service ${name}`)
  return found
}

/** ${NAME:-default} by name; undefined where a value is required or there is none. */
function variables(source: string): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  for (const [, name = '', kind, rest] of source.matchAll(/\$\{([A-Z0-9_]+)(?::([-?])((?:[^{}]|\$\{[^}]*\})*))?\}/g)) {
    if (kind === '-' && !rest?.startsWith('$')) found.set(name, rest)
    else if (!found.has(name)) found.set(name, undefined)
  }
  return found
}

describe('docker-compose.yml', () => {
  it('is what the Compose Specification allows', () => {
    const schema: Record<string, unknown> = JSON.parse(text('docker/fixtures/compose-spec.json'))
    // It names its draft-07 with https, Ajv knows that draft by http only; it is Ajv's default.
    delete schema.$schema
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema)
    validate(compose)
    const errors: ErrorObject[] = validate.errors ?? []
    expect(errors.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([])
    expect(validate({ services: { gateway: { imagee: 'x' } } })).toBe(false)
  })

  it('has the whole production set', () => {
    const names = ['cti', 'drachtio', 'freeswitch', 'gateway', 'migrate', 'postgres', 'redis']
    expect(Object.keys(compose.services).sort()).toEqual(names)
  })

  it('runs the call centre apart from the gateway, and gives each what its role needs and no secret more', () => {
    const [gateway, cti] = [service('gateway'), service('cti')]
    for (const [role, { profiles, environment = {} }] of Object.entries({ gateway, cti })) {
      expect(profiles, role).toBeUndefined()
      // A value that is asked for in .env stands for itself here.
      expect(() => readEnvironment(environment)).not.toThrow(/RINGDESK_ROLE|REDIS_URL|ESL_PASSWORD|DATABASE_URL/)
      expect(environment.RINGDESK_ROLE).toBe(role)
      expect(environment.REDIS_URL).toBe('redis://redis:6379')
    }
    expect(Object.keys(gateway.environment ?? {})).toContain('DATABASE_URL')
    expect(Object.keys(gateway.environment ?? {})).not.toContain('ESL_PASSWORD')
    expect(Object.keys(cti.environment ?? {})).toContain('ESL_PASSWORD')
    expect(Object.keys(cti.environment ?? {})).not.toContain('DATABASE_URL')
    expect(cti.volumes?.[0]?.split(':')[0]).not.toBe(gateway.volumes?.[0]?.split(':')[0])
  })

  it('names only files, volumes, networks and services that exist', () => {
    for (const [name, { build, command, volumes = [], networks = [], depends_on = {} }] of services) {
      if (build) expect(existsSync(new URL(build.dockerfile, root)), `${name}: ${build.dockerfile}`).toBe(true)
      for (const volume of volumes) {
        const [source = ''] = volume.split(':')
        if (source.startsWith('.')) expect(existsSync(new URL(source, root)), `${name}: ${source}`).toBe(true)
        else expect(Object.keys(compose.volumes), name).toContain(source)
      }
      for (const network of networks) expect(Object.keys(compose.networks), name).toContain(network)
      for (const other of Object.keys(depends_on)) expect(Object.keys(compose.services), name).toContain(other)
      const script = command?.find((word) => /\.(ts|mjs)$/.test(word))
      if (script) expect(existsSync(fileURLToPath(new URL(script, root))), `${name}: ${script}`).toBe(true)
    }
  })

  it('asks for every secret and has no default for any', () => {
    const used = variables(text('docker-compose.yml'))
    for (const [name, fallback] of used) if (/PASSWORD|SECRET/.test(name)) expect(fallback, name).toBeUndefined()
    const example = text('docker/example.env')
    for (const [name, fallback] of used) {
      const line = new RegExp(`^#?${name}=(.*)$`, 'm').exec(example)
      expect(line, `${name} in docker/example.env`).not.toBeNull()
      expect(line?.[1], name).toBe(fallback ?? '')
    }
  })

  it("lets the gateway, cti and the switch mean the same file by a recording's path", () => {
    for (const name of ['gateway', 'cti', 'freeswitch'])
      expect(service(name).volumes, name).toContain('recordings:/var/lib/ringdesk/recordings')
    expect(service('cti').environment?.RECORDINGS_DIR).toBe('/var/lib/ringdesk/recordings')
  })

  it('lets the switch find the prompts that the gateway puts down, beside the shipped ones', () => {
    const place = service('gateway').environment?.PROMPTS_DIR
    expect(service('gateway').volumes).toContain(`prompts:${place}`)
    expect(service('freeswitch').volumes).toContain(`prompts:${place}:ro`)
    for (const rate of ['8000', '16000'])
      expect(readlinkSync(new URL(`sip-config/freeswitch/sounds/zh-CN/${rate}`, root))).toBe(`${place}/${rate}`)
  })
})

describe('docker-compose.yml and sip-config', () => {
  const settings = new Map<string, { variable: string; value: string }>()
  const vars = text('sip-config/freeswitch/vars.xml')
  for (const [, variable = '', name = ''] of vars.matchAll(/cmd="env-set" data="(\w+)=\$(\w+)"/g)) {
    const value = new RegExp(`cmd="set" data="${variable}=([^"]*)"`).exec(vars)?.[1] ?? ''
    settings.set(name, { variable, value })
  }
  const given = service('freeswitch').environment ?? {}

  it("agree on the names of the switch's settings", () => {
    expect(settings.size).toBeGreaterThan(5)
    for (const name of Object.keys(given)) expect([...settings.keys()]).toContain(name)
  })

  it('agree on every port that is not set', () => {
    const ports = Object.keys(given).filter((name) => name.endsWith('_PORT'))
    expect(ports).toEqual(expect.arrayContaining(['FS_CARRIER_PORT', 'FS_AGENT_PORT', 'FS_AGENT_WS_PORT', 'ESL_PORT']))
    for (const name of ports) expect(variables(given[name] ?? '').get(name), name).toBe(settings.get(name)?.value)
  })

  it('put the event socket where cti looks for it, and open it to nobody else', () => {
    const network = compose.networks.ringdesk?.ipam.config[0]
    expect(given.FS_ESL_IP).toBe(network?.gateway)
    expect(given.FS_ESL_ALLOWED).toBe(network?.subnet)
    const { ESL_HOST, ESL_PORT, ESL_PASSWORD } = service('cti').environment ?? {}
    expect(ESL_HOST).toBe(given.FS_ESL_IP)
    expect(ESL_PORT).toBe(given.ESL_PORT)
    expect(ESL_PASSWORD).toBe(given.ESL_PASSWORD)
  })

  it('mount the configuration at the place that the switch is told to read', () => {
    const { entrypoint = [], volumes = [] } = service('freeswitch') as Service & { entrypoint?: string[] }
    const directory = entrypoint[entrypoint.indexOf('-conf') + 1]
    expect(volumes).toContain(`./sip-config/freeswitch:${directory}:ro`)
  })
})
