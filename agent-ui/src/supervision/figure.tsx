import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A figure that opens its list. `over`: beyond its threshold; said by a mark, not by colour alone. */
export function Figure(props: {
  readonly to: string
  readonly children: ReactNode
  readonly over?: boolean
  readonly title?: string
  readonly testId?: string
}) {
  const { to, children, over = false, title, testId } = props
  return (
    <Link className="figure-link" to={to} data-over={over} title={title} data-testid={testId}>
      {children}
    </Link>
  )
}
