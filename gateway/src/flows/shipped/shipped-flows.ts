/** The flows that every new database has; supervisors change them as they like. A migration has put them there. */
import type { FlowDocument } from '@ringdesk/cti'
import type { FlowKind } from '../../contract/index.ts'
import { followUpSurvey } from './follow-up-survey.ts'
import { mainMenu } from './main-menu.ts'

export interface ShippedFlow {
  readonly id: string
  readonly name: string
  readonly kind: FlowKind
  readonly published: boolean
  readonly document: FlowDocument
}

export const shippedFlows: readonly ShippedFlow[] = [
  { id: 'follow-up-survey', name: '工单回访问卷', kind: 'survey', published: true, document: followUpSurvey },
  { id: 'main-menu', name: '热线主菜单（示例）', kind: 'menu', published: false, document: mainMenu },
]
