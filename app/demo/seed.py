"""The demonstration's office: our invented agency, or one seeded from the paper that is to be issued.

People are plainly invented; only what the paper itself prints (agency, symbol, signer, Nơi nhận) is taken from it.
"""

import re
from dataclasses import dataclass

from app.profile import DossierProfile, GroupProfile, PersonProfile, Profile, SeriesProfile, UnitProfile
from documents.reading.reader import Reading
from workflows.directory.mandates import capacities

PASSWORD = "thu-nghiem-mau"
"""One password for every account and key of a demonstration; printed at the start, for nothing real."""

_LEADERS = re.compile(r"^(lãnh đạo|ban giám đốc|giám đốc|gđ|phó giám đốc|các pgđ|chủ tịch)", re.IGNORECASE)
_PARTY = re.compile(r"đảng ủy|đảng uỷ|đoàn thể|công đoàn|đoàn thanh niên", re.IGNORECASE)
_INSIDE = re.compile(
    r"^(lãnh đạo|ban giám đốc|giám đốc|gđ|phó|các|đảng ủy|đảng uỷ|chi bộ|công đoàn|đoàn thanh niên|phòng|văn phòng$|"
    r"vp$|thanh tra$|hđ|như |thành viên|trưởng|toàn thể|cán bộ|đơn vị)",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"^các (sở|bộ|ban|ngành|cơ quan|huyện|xã|phường|địa phương)|ubnd|hđnd|ủy ban nhân dân", re.IGNORECASE
)


@dataclass(frozen=True)
class Cast:
    """Who plays whom, by user name."""

    drafter: str = "soanthao"
    head: str = "lanhdaodonvi"
    form_checker: str = "thethuc"
    signer: str = "lanhdao"
    clerk: str = "vanthu"
    archivist: str = "luutru"
    recipient: str = "noinhan"
    administrator: str = "quantri"


CAST = Cast()


def our_profile() -> Profile:
    """An invented department of an invented province."""
    return _profile(
        name="Sở Việc làm và Phúc lợi",
        parent="Ủy ban nhân dân tỉnh Sao Mai",
        abbreviation="SVLPL",
        place="Sao Mai",
        drafting_unit=UnitProfile("Phòng Thi đua - Tổng hợp", "TĐTH"),
        signer=PersonProfile(CAST.signer, "Đinh Công Mẫu", "Giám đốc", "director"),
        lines=(
            "Sở Kho bạc tỉnh Sao Mai",
            "Lãnh đạo Sở",
            "Đảng ủy, các Đoàn thể Sở",
            "Các phòng chuyên môn, đơn vị trực thuộc",
        ),
    )


def profile_of(reading: Reading) -> Profile:
    """An office in which this very paper can be issued."""
    lines = reading.signing_lines or ("GIÁM ĐỐC",)
    marks = capacities(lines)
    title = re.sub(r"^\s*\w+\.\s*", "", lines[-1]).strip().capitalize()
    kt_for = next((principal.capitalize() for mark, principal in marks if mark == "KT"), None)
    signer = PersonProfile(
        CAST.signer,
        reading.signer_name or "Đinh Công Mẫu",
        title,
        "deputy" if kt_for else "director",
        kt_for=kt_for,
        basis="Quyết định phân công nhiệm vụ (mẫu)",
    )
    archive_units = [unit for unit in (reading.archive.units if reading.archive else ()) if unit != "VT"]
    drafting = archive_units[-1] if archive_units else "TH"
    return _profile(
        name=reading.agency or "Cơ quan mẫu",
        parent=reading.parent_agency,
        abbreviation=(reading.symbol or "KH-CQM").partition("-")[2],
        place=reading.place or "Sao Mai",
        drafting_unit=UnitProfile(f"Đơn vị soạn thảo {drafting}"[:200], drafting[:40]),
        signer=signer,
        lines=reading.recipients,
    )


def is_inside(line: str) -> bool:
    """Whether a printed line means people of the agency itself."""
    return bool(_INSIDE.search(line)) and not _ABROAD.search(line)


def _profile(
    *,
    name: str,
    parent: str | None,
    abbreviation: str,
    place: str,
    drafting_unit: UnitProfile,
    signer: PersonProfile,
    lines: tuple[str, ...],
) -> Profile:
    units = _units(drafting_unit)
    people = _people(drafting_unit, signer)
    inside = [line for line in lines if is_inside(line)]
    return Profile(
        name=name,
        parent=parent,
        abbreviation=abbreviation,
        place=place,
        units=units,
        people=people,
        outside=tuple(line for line in lines if not is_inside(line)),
        groups=tuple(GroupProfile(line, _members(line, units)) for line in inside),
        series=(SeriesProfile("Văn bản hành chính"),),
        dossiers=(DossierProfile("01.TĐ", "Phong trào thi đua và khen thưởng trong năm", "10 năm"),),
    )


def _units(drafting_unit: UnitProfile) -> tuple[UnitProfile, ...]:
    others = (UnitProfile("Văn phòng", "VP"), UnitProfile("Phòng Kế hoạch - Tài chính", "KHTC"))
    return (drafting_unit, *(unit for unit in others if unit.abbreviation != drafting_unit.abbreviation))


def _people(drafting_unit: UnitProfile, signer: PersonProfile) -> tuple[PersonProfile, ...]:
    unit = drafting_unit.abbreviation
    office = "VP"
    return (
        signer,
        PersonProfile("phogiamdoc", "Mai Phó Mẫu", "Phó Giám đốc", "deputy"),
        PersonProfile(CAST.drafter, "Trần Thị Soạn", "Chuyên viên", "officer", unit),
        PersonProfile(CAST.head, "Nguyễn Văn Trưởng", "Trưởng phòng", "head", unit),
        PersonProfile(CAST.form_checker, "Lê Thị Thể", "Chánh Văn phòng", "form_checker", office),
        PersonProfile(CAST.clerk, "Phạm Văn Thư", "Văn thư", "clerk", office),
        PersonProfile(CAST.archivist, "Hoàng Thị Lưu", "Lưu trữ viên", "archivist", office),
        PersonProfile(CAST.recipient, "Đỗ Văn Nhận", "Trưởng phòng", "head", "KHTC"),
        PersonProfile(CAST.administrator, "Vũ Quản Trị", "Quản trị hệ thống", "administrator"),
    )


def _members(line: str, units: tuple[UnitProfile, ...]) -> tuple[str, ...]:
    if _LEADERS.search(line):
        return (f"person:{CAST.signer}", "person:phogiamdoc")
    if _PARTY.search(line):
        return (f"person:{CAST.head}", f"person:{CAST.recipient}")
    return tuple(f"unit:{unit.abbreviation}" for unit in units)
