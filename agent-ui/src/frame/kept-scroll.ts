import { type RefObject, useEffect, useRef } from 'react'

const places = new Map<string, number>()

/** A list that is come back to stands where it was left. @param ready the list has its rows again. */
export function useKeptScroll(key: string, ready: boolean): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = ref.current
    if (element === null || !ready) return
    element.scrollTop = places.get(key) ?? 0
    const keep = () => places.set(key, element.scrollTop)
    element.addEventListener('scroll', keep, { passive: true })
    return () => element.removeEventListener('scroll', keep)
  }, [key, ready])
  return ref
}
