/** The columns of both reports: what each is called and how it is written. */
import {
  type AgentReportFigures,
  abandonRate,
  averageAnswerMs,
  averageHandleMs,
  firstTimeRight,
  matchAccuracy,
  occupancy,
  type QueueReportFigures,
  serviceLevel,
} from '@ringdesk/gateway/contract'
import { count, duration } from '../messages/formats.ts'
import type { reportsZhCN } from './zh-CN.ts'

export interface Column<Figures> {
  readonly name: keyof (typeof reportsZhCN)['figures']
  readonly text: (figures: Figures) => string
}

const none = '–'
export const percent = (value: number | undefined): string => (value === undefined ? none : `${value.toFixed(1)} %`)
const span = (ms: number | undefined): string => (ms === undefined ? none : duration(ms))

export const queueColumns: readonly Column<QueueReportFigures>[] = [
  { name: 'offered', text: ({ offered }) => count(offered) },
  { name: 'answered', text: ({ answered }) => count(answered) },
  { name: 'abandoned', text: ({ abandoned }) => count(abandoned) },
  { name: 'abandonRate', text: (figures) => percent(abandonRate(figures)) },
  { name: 'serviceLevel', text: (figures) => percent(serviceLevel(figures)) },
  { name: 'asa', text: (figures) => span(averageAnswerMs(figures)) },
  { name: 'longest', text: ({ longestWaitMs }) => duration(longestWaitMs) },
  { name: 'aht', text: (figures) => span(averageHandleMs(figures)) },
  { name: 'onward', text: ({ onward }) => count(onward) },
  { name: 'otherwise', text: ({ otherwise }) => count(otherwise) },
  { name: 'transferred', text: ({ transferred }) => count(transferred) },
  { name: 'callbacks', text: ({ callbacks, callbacksReached }) => `${count(callbacksReached)} / ${count(callbacks)}` },
  { name: 'match', text: (figures) => percent(matchAccuracy(figures)) },
  { name: 'firstTime', text: (figures) => percent(firstTimeRight(figures)) },
]

export const agentColumns: readonly Column<AgentReportFigures>[] = [
  { name: 'contacts', text: ({ contacts }) => count(contacts) },
  { name: 'talk', text: ({ talkMs }) => duration(talkMs) },
  { name: 'wrap', text: ({ wrapMs }) => duration(wrapMs) },
  { name: 'aht', text: (figures) => span(averageHandleMs(figures)) },
  { name: 'ready', text: ({ readyMs }) => duration(readyMs) },
  { name: 'notReady', text: ({ notReadyMs }) => duration(notReadyMs) },
  { name: 'loggedIn', text: ({ loggedInMs }) => duration(loggedInMs) },
  { name: 'occupancy', text: (figures) => percent(occupancy(figures)) },
  { name: 'offers', text: ({ offers }) => count(offers) },
  { name: 'missed', text: ({ missed }) => count(missed) },
  { name: 'declined', text: ({ declined }) => count(declined) },
  { name: 'transferred', text: ({ transferred }) => count(transferred) },
  { name: 'match', text: (figures) => percent(matchAccuracy(figures)) },
  { name: 'firstTime', text: (figures) => percent(firstTimeRight(figures)) },
]
