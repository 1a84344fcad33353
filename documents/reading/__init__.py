"""From a file to what it says.

`reader.read_file` is the door: it guards a .docx (`guard`, `container`, `markup`, `pictures`, `secrecy`), loads lines
(`docx`, `text`, `pdf`; `columns`, `numbering`, `styles`, `legacy` help), then reads the head (`letterhead`, `titles`),
the acts cited (`citations`), the list of recipients (`recipients`), the signer (`signing_block`) and the skeleton
(`outline`). Nothing here stores, renders or judges the layout: see `documents.files` and `documents.typesetting`.
"""
