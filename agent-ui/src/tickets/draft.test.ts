import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterSaving,
  conflicts,
  type Draft,
  draftOf,
  edited,
  emptyDraft,
  emptyValues,
  type FieldName,
  fieldNames,
  fieldsOf,
  isEmpty,
  rebased,
  resolved,
  valuesOf,
  withDraft,
  withoutForeign,
} from './draft.ts'

const values = { ...emptyValues, subject: '奶茶漏了', category: 'quality' }

describe('typing', () => {
  it('is shown over the ticket', () => {
    expect(withDraft(values, edited(emptyDraft, values, 'subject', '少冰')).subject).toBe('少冰')
  })
  it('of the saved value again leaves no draft', () => {
    const draft = edited(emptyDraft, values, 'subject', '少冰')
    expect(isEmpty(edited(draft, values, 'subject', '奶茶漏了'))).toBe(true)
  })
  it('remembers the value it started from, not the one in between', () => {
    let draft = edited(emptyDraft, values, 'subject', 'a')
    draft = edited(draft, { ...values, subject: 'theirs' }, 'subject', 'ab')
    expect(draft.base.subject).toBe('奶茶漏了')
  })
})

describe('a newer ticket', () => {
  const draft = edited(edited(emptyDraft, values, 'subject', 'mine'), values, 'description', 'typed')
  it('is no conflict where only one of us changed', () => {
    expect(conflicts(draft, { ...values, category: 'refund' })).toEqual([])
  })
  it('is a conflict where both changed to different values', () => {
    expect(conflicts(draft, { ...values, subject: 'theirs' })).toEqual([
      { name: 'subject', mine: 'mine', theirs: 'theirs' },
    ])
  })
  it('is no conflict where both typed the same', () => {
    expect(conflicts(draft, { ...values, subject: 'mine' })).toEqual([])
    expect(rebased(draft, { ...values, subject: 'mine' }).mine).toEqual({ description: 'typed' })
  })
  it('can be taken or written over, field by field', () => {
    const theirs = { ...values, subject: 'theirs', description: 'theirs too' }
    const draftAfter = resolved(draft, theirs, { subject: 'theirs', description: 'mine' })
    expect(fieldsOf(draftAfter)).toEqual({ description: 'typed' })
    expect(conflicts(draftAfter, theirs)).toEqual([])
  })
})

it('keeps what was typed while the save was on its way', () => {
  const saved = edited(emptyDraft, values, 'subject', 'first')
  const now = edited(edited(saved, values, 'subject', 'first and more'), values, 'description', 'new')
  const draft = afterSaving(now, saved, { ...values, subject: 'first' })
  expect(draft.mine).toEqual({ subject: 'first and more', description: 'new' })
  expect(conflicts(draft, { ...values, subject: 'first' })).toEqual([])
})
it('takes a draft kept by the gateway as typing', () => {
  expect(draftOf({ subject: '少冰', category: 'quality' }, values).mine).toEqual({ subject: '少冰' })
})

const name = fc.constantFrom<FieldName>('subject', 'description', 'category', 'result')
const text = fc.constantFrom('', 'a', 'b', 'c')
const changes = fc.array(fc.tuple(name, text), { maxLength: 12 })
const typed = (all: readonly [FieldName, string][], on = values): Draft =>
  all.reduce((draft, [field, value]) => edited(draft, on, field, value), emptyDraft)

describe('whatever both of us type', () => {
  it('nothing of mine is lost without being asked', () => {
    fc.assert(
      fc.property(changes, changes, (mine, others) => {
        const draft = typed(mine)
        const theirs = withDraft(values, typed(others))
        const asked = new Set(conflicts(draft, theirs).map((one) => one.name))
        const result = withDraft(theirs, draft)
        for (const field of fieldNames) {
          if (field in draft.mine) expect(result[field]).toBe(draft.mine[field])
          else expect(result[field]).toBe(theirs[field])
          if (asked.has(field)) expect(theirs[field]).not.toBe(values[field])
        }
      }),
    )
  })
  it('every conflict is over once it was decided', () => {
    const choice = fc.record({ subject: side(), description: side(), category: side(), result: side() })
    fc.assert(
      fc.property(changes, changes, choice, (mine, others, chosen) => {
        const theirs = withDraft(values, typed(others))
        expect(conflicts(resolved(typed(mine), theirs, chosen), theirs)).toEqual([])
      }),
    )
  })
})
function side() {
  return fc.constantFrom('mine' as const, 'theirs' as const)
}

describe('fields of a form', () => {
  const form = { ...values, 'values.object': 'hair', 'values.photos': ['a', 'b'] }

  it('are typed, joined and sent like all others', () => {
    const draft = edited(edited(emptyDraft, form, 'values.cost', 1_250), form, 'values.object', '')
    expect(fieldsOf(edited(draft, form, 'subject', '头发'))).toEqual({
      subject: '头发',
      values: { cost: 1_250, object: null },
    })
  })
  it('are untouched when the same list is chosen again, and zero is a value', () => {
    expect(isEmpty(edited(emptyDraft, form, 'values.photos', ['a', 'b']))).toBe(true)
    expect(fieldsOf(edited(emptyDraft, form, 'values.points', 0)).values).toEqual({ points: 0 })
  })
  it('conflict when both sides changed them, and both sides are shown', () => {
    const draft = edited(emptyDraft, form, 'values.cause', '甲')
    expect(conflicts(draft, { ...form, 'values.cause': '乙' })).toEqual([
      { name: 'values.cause', mine: '甲', theirs: '乙' },
    ])
    expect(conflicts(draft, { ...form, 'values.cost': 3 })).toEqual([])
    const theirs = { ...form, 'values.cause': '乙' }
    expect(fieldsOf(resolved(draft, theirs, { 'values.cause': 'theirs' }))).toEqual({})
    expect(conflicts(resolved(draft, theirs, {}), theirs)).toEqual([])
  })
  it('come back from what the gateway kept', () => {
    const kept = fieldsOf(edited(emptyDraft, form, 'values.cause', '甲'))
    expect(draftOf(kept, form)).toEqual({ mine: { 'values.cause': '甲' }, base: { 'values.cause': undefined } })
  })
  it('of another category stay out of what is sent', () => {
    const draft = edited(edited(emptyDraft, form, 'values.cause', '甲'), form, 'values.object', 'other')
    expect(fieldsOf(withoutForeign(draft, new Set(['object'])))).toEqual({ values: { object: 'other' } })
  })
  it('that a form has only just begun with can be emptied', () => {
    const begun = { ...form, 'values.grade': 'B' }
    const draft = edited(emptyDraft, form, 'values.grade', null, begun)
    expect(fieldsOf(draft)).toEqual({ values: { grade: null } })
    expect(conflicts(draft, form)).toEqual([])
  })
  it('are read from the ticket', () => {
    const ticket = { priority: 0, values: { object: 'hair' } } as unknown as Parameters<typeof valuesOf>[0]
    expect(valuesOf(ticket)).toMatchObject({ 'values.object': 'hair', subject: '' })
  })
})
