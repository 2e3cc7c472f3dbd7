import { expect, it } from 'vitest'
import { resultOf } from './survey-answers.ts'

const pressed = (question: string, value: string) => ({ question, value })
const comment = { question: 'comment', value: null }

it.each([
  [
    'all of it',
    [pressed('solved', '2'), pressed('score', '1'), comment],
    false,
    { score: 1, solved: false, comment: true },
  ],
  ['one question', [pressed('solved', '1')], false, { solved: true, comment: false }],
  ['a comment alone', [comment], false, { answered: true, comment: true, answers: {} }],
  ['the last answer to a question', [pressed('score', '5'), pressed('score', '2')], false, { score: 2 }],
  ['questions of another flow', [pressed('again', '7')], false, { answered: true, answers: { again: '7' } }],
  ['nothing', [], false, { answered: false }],
  ['a refusal is no answer', [pressed('solved', '9')], true, { answered: false, answers: {} }],
  [
    'a refusal after an answer',
    [pressed('solved', '2'), pressed('score', '9')],
    true,
    { solved: false, answers: { solved: '2' } },
  ],
])('%s', (_, given, refused, meant) => {
  expect(resultOf(given, refused)).toMatchObject(meant)
})

it('keeps to what the columns of a ticket can hold', () => {
  expect(resultOf([pressed('solved', '3'), pressed('score', '7')], false)).not.toMatchObject({ score: 7 })
  expect(resultOf([pressed('solved', '3'), pressed('score', '7')], false)).toEqual({
    answered: true,
    answers: { solved: '3', score: '7' },
    comment: false,
  })
})
