const marksOf = (line: string) => /^>*/.exec(line)![0]

/** RFC 3676: lines that end in a space go on in the next one of the same quotation; a signature's mark never does. */
export function unflowed(text: string, delSp: boolean): string {
  const lines: { readonly marks: string; text: string; isOpen: boolean }[] = []
  for (const raw of text.split('\n')) {
    const marks = marksOf(raw)
    const content = raw.slice(marks.length).replace(/^ /, '')
    const isOpen = content.endsWith(' ') && content !== '-- '
    const flowing = isOpen && delSp ? content.slice(0, -1) : content
    const last = lines.at(-1)
    if (last?.isOpen && last.marks === marks && content !== '-- ') {
      last.text += flowing
      last.isOpen = isOpen
    } else lines.push({ marks, text: flowing, isOpen })
  }
  return lines.map(({ marks, text }) => (marks ? `${marks} ${text}` : text)).join('\n')
}
