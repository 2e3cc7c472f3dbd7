import type { FormDocument, FormField } from '@ringdesk/gateway/contract'
import { describe, expect, it } from 'vitest'
import { GatewayError } from '../gateway/request.ts'
import { askedFor, nothingTyped, type Typing, typingProblems, valuesDeed, withTyping } from './form-typing.ts'
import { presumedValues, type QueuedAction, type QueuedPhoto } from './queued-actions.ts'
import { saveValues } from './value-sender.ts'

const field = (id: string, more: Partial<FormField> = {}): FormField => ({
  id,
  kind: 'text',
  label: { zh: `${id}项`, en: id },
  ...more,
})
const document: FormDocument = {
  name: { zh: '异物', en: 'Object' },
  words: [],
  sections: [
    {
      id: 'one',
      title: { zh: '一', en: 'One' },
      fields: [
        field('what', {
          kind: 'choice',
          requiredFrom: 'resolved',
          choices: [
            { code: 'hair', zh: '毛发', en: 'Hair' },
            { code: 'other', zh: '其他', en: 'Other' },
          ],
        }),
        field('words', {
          requiredFrom: 'resolved',
          visibleIf: { match: 'all', conditions: [{ field: 'what', is: 'one-of', codes: ['other'] }] },
        }),
        field('photos', { kind: 'photo', requiredFrom: 'resolved', maxItems: 2 }),
        field('reach', { kind: 'phone' }),
        field('cost', { kind: 'money', max: 10_000 }),
      ],
    },
  ],
}
const photo = (uploadId: string): QueuedPhoto => ({
  uploadId,
  name: '照片',
  type: 'image/jpeg',
  bytes: new ArrayBuffer(1),
})
const saved = { reach: '139****2222' }
const typed = (values: Typing['values'], photos: Typing['photos'] = {}): Typing => ({ values, photos })
const word = ({ label }: FormField) => label.zh
let made = 0
const idOf = () => `command-${++made}`

describe('the form on the phone', () => {
  it('asks before the solution for what is missing, and keeps what is being filled in where it is', () => {
    const asked = (typing: Typing, values: Record<string, unknown> = saved) =>
      askedFor(document, values, typing, 'resolved').map(({ id }) => id)
    expect(asked(nothingTyped)).toEqual(['what', 'photos'])
    expect(asked(typed({ what: 'other' }))).toEqual(['what', 'words', 'photos'])
    expect(asked(typed({ what: 'hair' }, { photos: [photo('p1')] }))).toEqual(['what', 'photos'])
    expect(asked(nothingTyped, { what: 'hair', photos: ['a1'] })).toEqual([])
  })

  it('says what is wrong by field; a masked number that nobody touched is right', () => {
    const codes = (typing: Typing, stage?: 'resolved') =>
      Object.fromEntries([...typingProblems(document, saved, typing, stage)].map(([id, { code }]) => [id, code]))
    expect(codes(nothingTyped)).toEqual({})
    expect(codes(nothingTyped, 'resolved')).toEqual({ what: 'required', photos: 'required' })
    expect(codes(typed({ reach: '139****2223', cost: 10_001 }))).toEqual({ reach: 'not-a-phone', cost: 'too-large' })
    expect(codes(typed({ what: 'hair' }, { photos: [photo('p1'), photo('p2'), photo('p3')] }), 'resolved')).toEqual({
      photos: 'too-many',
    })
  })

  it('becomes a deed of what was typed into fields that show, photos apart; of nothing, none', () => {
    expect(valuesDeed(document, saved, nothingTyped, word, idOf)).toBeUndefined()
    const typing = typed({ what: 'hair', words: '不再显示', cost: null }, { photos: [photo('p1')] })
    expect(valuesDeed(document, { ...saved, photos: ['a1'] }, typing, word, () => 'c1')).toEqual({
      kind: 'values',
      values: { what: 'hair', cost: null },
      photos: [{ field: 'photos', commandId: 'c1', text: 'photos项', kept: ['a1'], taken: [photo('p1')] }],
    })
  })

  it('is shown with what waits to be sent', () => {
    const deed = valuesDeed(
      document,
      saved,
      typed({ what: 'hair', reach: null }, { photos: [photo('p1')] }),
      word,
      idOf,
    )
    if (deed === undefined) throw new Error('nothing typed')
    const waiting: QueuedAction = { seq: 1, accountId: 'a', ticketId: 't', ticketNumber: '1', at: 0, deed }
    expect(presumedValues({ ...saved, cost: 1 }, [waiting])).toEqual({ cost: 1, what: 'hair', photos: ['queued:p1'] })
    expect(withTyping({ photos: ['a1'] }, typed({}, { photos: [photo('p1')] }))).toEqual({
      photos: ['a1', 'queued:p1'],
    })
  })
})

describe('sending what was filled in', () => {
  const deed = {
    kind: 'values',
    values: { what: 'hair' },
    photos: [{ field: 'photos', commandId: 'c1', text: '照片', kept: ['a1'], taken: [photo('p1')] }],
  } as const
  const gateway = (refusals: GatewayError[]) => {
    const done: unknown[] = []
    let version = 7
    return {
      done,
      sendPhotos: async ({ photos, ...said }: { commandId: string; text: string; photos: readonly QueuedPhoto[] }) => {
        done.push(said)
        return photos.map(({ uploadId }) => `sent-${uploadId}`)
      },
      read: async () => ({ version: version++ }),
      save: async (edit: object) => {
        done.push(edit)
        const refusal = refusals.shift()
        if (refusal) throw refusal
      },
    }
  }
  const overtaken = () => new GatewayError(409, { code: 'TICKET_CHANGED', message: '已被修改' }, {})

  it('sends the photos on the ticket first, then points at them, onto the version that is there', async () => {
    const { done, ...asked } = gateway([overtaken()])
    await saveValues(deed, asked)
    const fields = { values: { what: 'hair', photos: ['a1', 'sent-p1'] } }
    expect(done).toEqual([
      { commandId: 'c1', text: '照片' },
      { version: 7, fields },
      { version: 8, fields },
    ])
  })

  it('gives up after a few others who were faster, and at once when it is refused', async () => {
    await expect(saveValues(deed, gateway([overtaken(), overtaken(), overtaken()]))).rejects.toThrow('已被修改')
    const refused = gateway([new GatewayError(400, { code: 'BAD_INPUT', message: '不是可选的项' }, {})])
    await expect(saveValues(deed, refused)).rejects.toThrow('不是可选的项')
    expect(refused.done).toHaveLength(2)
  })
})
