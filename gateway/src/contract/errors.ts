import { z } from 'zod'

/** Every refused HTTP request answers with this: a code for programs, a sentence for people, and where it was when a field is meant. */
export const apiError = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type ApiError = z.infer<typeof apiError>
