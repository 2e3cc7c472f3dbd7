/** The form of a ticket type as an administrator builds it: sections, fields, when they show, when they must be filled. */
import { z } from 'zod'

export const fieldKinds = [
  'text',
  'long-text',
  'number',
  'choice',
  'multi-choice',
  'date',
  'photo',
  'store',
  'product',
  'batch',
  'money',
  'phone',
] as const
export type FieldKind = (typeof fieldKinds)[number]

/** How far a ticket has come; a field can be required from one of these on. */
export const formStages = ['open', 'dispatched', 'resolved', 'verified', 'closed'] as const
export type FormStage = (typeof formStages)[number]

const bilingual = z.object({ zh: z.string().trim().max(60), en: z.string().trim().max(60) })
export type Bilingual = z.infer<typeof bilingual>

/** Lower case, digits and hyphens: the key of a value, never used again with another meaning. */
export const formCode = /^[a-z][a-z0-9-]{0,39}$/

export const formChoice = z.object({
  code: z.string().max(40),
  zh: z.string().trim().max(60),
  en: z.string().trim().max(60),
})
export type FormChoice = z.infer<typeof formChoice>

/** About the value of another field. Every condition but `empty` needs a value that is shown. */
export const formCondition = z.discriminatedUnion('is', [
  z.object({
    field: z.string().max(40),
    is: z.enum(['one-of', 'none-of']),
    codes: z.array(z.string().max(40)).max(50),
  }),
  z.object({ field: z.string().max(40), is: z.enum(['filled', 'empty']) }),
  /** Of money: fen. */
  z.object({ field: z.string().max(40), is: z.enum(['at-least', 'at-most']), number: z.number() }),
])
export type FormCondition = z.infer<typeof formCondition>

export const formValue = z.union([z.string().max(4_000), z.number(), z.array(z.string().max(100)).max(50)])
/** Texts as typed, money in fen, dates as YYYY-MM-DD, choices by their codes, photos by their attachments' ids. */
export type FormValue = z.infer<typeof formValue>
export type FormValues = Readonly<Record<string, unknown>>

export const formField = z.object({
  id: z.string().max(40),
  kind: z.enum(fieldKinds),
  label: bilingual,
  /** Shown below the field. */
  help: z.object({ zh: z.string().trim().max(200), en: z.string().trim().max(200) }).optional(),
  /** From this stage on it must be filled, while it is shown. Absent: never. */
  requiredFrom: z.enum(formStages).optional(),
  visibleIf: z.object({ match: z.enum(['all', 'any']), conditions: z.array(formCondition).min(1).max(10) }).optional(),
  default: formValue.optional(),
  /** Of choice and multi-choice. */
  choices: z.array(formChoice).max(50).optional(),
  /** Of number; of money: fen. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Of number. */
  integer: z.boolean().optional(),
  /** Of texts, in characters. */
  minLength: z.number().int().min(0).max(4_000).optional(),
  maxLength: z.number().int().min(1).max(4_000).optional(),
  /** Of text: see pattern.ts. */
  pattern: z.string().max(200).optional(),
  /** What is said when the pattern does not match. */
  patternHint: z.object({ zh: z.string().trim().max(100), en: z.string().trim().max(100) }).optional(),
  /** Of photo and multi-choice. */
  maxItems: z.number().int().min(1).max(20).optional(),
})
export type FormField = z.infer<typeof formField>

export const formSection = z.object({
  id: z.string().max(40),
  title: bilingual,
  fields: z.array(formField).max(60),
})
export type FormSection = z.infer<typeof formSection>

/** A word that speaks for the type when somebody types it: 头发; with … for anything short in between: 少了…吸管. */
export const typeWord = z.object({ text: z.string().trim().max(30), weight: z.number().int().min(1).max(5) })
export type TypeWord = z.infer<typeof typeWord>

export const formDocument = z.object({
  name: bilingual,
  sections: z.array(formSection).max(20),
  words: z.array(typeWord).max(500),
})
export type FormDocument = z.infer<typeof formDocument>

export const fieldsIn = (document: FormDocument): readonly FormField[] =>
  document.sections.flatMap((section) => section.fields)

/** The properties that only some kinds have. */
export const propertiesOf: Readonly<Record<FieldKind, readonly (keyof FormField)[]>> = {
  text: ['minLength', 'maxLength', 'pattern', 'patternHint', 'default'],
  'long-text': ['minLength', 'maxLength', 'default'],
  number: ['min', 'max', 'integer', 'default'],
  choice: ['choices', 'default'],
  'multi-choice': ['choices', 'maxItems', 'default'],
  date: [],
  photo: ['maxItems'],
  store: [],
  product: [],
  batch: [],
  money: ['min', 'max', 'default'],
  phone: [],
}
