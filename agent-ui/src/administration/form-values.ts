/** Between a document and the values of its form: what is keyed in documents is a list of rows while it is edited. Pure. */
import type { DocumentKind } from '@ringdesk/gateway/contract'

type Values = Readonly<Record<string, unknown>>

const alwaysOpen = { timeZone: 'Asia/Shanghai', week: Array.from({ length: 7 }, () => [[540, 1080]]), dates: {} }

/** What a new one begins with. */
export const beginnings: Readonly<Record<DocumentKind, Values>> = {
  skill: { label: '' },
  queue: {
    needs: { all: [] },
    sameRegion: false,
    sameLanguage: false,
    rings: [],
    choose: 'longest-idle',
    weight: 1,
    priority: 0,
    vipPriority: 0,
    holdForAgentMs: 0,
    missesAllowed: 1,
    overflow: [],
    announceWait: true,
    music: 'hold',
    announceEveryMs: 30_000,
    offerTimeoutMs: 20_000,
    wrapUpMs: 60_000,
    maxWaitMs: 1_800_000,
    serviceLevelMs: 20_000,
  },
  hotline: { greeting: 'greeting', recordingNotice: 'recording-notice', holidays: false, hours: alwaysOpen },
  agent: {
    skills: {},
    teams: [],
    languages: [],
    capacity: { voice: 1, chat: 0, total: 1 },
    blend: 'both',
    enabled: true,
  },
  region: { provinces: [] },
  holiday: { open: false },
}

export function toForm(kind: DocumentKind, document: Values): Values {
  if (kind === 'agent') {
    const { skills, ...rest } = document as { skills: Record<string, number> }
    return { ...rest, skillList: Object.entries(skills).map(([skill, level]) => ({ skill, level })) }
  }
  if (kind !== 'hotline') return document
  const { menu, ...rest } = document as { menu?: { options: Record<string, object> } }
  if (menu === undefined) return rest
  const { options, ...restOfMenu } = menu
  return {
    ...rest,
    menu: restOfMenu,
    menuOptions: Object.entries(options).map(([key, option]) => ({ key, ...option })),
  }
}

/** What the form does not show stays as it was in `document`. */
export function fromForm(kind: DocumentKind, values: Values, document: Values): Values {
  if (kind === 'agent') {
    const { skillList = [], ...rest } = values as { skillList?: { skill: string; level: number }[] }
    return clean({
      ...document,
      ...rest,
      skills: Object.fromEntries(skillList.map(({ skill, level }) => [skill, level])),
    })
  }
  if (kind !== 'hotline') return clean({ ...document, ...values })
  const { menu, menuOptions = [], ...rest } = values as { menu?: object; menuOptions?: { key: string }[] }
  const options = Object.fromEntries(menuOptions.map(({ key, ...option }) => [key, option]))
  return clean({ ...document, ...rest, menu: menu && { ...menu, options } })
}

/** Without what was emptied: an empty choice is no choice. */
function clean(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null))
}
