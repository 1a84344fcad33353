"""A package of another house: a kind of document and its way, brought by entry points."""
