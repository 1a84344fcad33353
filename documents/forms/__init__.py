"""Fill-in templates of administrative papers: values in, a Word file by the decree out.

`write.write_form` is the door. `values` says what a paper may hold, `head`, `body`, `foot` and `annexes` build its
parts, `sheet` is the paper they stand on, `widths` measures letters for the short rules. Kinds and their
abbreviations are data of `documents.kinds`; whether a finished file keeps to the decree is said by
`documents.checking`.
"""
