"""Attacks on signed documents as code: every known way to change one, applied to every kind of file it can harm.

`bases` makes the genuine files, the other modules each one family of attacks (functions from bytes to bytes), and
`expected.csv` says what a right verifier answers. `python -m tests.attacks DIR` writes all files with their answers,
so that any other verifier can be judged with them. Written from published descriptions; nobody's files are copied.
"""
