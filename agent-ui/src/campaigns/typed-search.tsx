import { Input } from 'antd'
import { useEffect, useState } from 'react'

/** ms without a key before the search goes out. */
const PAUSE_MS = 250

/** A search that asks when the typing pauses. */
export function TypedSearch({
  label,
  onSearch,
  testId,
}: {
  label: string
  onSearch: (q: string) => void
  testId: string
}) {
  const [typed, setTyped] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => onSearch(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, onSearch])
  return (
    <Input
      className="campaign-search"
      allowClear
      value={typed}
      placeholder={label}
      aria-label={label}
      onChange={({ target }) => setTyped(target.value)}
      data-testid={testId}
    />
  )
}
