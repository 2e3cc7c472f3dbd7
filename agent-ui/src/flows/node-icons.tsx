import {
  AudioOutlined,
  BranchesOutlined,
  EditOutlined,
  PhoneOutlined,
  QuestionCircleOutlined,
  SoundOutlined,
  StopOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { FlowNodeType } from '@ringdesk/gateway/contract'
import type { ReactNode } from 'react'

export const nodeIcons: Readonly<Record<FlowNodeType, ReactNode>> = {
  play: <SoundOutlined />,
  ask: <QuestionCircleOutlined />,
  branch: <BranchesOutlined />,
  record: <AudioOutlined />,
  set: <EditOutlined />,
  refuse: <StopOutlined />,
  transfer: <TeamOutlined />,
  'hang-up': <PhoneOutlined rotate={135} />,
}
