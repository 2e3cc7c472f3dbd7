/** An example of a hotline's menu: a key leads to a queue. Its queues are those of the demo chain, so it comes unpublished. */
import type { FlowDocument } from '@ringdesk/cti'

const answer = (digit: string, label: string, next: string) => ({ is: 'one-of' as const, digits: [digit], label, next })

export const mainMenu: FlowDocument = {
  start: 'menu',
  attributes: [],
  nodes: {
    menu: {
      type: 'ask',
      label: '主菜单',
      at: { x: 0, y: 0 },
      question: 'topic',
      play: [{ kind: 'prompt', name: 'menu-main' }],
      accept: { keys: '123', min: 1, max: 1 },
      tries: 2,
      timeoutMs: 5_000,
      invalid: 'invalid-option',
      answers: [
        answer('1', '口感与门店服务', 'aftersales'),
        answer('2', '外卖与订单', 'delivery'),
        answer('3', '会员与卡券', 'membership'),
      ],
      silence: 'aftersales',
    },
    aftersales: { type: 'transfer', label: '售后服务', at: { x: -260, y: 180 }, queue: 'aftersales' },
    delivery: { type: 'transfer', label: '外卖订单', at: { x: 0, y: 180 }, queue: 'delivery' },
    membership: { type: 'transfer', label: '会员卡券', at: { x: 260, y: 180 }, queue: 'membership' },
  },
}
