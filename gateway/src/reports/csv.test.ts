import { describe, expect, it } from 'vitest'
import { csvLine } from './csv.ts'

describe('a line of CSV', () => {
  it('keeps a spreadsheet from reckoning with what people typed', () => {
    expect(csvLine(['=1+1', '+86138', '-2', '@cmd', '\tx'])).toBe("'=1+1,'+86138,'-2,'@cmd,'\tx\r\n")
  })
  it('leaves numbers numbers, also below zero, and nothing empty', () => {
    expect(csvLine([-2, 0.5, null, '售后'])).toBe('-2,0.5,,售后\r\n')
  })
  it('quotes what would end a field', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines'])).toBe('"a,b","say ""hi""","two\nlines"\r\n')
  })
})
