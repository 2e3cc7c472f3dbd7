/** Sends a list of contacts: to be looked at, to be imported as it was looked at, or for a file of what is wrong with it. */
import type { ApiError, ContactsAdded, ImportLine, ImportOptions, ImportPreview } from '@ringdesk/gateway/contract'
import { GatewayError, requestLines } from '../gateway/request.ts'

export interface SentList {
  readonly campaignId: string
  readonly file: File
  readonly options: ImportOptions
}

const address = (campaignId: string, what: string): string =>
  `/api/campaigns/${encodeURIComponent(campaignId)}/imports${what}`

function formOf({ file, options }: SentList): FormData {
  const form = new FormData()
  // Before the file: the gateway reads them in this order.
  form.set('options', JSON.stringify(options))
  form.set('file', file, file.name)
  return form
}

/** The last line. @throws GatewayError; an aborted request throws the browser's AbortError */
async function lastLine(
  path: string,
  list: SentList,
  onRead: (rows: number) => void,
  signal: AbortSignal,
): Promise<ImportLine> {
  for await (const line of requestLines<ImportLine>(path, formOf(list), signal)) {
    if ('read' in line) onRead(line.read)
    else if ('failed' in line) throw new GatewayError(422, line.failed, line.failed)
    else return line
  }
  throw new GatewayError(0, { code: 'OFFLINE', message: '' }, undefined)
}

/** @throws GatewayError as lastLine */
export async function previewList(
  list: SentList,
  onRead: (rows: number) => void,
  signal: AbortSignal,
): Promise<ImportPreview> {
  const line = await lastLine(address(list.campaignId, '/preview'), list, onRead, signal)
  if ('preview' in line) return line.preview
  throw new GatewayError(0, { code: 'BROKEN_ANSWER', message: '' }, line)
}

/** @throws GatewayError as lastLine */
export async function importList(
  list: SentList,
  onRead: (rows: number) => void,
  signal: AbortSignal,
): Promise<ContactsAdded> {
  const line = await lastLine(address(list.campaignId, ''), list, onRead, signal)
  if ('added' in line) return line.added
  throw new GatewayError(0, { code: 'BROKEN_ANSWER', message: '' }, line)
}

/** ms: as long as the gateway takes for a hundred thousand rows. */
const DOWNLOAD_MS = 300_000

/** @throws GatewayError */
export async function problemsOf(list: SentList): Promise<Blob> {
  let response: Response
  try {
    response = await fetch(address(list.campaignId, '/problems'), {
      method: 'POST',
      body: formOf(list),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(DOWNLOAD_MS),
    })
  } catch (cause) {
    throw new GatewayError(0, { code: 'OFFLINE', message: String(cause) }, undefined, { cause })
  }
  if (response.ok) return response.blob()
  const error = (await response.json()) as ApiError
  throw new GatewayError(response.status, error, error)
}
