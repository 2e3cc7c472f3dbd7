/** Whether one requirement is wider than another. Pure. */
import type { NeedsDocument, RequirementDocument } from '../contract/index.ts'

type Need = NeedsDocument['all'][number]

/** Whether everybody who meets `narrow` meets `wide` as well, whatever agents there are. */
export function isAtLeastAsWide(wide: RequirementDocument, narrow: RequirementDocument): boolean {
  if (wide.sameRegion && !narrow.sameRegion) return false
  if (wide.sameLanguage && !narrow.sameLanguage) return false
  const groups = groupsOf(narrow.needs)
  return groupsOf(wide.needs).every((wanted) => groups.some((given) => given.every((need) => impliesOne(need, wanted))))
}

/** Every need as a group of alternatives; one that stands alone is a group of one. */
function groupsOf({ all, anyOf }: NeedsDocument): readonly (readonly Need[])[] {
  return [...all.map((need) => [need]), ...(anyOf ?? [])]
}

/** Whether who has `need` has one of `alternatives`. */
function impliesOne(need: Need, alternatives: readonly Need[]): boolean {
  return alternatives.some(({ skill, min }) => skill === need.skill && min <= need.min)
}
