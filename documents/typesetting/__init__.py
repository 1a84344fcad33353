"""From what a document says to a page by the decree: Word drafts to PDF/A.

`engine` is the door: `typeset_docx`. `converter` writes typst source from a .docx with a list of what it did not
draw, `places` finds where number, day and signatures go, `wording` proves that page and file say the same. New Word
files are written by `documents.forms`; whether a file is harmless is decided before, in `documents.reading.guard`.
"""
