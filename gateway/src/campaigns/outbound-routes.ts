/** Everything over HTTP about calls that we make. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { campaignRoutes } from './administration/campaign-routes.ts'
import { attemptRoutes } from './attempts/attempt-routes.ts'
import type { ClickToDial } from './click-to-dial/dial-customer.ts'
import { contactRoutes } from './contacts/contact-routes.ts'
import { doNotCallRoutes } from './do-not-call/do-not-call-routes.ts'
import { importRoutes } from './import/import-routes.ts'
import { outboundRuleRoutes } from './rules/rule-book-routes.ts'
import { watchingRoutes } from './watching/watching-routes.ts'

export function outboundRoutes(services: Parameters<typeof watchingRoutes>[0] & ClickToDial): FastifyPluginAsyncZod {
  return async (app) => {
    app.register(campaignRoutes(services))
    app.register(attemptRoutes(services))
    app.register(contactRoutes(services))
    app.register(importRoutes(services))
    app.register(outboundRuleRoutes(services))
    app.register(doNotCallRoutes(services))
    app.register(watchingRoutes(services))
  }
}
