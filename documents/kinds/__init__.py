"""Kinds of document (tên loại văn bản) as data: one TOML file a kind, loaded once and passed in at wiring.

Ours are the 29 kinds of the decree, its three kinds of copies, and the forms an office uses besides. A package adds
its own by naming a package of TOML files; nothing here changes for it.

source  Decree 30/2020/NĐ-CP, Art. 7 and annex III (29 kinds, 27 abbreviations, where case and marks matter)
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from documents.errors import BadKind, KindNotReady

Group = Literal["decree", "copy", "form"]
"""A kind of the decree (tên loại), a copy (bản sao), or a form of the office (biểu mẫu)."""

PARTS: Mapping[str, str] = {
    "nation": "Quốc hiệu và Tiêu ngữ",
    "agency": "Tên cơ quan ban hành",
    "number": "Số, ký hiệu",
    "place_date": "Địa danh và thời gian ban hành",
    "title": "Tên loại và trích yếu",
    "brief": "Trích yếu công văn (V/v)",
    "issuing_authority": "Thẩm quyền ban hành",
    "addressees": "Kính gửi",
    "sender_and_addressees": "Nơi điện, nơi nhận điện",
    "legal_bases": "Căn cứ ban hành",
    "operative_word": "Lời ban hành",
    "body": "Nội dung",
    "signing_block": "Chức vụ, họ tên và chữ ký người có thẩm quyền",
    "signing_block_secretary": "Chữ ký của thư ký hoặc người lập",
    "seal": "Dấu, chữ ký số của cơ quan",
    "recipients": "Nơi nhận",
    "contact": "Địa chỉ cơ quan",
    "copy_form": "Hình thức sao",
    "incoming": "Văn bản đến cần giải quyết",
    "instruction_of_leader": "Ý kiến của lãnh đạo cơ quan",
    "instruction_of_head": "Ý kiến của lãnh đạo đơn vị",
    "proposal_of_handler": "Ý kiến đề xuất của người giải quyết",
    "opinions": "Ý kiến các đơn vị",
}
"""The parts of a paper (thành phần thể thức), by code. source: Decree 30/2020/NĐ-CP, annexes I and IV"""

_TEXTS = ("code", "name", "abbreviation", "group", "form", "workflow", "operative_word")
_LISTS = ("parts", "required", "also")


@dataclass(frozen=True)
class Retention:
    """How long such papers are usually kept (thời hạn bảo quản), and the act that says so; a hint, not a decision."""

    period: str
    act: str


@dataclass(frozen=True)
class Kind:
    """A kind of document.

    abbreviation     as it stands in symbols; empty for công văn, thư công and the forms
    also             other right spellings of the name, as with "ủy" and "uỷ"
    form             its form in annex III of the decree, "1.4"; empty where the decree draws none
    parts, required  codes of `PARTS` in the order of the page
    workflow         the default workflow; empty when such papers cannot go through this house yet
    """

    code: str
    name: str
    abbreviation: str
    group: Group
    order: int
    parts: tuple[str, ...]
    required: tuple[str, ...]
    workflow: str = ""
    form: str = ""
    also: tuple[str, ...] = ()
    operative_word: str = ""
    retention: Retention | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every right spelling of the name."""
        return (self.name, *self.also)


def load_kinds(*packages: str) -> Mapping[str, Kind]:
    """Every kind this house ships and those of other packages, by code, in the order of the decree.

    packages  names of packages holding one TOML file a kind
    raises    BadKind naming the file and the fault, also when two kinds claim one code or name
    """
    found = [kind for package in (__package__, *packages) for kind in _kinds_in(resources.files(package))]
    found.sort(key=lambda kind: (kind.order, kind.code))
    _refuse_doubles(found)
    return {kind.code: kind for kind in found}


def kind_named(kinds: Mapping[str, Kind], name: str | None) -> Kind:
    """The kind whose printed name this is, whatever the case.

    raises    KindNotReady with the name that was found and the names that work
    """
    wanted = " ".join((name or "").split()).casefold()
    for kind in kinds.values():
        if wanted in (spelling.casefold() for spelling in kind.names):
            return kind
    raise KindNotReady(found=name, ready=[kind.name for kind in kinds.values() if kind.workflow])


def parse_kind(text: str, file: str) -> Kind:
    """A kind from its TOML.

    raises    BadKind naming the file and the fault
    """
    try:
        table = tomllib.loads(text)
        retention = table.pop("retention", None)
        values: dict[str, Any] = {key: tuple(v) if key in _LISTS else v for key, v in table.items()}
        kind = Kind(retention=Retention(**retention) if retention else None, **values)
    except (TypeError, ValueError) as error:
        raise BadKind(file=file, faults=[str(error)]) from error
    faults = list(_faults(kind))
    if faults:
        raise BadKind(file=file, faults=faults)
    return kind


def _kinds_in(folder: Traversable) -> Iterable[Kind]:
    for entry in folder.iterdir():
        if entry.name.endswith(".toml"):
            yield parse_kind(entry.read_text(encoding="utf-8"), entry.name)


def _faults(kind: Kind) -> Iterable[str]:
    values: dict[str, Any] = {key: getattr(kind, key) for key in _TEXTS}
    yield from (f"{key}: not a text" for key, value in values.items() if not isinstance(value, str))
    yield from (f"{key}: empty" for key in ("code", "name") if not values[key])
    if kind.group not in get_args(Group):
        yield f"group: {kind.group}"
    yield from (f"parts: {part}" for part in kind.parts if part not in PARTS)
    yield from (f"required: {part} is no part" for part in kind.required if part not in kind.parts)


def _refuse_doubles(kinds: Iterable[Kind]) -> None:
    """Two kinds of one code, name or abbreviation would make a symbol say two things."""
    seen: dict[str, str] = {}
    for kind in kinds:
        claims = [f"code {kind.code}", *(f"name {name.casefold()}" for name in kind.names)]
        if kind.abbreviation:
            claims.append(f"abbreviation {kind.abbreviation}")
        faults = [f"{claim}: {seen[claim]}" for claim in claims if claim in seen]
        if faults:
            raise BadKind(file=kind.code, faults=faults)
        seen |= dict.fromkeys(claims, kind.code)
