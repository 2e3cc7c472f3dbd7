/** What an exported report has in its columns, in either language. Times in seconds, ratios in percent with one decimal. */
import {
  type AgentReportFigures,
  abandonRate,
  averageAnswerMs,
  averageHandleMs,
  type ClosedLoopFigures,
  closedLoopRate,
  firstTimeRight,
  matchAccuracy,
  meanScore,
  occupancy,
  type QueueReportFigures,
  serviceLevel,
  surveyResponseRate,
} from '../contract/index.ts'

export type ExportLanguage = 'zh-CN' | 'en'
export type Cell = string | number | null

export interface ExportColumn<Figures> {
  readonly words: Readonly<Record<ExportLanguage, string>>
  readonly value: (figures: Figures) => Cell
}

const column = <Figures>(chinese: string, english: string, value: (figures: Figures) => number | undefined) => ({
  words: { 'zh-CN': chinese, en: english },
  value: (figures: Figures): Cell => value(figures) ?? null,
})
const seconds = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.round(ms / 100) / 10
const percent = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 10) / 10

const hundredths = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 100) / 100

/** The first columns of every row. */
export const placeWords = {
  'zh-CN': { interval: '时段开始', id: '编号', queue: '队列', agent: '坐席', store: '门店', threshold: '时限 T（秒）' },
  en: { interval: 'Interval from', id: 'Id', queue: 'Queue', agent: 'Agent', store: 'Store', threshold: 'T (s)' },
} as const

const accuracy = [
  column('匹配准确率（%）', 'Match accuracy (%)', (f: QueueReportFigures | AgentReportFigures) =>
    percent(matchAccuracy(f)),
  ),
  column('一次派对率（%）', 'First time right (%)', (f: QueueReportFigures | AgentReportFigures) =>
    percent(firstTimeRight(f)),
  ),
]

export const queueColumns: readonly ExportColumn<QueueReportFigures>[] = [
  column('进线', 'Offered', (f) => f.offered),
  column('接通', 'Answered', (f) => f.answered),
  column('T 内接通', 'Answered within T', (f) => f.answeredInTime),
  column('放弃', 'Abandoned', (f) => f.abandoned),
  column('T 内放弃', 'Abandoned within T', (f) => f.abandonedEarly),
  column('放弃率（%）', 'Abandoned (%)', (f) => percent(abandonRate(f))),
  column('转往其他队列', 'Moved or overflowed', (f) => f.onward),
  column('其他结束', 'Ended otherwise', (f) => f.otherwise),
  column('服务水平（%）', 'Service level (%)', (f) => percent(serviceLevel(f))),
  column('平均等待（秒）', 'ASA (s)', (f) => seconds(averageAnswerMs(f))),
  column('最长等待（秒）', 'Longest wait (s)', (f) => seconds(f.longestWaitMs)),
  column('平均处理时长（秒）', 'AHT (s)', (f) => seconds(averageHandleMs(f))),
  column('转出', 'Transferred', (f) => f.transferred),
  column('回呼', 'Callbacks', (f) => f.callbacks),
  column('回呼接通', 'Callbacks reached', (f) => f.callbacksReached),
  ...accuracy,
]

export const closedLoopColumns: readonly ExportColumn<ClosedLoopFigures>[] = [
  column('已解决', 'Solved by us', (f) => f.resolved),
  column('已回访', 'Called', (f) => f.asked),
  column('接通', 'Reached', (f) => f.reached),
  column('有回答', 'Answered', (f) => f.answered),
  column('回答率（%）', 'Response rate (%)', (f) => percent(surveyResponseRate(f))),
  column('顾客确认解决', 'Confirmed solved', (f) => f.solved),
  column('顾客说未解决', 'Said not solved', (f) => f.unsolved),
  column('闭环率（%）', 'Closed-loop rate (%)', (f) => percent(closedLoopRate(f))),
  column('平均分', 'Mean score', (f) => hundredths(meanScore(f))),
  column('回访后重开', 'Reopened by survey', (f) => f.reopened),
]

const reasons = ['break', 'meal', 'training', 'meeting', 'admin', 'missed-offer', 'phone-unreachable'] as const
const reasonWords: Readonly<Record<(typeof reasons)[number], readonly [chinese: string, english: string]>> = {
  break: ['小休（秒）', 'Break (s)'],
  meal: ['用餐（秒）', 'Meal (s)'],
  training: ['培训（秒）', 'Training (s)'],
  meeting: ['会议（秒）', 'Meeting (s)'],
  admin: ['行政（秒）', 'Admin (s)'],
  'missed-offer': ['未接来电（秒）', 'After a missed offer (s)'],
  'phone-unreachable': ['话机不可达（秒）', 'Phone unreachable (s)'],
}

export const agentColumns: readonly ExportColumn<AgentReportFigures>[] = [
  column('接待', 'Contacts', (f) => f.contacts),
  column('通话（秒）', 'Talk (s)', (f) => seconds(f.talkMs)),
  column('话后处理（秒）', 'Wrap-up (s)', (f) => seconds(f.wrapMs)),
  column('平均处理时长（秒）', 'AHT (s)', (f) => seconds(averageHandleMs(f))),
  column('转出', 'Transferred', (f) => f.transferred),
  column('振铃', 'Offers', (f) => f.offers),
  column('未接', 'Missed', (f) => f.missed),
  column('拒接', 'Declined', (f) => f.declined),
  column('登录（秒）', 'Logged in (s)', (f) => seconds(f.loggedInMs)),
  column('示闲（秒）', 'Ready (s)', (f) => seconds(f.readyMs)),
  column('示忙（秒）', 'Not ready (s)', (f) => seconds(f.notReadyMs)),
  ...reasons.map((reason) =>
    column<AgentReportFigures>(...reasonWords[reason], (f) => seconds(f.notReadyByReason[reason] ?? 0)),
  ),
  column('利用率（%）', 'Occupancy (%)', (f) => percent(occupancy(f))),
  ...accuracy,
]
