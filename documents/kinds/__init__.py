"""Kinds of document (tên loại văn bản) as data: one TOML file a kind, loaded once and passed in at wiring.

source  Decree 30/2020/NĐ-CP, Art. 7 and annex III (29 kinds and their abbreviations, where case matters)
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from documents.errors import KindNotReady


@dataclass(frozen=True)
class Kind:
    """A kind: its code, its name as printed, its abbreviation in symbols, its default workflow."""

    code: str
    name: str
    abbreviation: str
    workflow: str
    retention: str


def load_kinds() -> Mapping[str, Kind]:
    """Every kind this house ships, by code."""
    found = {}
    for entry in resources.files(__package__).iterdir():
        if entry.name.endswith(".toml"):
            kind = Kind(**tomllib.loads(entry.read_text(encoding="utf-8")))
            found[kind.code] = kind
    return found


def kind_named(kinds: Mapping[str, Kind], name: str | None) -> Kind:
    """The kind whose printed name this is, whatever the case.

    raises    KindNotReady with the name that was found and the names that work
    """
    wanted = (name or "").casefold()
    for kind in kinds.values():
        if kind.name.casefold() == wanted:
            return kind
    raise KindNotReady(found=name, ready=sorted(kind.name for kind in kinds.values()))
