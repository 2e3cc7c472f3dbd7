/** A policy as its form has it, and back. Pure. */
import { type ClockHours, type ClockKind, clockKind, type SlaPolicyDocument } from '@ringdesk/gateway/contract'

export interface PolicyForm {
  readonly name?: string
  readonly enabled: boolean
  readonly category?: string
  readonly priority?: number
  readonly regionId?: string
  readonly customerClass?: string
  /** No minutes: no limit. */
  readonly targets: Readonly<Record<ClockKind, { readonly minutes?: number | null; readonly hours: ClockHours }>>
  readonly reminders: {
    readonly beforeMinutes: readonly (number | string)[]
    readonly beforePercent: readonly (number | string)[]
    readonly escalateEveryMinutes: number | null
  }
}

const usualHours: Readonly<Record<ClockKind, ClockHours>> = {
  'first-response': 'headquarters',
  acceptance: 'store',
  resolution: 'always',
}

export function toPolicyForm(policy: SlaPolicyDocument | undefined): PolicyForm {
  const targets = Object.fromEntries(
    clockKind.options.map((kind) => [kind, policy?.targets[kind] ?? { hours: usualHours[kind] }]),
  ) as PolicyForm['targets']
  const reminders = policy?.reminders ?? { beforeMinutes: [30], beforePercent: [25], escalateEveryMinutes: 60 }
  const { name, enabled = true, category, priority, regionId, customerClass } = policy ?? {}
  const known = { name, category, priority, regionId, customerClass }
  return {
    enabled,
    targets,
    reminders,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  }
}

/** What was left empty is left out. */
export function fromPolicyForm(form: PolicyForm): SlaPolicyDocument {
  const { category, priority, regionId, customerClass, reminders } = form
  const asked = { category, priority, regionId, customerClass: customerClass?.trim() }
  return {
    name: form.name ?? '',
    enabled: form.enabled,
    ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== '')),
    targets: Object.fromEntries(
      clockKind.options.flatMap((kind) => {
        const { minutes, hours } = form.targets[kind]
        return minutes ? [[kind, { minutes, hours }]] : []
      }),
    ),
    reminders: {
      beforeMinutes: reminders.beforeMinutes.map(Number),
      beforePercent: reminders.beforePercent.map(Number),
      escalateEveryMinutes: reminders.escalateEveryMinutes ?? 0,
    },
  }
}
