import { describe, expect, it } from 'vitest'
import { actionOf, type KeyPress } from './keys.ts'

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrl: false,
  alt: false,
  shift: false,
  composing: false,
  focus: 'page',
  repeat: false,
  ...over,
})

describe('function keys', () => {
  it('control the call from anywhere, a text field too', () => {
    expect(actionOf(press('F2', { focus: 'text' }), 'offered')).toBe('answer')
    expect(actionOf(press('F8', { focus: 'text' }), 'talking')).toBe('hang-up')
  })
  it('count once however long they are held down', () =>
    expect(actionOf(press('F6', { repeat: true }), 'talking')).toBeUndefined())
  it('leave combinations to the browser', () => {
    expect(actionOf(press('F4', { alt: true }), 'offered')).toBeUndefined()
    expect(actionOf(press('F6', { ctrl: true }), 'talking')).toBeUndefined()
  })
})

describe('Enter', () => {
  it('answers a ringing call when nothing else has the focus', () =>
    expect(actionOf(press('Enter'), 'offered')).toBe('answer'))
  it('stays a new line in text and a press on a button', () => {
    expect(actionOf(press('Enter', { focus: 'text' }), 'offered')).toBeUndefined()
    expect(actionOf(press('Enter', { focus: 'button' }), 'offered')).toBeUndefined()
  })
  it('means nothing when nothing rings', () => expect(actionOf(press('Enter'), 'talking')).toBeUndefined())
  it('with Ctrl saves, from the text field too', () =>
    expect(actionOf(press('Enter', { ctrl: true, focus: 'text' }), 'wrap-up')).toBe('save'))
})

it('belongs to the input method while it is composing', () => {
  expect(actionOf(press('Enter', { composing: true }), 'offered')).toBeUndefined()
  expect(actionOf(press('F2', { composing: true }), 'offered')).toBeUndefined()
})
it('opens the key map by ?, but lets it be typed', () => {
  expect(actionOf(press('?', { shift: true }), undefined)).toBe('key-map')
  expect(actionOf(press('?', { shift: true, focus: 'text' }), undefined)).toBeUndefined()
})
