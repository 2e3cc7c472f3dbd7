import type { Environment } from '../configuration/environment.ts'
import type { AttachmentStore } from './attachment-store.ts'
import { localDisk } from './local-disk.ts'
import { s3Bucket } from './s3.ts'

type Settings = Pick<
  Environment,
  'ATTACHMENTS_DIR' | 'ATTACHMENTS_S3_KEY_ID' | 'ATTACHMENTS_S3_REGION' | 'ATTACHMENTS_S3_SECRET' | 'ATTACHMENTS_S3_URL'
>

/** The bucket where one is named, else the folder. */
export function openAttachments(environment: Settings): AttachmentStore {
  const { ATTACHMENTS_S3_URL: url, ATTACHMENTS_S3_KEY_ID: keyId, ATTACHMENTS_S3_SECRET: secret } = environment
  if (url === undefined) return localDisk(environment.ATTACHMENTS_DIR)
  // readEnvironment() has refused a bucket without its key.
  return s3Bucket({ url, keyId: keyId ?? '', secret: secret ?? '', region: environment.ATTACHMENTS_S3_REGION })
}
