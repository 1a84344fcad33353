"""Whether a Word draft is laid out as Decree 30/2020/NĐ-CP asks.

`check.check_docx` is the door. `sheet` prepares what a rule sees, `parts` finds the parts of a paper on it, and the
`*_rules` modules hold the rules. Nothing here changes a file.
"""
