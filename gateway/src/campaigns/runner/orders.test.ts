import { expect, it } from 'vitest'
import { campaignSettings } from '../../contract/index.ts'
import { orderFor } from './orders.ts'

const contact = {
  attempt: 'attempt-1',
  contact: 'contact-1',
  number: '+8613912345678',
  position: 0,
  name: null,
  attributes: {},
  preferredAgentId: null,
  promised: false,
}

it('listens for machines only where the campaign asks for it', () => {
  const order = (detectMachines?: boolean) =>
    orderFor(
      {
        id: 'campaign-1',
        mode: 'predictive',
        queueId: 'aftersales',
        callerNumber: '4008001234',
        settings: campaignSettings.parse({ detectMachines }),
      },
      contact,
      undefined,
    )
  expect(order()).not.toHaveProperty('detectMachine')
  expect(order(false)).not.toHaveProperty('detectMachine')
  expect(order(true)).toMatchObject({ detectMachine: true })
})
