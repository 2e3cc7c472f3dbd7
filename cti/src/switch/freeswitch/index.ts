export { createFreeSwitch, type FreeSwitchOptions } from './freeswitch.ts'
