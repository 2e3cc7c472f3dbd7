import { hotlineScenarios } from './hotline-scenarios.ts'
import { playOnFreeSwitch } from './on-freeswitch-testing.ts'

playOnFreeSwitch('a call to the hotline', hotlineScenarios)
