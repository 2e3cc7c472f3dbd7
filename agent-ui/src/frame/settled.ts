import { useEffect, useState } from 'react'

/** ms without a key after which what was typed is taken for what was meant. */
const settledMs = 250

/** The value once it has stopped changing; what follows a person's typing asks the gateway with this. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settledMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
