/** A whole number of each store, in as little memory as its range allows: a decision asks for stores all over the list. */
export type StoreColumn = Int16Array | Uint16Array | Int32Array

export function storeColumn(numbers: readonly number[]): StoreColumn {
  let least = 0
  let most = 0
  for (const number of numbers) {
    if (number < least) least = number
    if (number > most) most = number
  }
  if (least >= -0x8000 && most < 0x8000) return Int16Array.from(numbers)
  return least >= 0 && most < 0x10000 ? Uint16Array.from(numbers) : Int32Array.from(numbers)
}
