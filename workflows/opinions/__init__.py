"""Opinions on drafts (xin ý kiến): rounds, answers, what each person is shown of them."""
