from tests.fixtures import house, keys

__all__ = ["house", "keys"]
