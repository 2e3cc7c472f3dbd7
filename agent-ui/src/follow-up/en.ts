import type { followUpZhCN } from './zh-CN.ts'

export const followUpEn: typeof followUpZhCN = {
  survey: 'Survey',
  solved: 'Solved',
  unsolved: 'Not solved',
  score: '{{score}} of 5',
  answered: 'Surveyed',
  campaign: 'Campaign: {{name}}',
  question: { solved: 'Solved', score: 'Satisfaction' },
  answer: '{{question}}: {{answer}}',
  comment: 'Customer’s comment',
  unreached: '{{why}}; called {{attempts}} times',
  unreachedOf: {
    refused: 'Asked not to be called again',
    person: 'Took the call, did not answer the questions',
    machine: 'Voicemail',
    busy: 'Busy',
    'no-answer': 'No answer',
    rejected: 'Rejected',
    'invalid-number': 'Invalid number',
    'network-error': 'Line failed',
    abandoned: 'Nobody of ours was there',
    lost: 'Call was lost',
    cancelled: 'Call was taken back',
  },
  filter: 'Survey',
  filterOf: { answered: 'Answered', unsolved: 'Not solved', low: '1–2 of 5' },
}
