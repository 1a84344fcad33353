"""Things and bytes: documents, their files, their numbers, the journal.

Knows no other room and no Flask. Read `work` first: every command starts from one.
"""
