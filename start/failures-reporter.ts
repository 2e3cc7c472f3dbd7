import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

/** What is told of an error: vitest's are serialised, so any part may be missing. */
interface ToldError {
  message?: string
  stack?: string
  diff?: string
}

/** One failure is told in so many characters; the diff of two long lists would bury the others. */
const FAILURE_LIMIT = 4_000

/**
 * A reporter of vitest beside its own: writes what failed, and nothing else, into the file that `TEST_FAILURES` names, so
 * that `npm test` can tell it again below thousands of lines. The file is empty when all is well, and missing when the run
 * itself died.
 */
export default class FailuresReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly ToldError[]): void {
    const file = process.env.TEST_FAILURES
    if (!file) throw new Error('TEST_FAILURES has to name the file for what failed')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, failuresOf(modules, unhandled).join('\n\n'))
  }
}

function failuresOf(modules: readonly TestModule[], unhandled: readonly ToldError[]): string[] {
  const failures = modules.flatMap((module) => {
    const name = relative(process.cwd(), module.moduleId)
    return [
      ...told(name, module.errors()),
      // Hooks fail their suite, not a test.
      ...[...module.children.allSuites()].flatMap((suite) => told(`${name} > ${suite.fullName}`, suite.errors())),
      ...[...module.children.allTests('failed')].flatMap((test) =>
        told(`${name} > ${test.fullName}`, test.result().errors ?? []),
      ),
    ]
  })
  return [...failures, ...told('no test of its own', unhandled)]
}

function told(what: string, errors: readonly ToldError[]): string[] {
  if (errors.length === 0) return []
  const said = errors.map(({ message, stack, diff }) => [stack ?? message, diff].filter(Boolean).join('\n')).join('\n')
  const shown = said.length > FAILURE_LIMIT ? `${said.slice(0, FAILURE_LIMIT)} …` : said
  return [`✗ ${what}\n${shown.replaceAll(/^/gm, '    ')}`]
}
