import { playOnFreeSwitch } from './on-freeswitch-testing.ts'
import { outboundScenarios } from './outbound-scenarios.ts'

playOnFreeSwitch('a call that we make', outboundScenarios)
