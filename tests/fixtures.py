"""Fixtures of a whole small office, for the rooms that need people; each folder's conftest takes them from here."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.office import House, Keys, build_house, keys_in


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return keys_in(tmp_path_factory.getbasetemp() / "pki")


@pytest.fixture
def house(database: Engine, tmp_path: Path, keys: Keys) -> House:
    return build_house(database, tmp_path, keys)
