"""Finding: Vietnamese words, the user's query, the engine.

Knows `documents`; does not know `workflows` or `app`.
"""
