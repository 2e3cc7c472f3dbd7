import { playOnSimulator } from './on-the-simulator-testing.ts'
import { outboundScenarios } from './outbound-scenarios.ts'

playOnSimulator('a call that we make', outboundScenarios)
