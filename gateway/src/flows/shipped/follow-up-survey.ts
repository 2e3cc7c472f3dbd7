/** The call after a ticket was resolved: is it solved, how was it, a comment when it was bad. */
import type { FlowDocument, FlowNode } from '@ringdesk/cti'

const prompt = (name: string) => ({ kind: 'prompt' as const, name })
const at = (x: number, y: number) => ({ x, y })
const ask = { type: 'ask' as const, tries: 2, timeoutMs: 6_000, invalid: 'invalid-option' }

const questions: Record<string, FlowNode> = {
  solved: {
    ...ask,
    label: '问题解决了吗',
    at: at(0, 160),
    question: 'solved',
    play: [prompt('survey-solved')],
    accept: { keys: '129', min: 1, max: 1 },
    answers: [
      { is: 'one-of', digits: ['1'], label: '已解决', next: 'score' },
      { is: 'one-of', digits: ['2'], label: '未解决', next: 'score' },
      { is: 'one-of', digits: ['9'], label: '不再回访', next: 'refuse' },
    ],
    silence: 'goodbye',
  },
  score: {
    ...ask,
    label: '满意度打分',
    at: at(0, 320),
    question: 'score',
    play: [prompt('survey-score')],
    accept: { keys: '123459', min: 1, max: 1 },
    answers: [
      { is: 'between', from: 1, to: 5, label: '1–5 分', next: 'is-solved' },
      { is: 'one-of', digits: ['9'], label: '不再回访', next: 'refuse' },
    ],
    silence: 'is-solved',
  },
}

export const followUpSurvey: FlowDocument = {
  start: 'greeting',
  attributes: ['storeId', 'storeName', 'ticketNumber', 'customerName'],
  nodes: {
    greeting: {
      type: 'play',
      label: '问候与门店',
      at: at(0, 0),
      play: [
        prompt('survey-greeting'),
        { kind: 'of', prefix: 'store-', attribute: 'storeId', say: '{storeName}', fallback: 'survey-our-store' },
        prompt('survey-about'),
      ],
      next: 'solved',
    },
    ...questions,
    'is-solved': {
      type: 'branch',
      label: '是否未解决',
      at: at(0, 480),
      on: 'solved',
      cases: [{ is: 'one-of', values: ['2'], next: 'sorry' }],
      otherwise: 'is-low',
    },
    sorry: { type: 'play', label: '致歉', at: at(-300, 640), play: [prompt('survey-sorry')], next: 'comment' },
    'is-low': {
      type: 'branch',
      label: '是否低分',
      at: at(0, 640),
      on: 'score',
      cases: [{ is: 'between', from: 1, to: 2, next: 'comment' }],
      otherwise: 'thanks',
    },
    comment: {
      type: 'record',
      label: '录下意见',
      at: at(-300, 800),
      question: 'comment',
      play: [prompt('survey-comment')],
      maxMs: 60_000,
      beep: true,
      next: 'thanks',
    },
    thanks: { type: 'play', label: '致谢', at: at(0, 960), play: [prompt('survey-thanks')], next: 'end' },
    refuse: { type: 'refuse', label: '不再回访', at: at(300, 480), next: 'refused' },
    refused: { type: 'play', label: '确认不再回访', at: at(300, 640), play: [prompt('survey-refused')], next: 'end' },
    goodbye: { type: 'play', label: '道别', at: at(600, 320), play: [prompt('goodbye')], next: 'end' },
    end: { type: 'hang-up', label: '挂机', at: at(0, 1_120) },
  },
}
