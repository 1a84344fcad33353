"""From what a document says to a page by the decree: Word drafts to PDF/A, and drafts to begin from.

`engine` is the door: `typeset_docx`. `converter` writes typst source from a .docx with a list of what it did not
draw, `places` finds where number, day and signatures go, `wording` proves that page and file say the same, `draft`
writes a new Word file. Whether a file is harmless is decided before, in `documents.reading.guard`.
"""
