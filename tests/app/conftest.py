from pathlib import Path

import pytest

from tests.fixtures import house, keys
from tests.office import Keys
from tests.site import Site, build_site

__all__ = ["house", "keys"]


@pytest.fixture
def site(tmp_path: Path, keys: Keys) -> Site:
    """The office behind the real application; every sign-in is by its own account."""
    return build_site(tmp_path / "home", keys)
