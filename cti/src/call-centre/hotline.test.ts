import { hotlineScenarios } from './hotline-scenarios.ts'
import { playOnSimulator } from './on-the-simulator-testing.ts'

playOnSimulator('a call to the hotline', hotlineScenarios)
