/**
 * What the browser and the gateway agree on: types and schemas, nothing that runs elsewhere.
 *
 * HTTP (JSON; errors are `apiError`; the session cookie is http-only):
 *   POST   /api/session                    logIn -> me                       401 WRONG_PASSWORD, 429 TOO_MANY_ATTEMPTS
 *   GET    /api/session                    -> me                             401 NOT_LOGGED_IN
 *   DELETE /api/session                    -> 204
 *   GET    /api/tickets                    ticketQuery -> ticketPage
 *   GET    /api/ticket-count               ticketFilter -> ticketCount
 *   GET    /api/ticket-board               ticketBoardQuery -> ticketBoard
 *   GET    /api/ticket-filter-choices      -> ticketFilterChoices               headquarters and owners of regions, as the next
 *   GET    /api/ticket-filter-names        ticketFilterNamesQuery -> ticketFilterNames
 *   POST   /api/tickets/bulk               ticketBulk -> ticketBulkResult       headquarters and owners of regions; audited
 *   GET    /api/ticket-views               -> ticketView[]                      headquarters and owners of regions, as the next four
 *   POST   /api/ticket-views               ticketViewInput -> ticketView[]      409 VIEW_NAME_TAKEN
 *   PATCH  /api/ticket-views/:id           ticketViewEdit -> ticketView[]
 *   DELETE /api/ticket-views/:id           -> ticketView[]
 *   PUT    /api/ticket-views/default       ticketViewDefault -> ticketView[]
 *   GET    /api/tickets/:id                -> ticketDetail
 *   PATCH  /api/tickets/:id                ticketEdit -> ticketDetail        409 TICKET_CHANGED { ticket }
 *   PUT    /api/tickets/:id/draft          ticketFields -> 204
 *   POST   /api/tickets                    ticketCreate -> ticketDetail      headquarters
 *   POST   /api/tickets/:id/links          ticketLinkCommand -> ticketDetail 409 LINK_NOT_POSSIBLE
 *   DELETE /api/tickets/:id/links/:other   -> ticketDetail
 *   POST   /api/tickets/:id/moves          ticketMove -> ticketMoved         409 MOVE_NOT_ALLOWED, TICKET_CHANGED { ticket }
 *   POST   /api/tickets/:id/dispatch       ticketDispatchCommand -> ticketMoved
 *   GET    /api/tickets/:id/dispatches     -> ticketDispatch[]               headquarters and owners of regions
 *   POST   /api/dispatch/advice            dispatchQuestion -> dispatchAdvice
 *   GET    /api/dispatch/rules             -> dispatchRuleBook
 *   PUT    /api/dispatch/rules             dispatchRuleEdit -> dispatchRuleBook   administrators; audited; 409 RULES_CHANGED
 *   POST   /api/tickets/:id/split          ticketSplit -> ticketDetail (the new one)
 *   POST   /api/tickets/:id/merge          ticketMerge -> ticketDetail (the one that remains)
 *   GET    /api/ticket-choices             -> ticketChoices
 *   GET    /api/regions                    -> regionNode[]                   headquarters; owners of regions: their part
 *   POST   /api/regions                    regionCreate -> regionNode[]      administrators, as the next two; audited
 *   PATCH  /api/regions/:id                regionEdit -> regionNode[]
 *   DELETE /api/regions/:id                -> regionNode[]                   409 REGION_IN_USE
 *   GET    /api/colleagues?q=              -> colleague[] (20 at most)
 *   GET    /api/ticket-types               -> ticketTypeCard[]
 *   GET    /api/ticket-types/:id/versions  -> ticketTypeVersionCard[], newest first (500 at most)
 *   GET    /api/ticket-types/:id/versions/:version -> ticketTypeVersion
 *   POST   /api/ticket-types/suggest       suggestionRequest -> typeSuggestion[]
 *   POST   /api/ticket-types               newTicketType -> ticketTypeDraft   administrators, as all below; audited    409 TYPE_EXISTS
 *   PUT    /api/ticket-types/order         ticketTypeOrder -> 204
 *   GET    /api/ticket-types/:id/draft     -> ticketTypeDraft (the published document when nobody has begun one)
 *   PUT    /api/ticket-types/:id/draft     ticketTypeDraftSave -> ticketTypeDraft   409 TYPE_CHANGED { draft }
 *   DELETE /api/ticket-types/:id/draft?revision= -> 204                       409 TYPE_CHANGED
 *   POST   /api/ticket-types/:id/versions  ticketTypePublish -> ticketTypeVersion   409 TYPE_CHANGED, 422 UNFIT_FORM
 *   PUT    /api/ticket-types/:id/retirement ticketTypeRetirement -> 204
 *   GET    /api/products?q=&all=          -> product[] (20 at most; all: 2,000)
 *   PUT    /api/products/:id               productChange -> product         administrators; audited; 409 PRODUCT_EXISTS, PRODUCT_CHANGED
 *   GET    /api/stores?q=                  -> storeCard[] (20 at most)
 *   GET    /api/calls                      callQuery -> callPage
 *   GET    /api/calls/:id/context          -> contactContext
 *   GET    /api/recordings/:id/audio       -> audio/wav, range requests      403 NOT_ALLOWED, 404 NO_SUCH_RECORDING, 409 RECORDING_NOT_FINISHED
 *   GET    /api/survey-answers/:id/recording -> audio/wav, range requests    whoever sees the ticket; 404 NO_SUCH_RECORDING
 *   POST   /api/customers/:id/number/reveal -> { display }                   supervisors and administrators; audited
 *   POST   /api/tickets/:id/values/:field/reveal -> { display }              the same, of a phone number in its form
 *   GET    /api/simulator                  -> simulatorStatus                404 NOT_SIMULATED
 *   POST   /api/simulator/calls            simulatedCall -> { uuid }
 *   DELETE /api/simulator/calls/:uuid      -> 204 (the caller hangs up)
 *   PUT    /api/simulator/phones/:extension phoneBehaviour -> 204
 *   PUT    /api/simulator/traffic          simulatedTraffic -> 204
 *   DELETE /api/simulator/traffic          -> 204
 *   GET    /api/switch                     -> DeskSwitch (no log-in needed: the log-in page says when the switch is simulated)
 *   GET    /api/configuration              -> ConfigurationState            supervisors and administrators; all the rest administrators
 *   PUT    /api/configuration/changes/:kind/:key configurationChange -> ConfigurationState   409 CHANGE_CHANGED
 *   DELETE /api/configuration/changes/:kind/:key -> ConfigurationState      the change is dropped
 *   POST   /api/configuration/apply        configurationApply -> ConfigurationState          409 CHANGE_CHANGED, 422 UNFIT_CONFIGURATION
 *   GET    /api/configuration/history      -> AppliedChange[] (200 at most)
 *   GET    /api/configuration/eligible/:queue -> EligibilityPreview         of the draft
 *   GET    /api/configuration/published-holidays -> HolidayDocument[]
 *   POST   /api/what-if                    whatIfRequest -> WhatIfLine, one a line (application/x-ndjson)   422 UNFIT_CONFIGURATION, 429 BUSY
 *   POST   /api/staffing                   staffingRequest -> StaffingAnswer
 *   POST   /api/agents/:id/password        givenPassword -> 204             ends the agent's log-ins
 *   GET    /api/calls/:id/misrouted        -> misroutedState
 *   POST   /api/calls/:id/misrouted        misroutedFlag -> misroutedState   403 NOT_YOUR_CALL, 404 NO_SUCH_QUEUE
 *   DELETE /api/calls/:id/misrouted        -> misroutedState
 *   PUT    /api/alarm-rules                alarmRules -> alarmRules          supervisors and administrators; audited
 *   GET    /api/reports                    reportQuery -> Report             supervisors and administrators, as all reports
 *   GET    /api/reports/today              -> { date, timeZone }
 *   GET    /api/reports/export             reportExport -> xlsx or csv       audited
 *   GET    /api/reports/accuracy           accuracyQuery -> AccuracyReport
 *   GET    /api/reports/misses             missQuery -> MissPage
 *   GET    /api/reports/closed-loop        closedLoopQuery -> ClosedLoopReport   owners of regions too, of their part; as /today
 *   GET    /api/reports/closed-loop/export closedLoopExportQuery -> xlsx or csv  audited
 *   POST   /api/session/link               linkLogIn -> me                  410 LINK_SPENT, 429 TOO_MANY_ATTEMPTS
 *   GET    /api/tickets/:id/collaboration  -> ticketCollaboration
 *   POST   /api/tickets/:id/attachments    multipart: uploadId, file -> ticketAttachment   413 FILE_TOO_LARGE, 422 FILE_REFUSED
 *   GET    /api/attachments/:id/content    -> the file; ?size=preview       audited unless a preview
 *   POST   /api/tickets/:id/comments       newComment -> ticketComment
 *   POST   /api/tickets/:id/tasks          newTask -> ticketTask
 *   POST   /api/tickets/:id/tasks/:task/state taskState -> ticketTask
 *   GET    /api/tickets/:id/people?q=      -> ticketPerson[] (20 at most)
 *   PUT    /api/tickets/:id/watching       -> 204; DELETE: not any more
 *   PUT    /api/tickets/:id/read           { until } -> 204
 *   GET    /api/departments                -> { id, name }[]
 *   GET    /api/notices                    -> ticketNotices
 *   POST   /api/notices/read               { ids } -> ticketNotices         without ids: all
 *   GET    /api/prompts                    promptQuery -> promptPage        supervisors and administrators, as the next five
 *   GET    /api/prompts/:name              -> promptDetail
 *   PUT    /api/prompts/:name              promptEdit -> voicePrompt        409 PROMPT_CHANGED; audited, as the next two
 *   POST   /api/prompts/:name/versions     multipart: promptUploadFields, file -> voicePrompt   413 FILE_TOO_LARGE, 422 FILE_REFUSED
 *   POST   /api/prompts/:name/restore      promptRestore -> voicePrompt
 *   GET    /api/prompts/:name/versions/:version/audio -> audio/wav; ?rate=16000; 0 is the shipped sound
 *   GET    /api/stores/:id/tickets         -> storeTickets
 *   GET    /api/staffed-stores?q=          -> staffedStore[] (30 at most)   supervisors, administrators, regional managers; as the rest
 *   POST   /api/stores/:id/accounts        newStoreAccount -> storeAccount  409 USERNAME_TAKEN
 *   PUT    /api/store-accounts/:id/disabled { disabled } -> storeAccount
 *   POST   /api/store-accounts/:id/log-in-link -> logInLink                 audited
 *   PATCH  /api/customers/:id              customerEdit -> customerCard      headquarters; tags and owner: supervisors and administrators; audited
 *   GET    /api/accounts                   accountQuery -> officeAccount[] (200 at most)   administrators, as the next four; audited
 *   POST   /api/accounts                   newOfficeAccount -> officeAccount  409 USERNAME_TAKEN
 *   PUT    /api/accounts/:id               officeAccountEdit -> officeAccount 409 NOT_YOURSELF, LAST_ADMINISTRATOR, …
 *   PUT    /api/accounts/:id/disabled      { disabled } -> officeAccount
 *   POST   /api/accounts/:id/password      givenPassword -> 204             ends the account's log-ins
 *   PUT    /api/session/password           ownPassword -> 204               ends one's other log-ins; 403 WRONG_CURRENT_PASSWORD
 *   GET    /api/attempts/:id               -> attemptDetail                 the agent who has it, supervisors, administrators
 *   POST   /api/attempts/:id/disposition   dispositionCommand -> attemptDetail   the agent who has it; 422 CALLBACK_TIME { until }
 *   POST   /api/dial                       dialCommand -> dialled            agents at their desk; audited
 *   GET    /api/flows                      -> flowCard[]                        supervisors and administrators, as the rest of /api/flows
 *   POST   /api/flows                      newFlow -> FlowDetail                audited; 409 FLOW_NAME_TAKEN
 *   GET    /api/flows/surroundings         -> flowSurroundings
 *   POST   /api/flows/check                { document } -> flowProblem[]
 *   POST   /api/flows/dry-run              { document, values, inputs } -> flowTrial
 *   GET    /api/flows/:id                  -> FlowDetail
 *   GET    /api/flows/:id/versions/:version -> { document }
 *   PUT    /api/flows/:id                  { version, name, note, document } -> FlowDetail   audited; 409 FLOW_CHANGED { detail }
 *   POST   /api/flows/:id/publish          { version } -> FlowDetail           audited; 409 FLOW_CHANGED, 422 UNFIT_FLOW { problems }
 *   GET    /api/campaigns                  campaignQuery -> campaignPage      supervisors and administrators, as all of campaigns
 *   POST   /api/campaigns                  campaignFields -> campaignDetail   409 CAMPAIGN_NAME_TAKEN
 *   GET    /api/campaign-choices           -> campaignChoices
 *   GET    /api/campaigns/:id              -> campaignDetail
 *   PUT    /api/campaigns/:id              campaignEdit -> campaignDetail     409 CAMPAIGN_CHANGED { campaign }, CAMPAIGN_STATE
 *   GET    /api/campaigns/:id/preflight    -> preflightAnswer
 *   POST   /api/campaigns/:id/moves        { move } -> campaignDetail         422 CAMPAIGN_CANNOT_DIAL { problems }; audited
 *   GET    /api/campaigns/:id/contacts     contactQuery -> contactPage
 *   POST   /api/campaigns/:id/contacts     contactsPost -> contactsAdded      all or none
 *   POST   /api/campaigns/:id/contacts/from-tickets          contactsFromTickets -> contactsAdded; audited
 *   POST   /api/campaigns/:id/contacts/from-tickets/preview  contactsFromTickets -> ticketContactsPreview
 *   GET    /api/campaigns/:id/attempts     attemptQuery -> attemptPage
 *   POST   /api/campaigns/:id/imports/preview  multipart: options (importOptions), file -> ImportLine, one a line; writes nothing
 *   POST   /api/campaigns/:id/imports      the same with `agreed` -> ImportLine, one a line; audited
 *   POST   /api/campaigns/:id/imports/problems multipart -> text/csv
 *   GET    /api/outbound-rules             -> outboundRuleBook                headquarters
 *   PUT    /api/outbound-rules             outboundRuleEdit -> outboundRuleBook   administrators; audited; 409 OUTBOUND_RULES_CHANGED { book }
 *   GET    /api/do-not-call                doNotCallQuery -> doNotCallPage
 *   POST   /api/do-not-call                doNotCallAdd -> 204                headquarters; agents with reason agent; audited
 *   POST   /api/do-not-call/import         doNotCallImport -> doNotCallImported
 *   POST   /api/do-not-call/:id/removal    { why } -> 204                     administrators; audited; 409 REFUSED_FOR_GOOD
 * Sockets: namespace /desk, see desk.ts; namespace /supervision, see supervision.ts; namespace /tickets, see collaboration.ts.
 * Sockets: namespace /desk, see desk.ts; namespace /supervision, see supervision.ts; namespace /ticket-lists, see ticket-lists.ts.
 */
export * from './accounts.ts'
export * from './attempts.ts'
export * from './campaign-administration.ts'
export * from './campaign-watching.ts'
export * from './campaigns.ts'
export * from './collaboration.ts'
export * from './configuration.ts'
export * from './customers.ts'
export * from './desk.ts'
export * from './dispatch.ts'
export * from './errors.ts'
export * from './flows.ts'
export * from './forms/document.ts'
export * from './forms/document-problems.ts'
export * from './forms/pattern.ts'
export * from './forms/schema.ts'
export * from './forms/values.ts'
export * from './forms/visibility.ts'
export * from './people.ts'
export * from './products.ts'
export * from './prompts.ts'
export * from './regions.ts'
export * from './reports.ts'
export * from './row-changes.ts'
export * from './rules.ts'
export * from './service-figures.ts'
export * from './simulator.ts'
export * from './sla.ts'
export * from './stores.ts'
export * from './supervision.ts'
export * from './ticket-lists.ts'
export * from './ticket-types.ts'
export * from './tickets.ts'
export * from './upload-limits.ts'
export * from './what-if.ts'
