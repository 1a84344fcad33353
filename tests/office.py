"""A small invented office for tests: people, keys, one drafted page. Real code all the way, made once where slow."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image, ImageDraw
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from app.devpki import DevPki
from app.office import CONSUMERS, OFFICE
from app.profile import (
    DossierProfile,
    GroupProfile,
    PersonProfile,
    Placed,
    Profile,
    SeriesProfile,
    UnitProfile,
    apply_profile,
    register_picture,
)
from documents.access import Actor
from documents.drafting import PreparedDraft
from documents.files import FolderFiles
from documents.kinds import load_kinds
from documents.model import Document
from documents.pdf.fields import Place, Places, prepare
from documents.pdf.keys import SigningKey, load_pkcs12
from documents.pdf.lookup_mark import LookupMark
from documents.pdf.trust import Trust
from documents.work import Work, open_work
from workflows import review
from workflows.commands import Rules, states_of
from workflows.definition_files import load_catalogue
from workflows.directory.actors import actor_for
from workflows.directory.certificates import enroll_certificate
from workflows.guards import GUARDS
from workflows.proving import Tools
from workflows.signing import Begin, sign_document

NOW = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)
PASSWORD = "mat-khau-thu"
AGENCY = "Sở Thử nghiệm và Đào tạo"
DIRECTOR = "Trần Thị Thử"
FONTS = Path(__file__).resolve().parents[1] / "documents" / "typesetting" / "fonts"

PROFILE = Profile(
    name=AGENCY,
    parent="Ủy ban nhân dân tỉnh Sao Mai",
    abbreviation="STNĐT",
    place="Sao Mai",
    units=(
        UnitProfile("Phòng Tổng hợp", "TH"),
        UnitProfile("Văn phòng", "VP"),
        UnitProfile("Phòng Kế toán", "KT"),
    ),
    people=(
        PersonProfile("giamdoc", DIRECTOR, "Giám đốc", "director"),
        PersonProfile("pho", "Lý Văn Phó", "Phó Giám đốc", "deputy", kt_for="Giám đốc", basis="QĐ mẫu"),
        PersonProfile("soanthao", "Nguyễn Soạn", "Chuyên viên", "officer", "TH"),
        PersonProfile("truongphong", "Phan Trưởng", "Trưởng phòng", "head", "TH"),
        PersonProfile("thethuc", "Lê Thể", "Chánh Văn phòng", "form_checker", "VP"),
        PersonProfile("vanthu", "Phạm Thư", "Văn thư", "clerk", "VP"),
        PersonProfile("luutru", "Hoàng Lưu", "Lưu trữ viên", "archivist", "VP"),
        PersonProfile("ketoan", "Đỗ Toán", "Trưởng phòng", "head", "KT"),
        PersonProfile("quantri", "Vũ Trị", "Quản trị", "administrator"),
    ),
    outside=("Sở Kho bạc",),
    groups=(
        GroupProfile("Lãnh đạo Sở", ("person:giamdoc", "person:pho")),
        GroupProfile("Các phòng", ("unit:TH", "unit:KT")),
    ),
    series=(SeriesProfile("Văn bản hành chính"),),
    dossiers=(DossierProfile("01.TH", "Phong trào thi đua", "10 năm"),),
)

FIELDS = {
    "agency": AGENCY,
    "parent_agency": None,
    "symbol": "KH-STNĐT",
    "place": "Sao Mai",
    "printed_day": None,
    "printed_month": 3,
    "printed_year": 2026,
    "kind": "Kế hoạch",
    "subject": "Tổ chức hội thi văn thư giỏi",
    "legal_bases": [],
    "recipients": ["Sở Kho bạc", "Lãnh đạo Sở", "Các phòng"],
    "archive_line": "Lưu: VT, TH (S)",
    "archive_units": ["VT", "TH"],
    "drafter_initials": "S",
    "archive_copies": None,
    "signing_lines": ["GIÁM ĐỐC"],
    "signer_name": DIRECTOR,
}

PAGE = """
#set page(paper: "a4", margin: 0pt)
#set text(font: "Tinos", size: 13pt, lang: "vi", top-edge: "baseline", bottom-edge: "baseline")
#set document(title: "Kế hoạch mẫu")
#let at(x, y, body) = place(top + left, dx: x, dy: y, body)
#at(100pt, 100pt)[Số:]
#at(152pt, 100pt)[/KH-STNĐT]
#at(330pt, 100pt)[_Sao Mai, ngày_]
#at(446pt, 100pt)[_tháng 3 năm 2026_]
#at(250pt, 160pt)[*KẾ HOẠCH*]
#at(90pt, 200pt)[Tổ chức hội thi văn thư giỏi.]
#at(380pt, 640pt)[*GIÁM ĐỐC*]
#at(380pt, 760pt)[Trần Thị Thử]
"""
_LINE_PT = 841.89 - 100
PLACES = Places(
    director=Place(0, 340, 100, 170, 90),
    agency=Place(0, 290, 94, 102, 102),
    number=Place(0, 122, _LINE_PT, 29, 16, baseline_pt=_LINE_PT, font_size_pt=13),
    day=Place(0, 422, _LINE_PT, 22, 16, baseline_pt=_LINE_PT, font_size_pt=13, italic=True),
)


@dataclass(frozen=True)
class Keys:
    pki: DevPki
    director: SigningKey
    deputy: SigningKey
    agency: SigningKey

    @property
    def trust(self) -> Trust:
        return Trust.from_pem(self.pki.root_pem)


@cache
def keys_in(folder: Path) -> Keys:
    """An authority with a director, a deputy and an agency; RSA keys are slow to make, so once a run."""
    pki = DevPki.create(folder, starts_at=NOW)
    director = pki.issue_person(DIRECTOR, title="Giám đốc", agency=AGENCY, password=PASSWORD)
    deputy = pki.issue_person("Lý Văn Phó", title="Phó Giám đốc", agency=AGENCY, password=PASSWORD)
    agency = pki.issue_agency(AGENCY, password=PASSWORD)
    return Keys(pki, *(load_pkcs12(packed, PASSWORD) for packed in (director, deputy, agency)))


@cache
def rendition(mark: LookupMark | None = None) -> bytes:
    page = typst.compile(PAGE.encode(), font_paths=[FONTS], ignore_system_fonts=True, pdf_standards=["a-2a"])
    return prepare(page, PLACES, mark)


def drawing(colour: str) -> bytes:
    picture = Image.new("RGBA", (200, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse([4, 4, 195, 115], outline=colour, width=7)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def a_draft(subject: str = "", **fields: object) -> PreparedDraft:
    """A draft as if it had been read and set; `subject` makes it another paper."""
    values = {**FIELDS, **fields}
    values["subject"] = subject or values["subject"]
    return PreparedDraft(
        name="ke-hoach.docx",
        data=f"bản thảo {subject}".encode(),
        rendition=rendition(),
        pages=1,
        fields=values,
        places_missing=(),
        warnings=(),
        text=f"KẾ HOẠCH {values['subject']}",
    )


RULES = Rules(load_kinds(), load_catalogue(), GUARDS)


@dataclass(frozen=True)
class House:
    """An office over one database, at one moment; people are looked up by user name."""

    database: Engine
    files: FolderFiles
    keys: Keys
    placed: Placed
    now: datetime = NOW
    rules: Rules = RULES

    def at(self, now: datetime) -> "House":
        return replace(self, now=now)

    def actor(self, username: str) -> Actor:
        with self._open(OFFICE, reads_only=True) as work:
            found = actor_for(work.session, self.placed.people[username], self.now)
        assert found is not None
        return found

    def work(self, username: str) -> AbstractContextManager[Work]:
        return self._open(self.actor(username))

    def look(self, username: str = "") -> AbstractContextManager[Work]:
        return self._open(self.actor(username) if username else OFFICE, reads_only=True)

    def office(self) -> AbstractContextManager[Work]:
        return self._open(OFFICE)

    def begin(self, username: str) -> Begin:
        return lambda: self.work(username)

    def tools(self, *, at: datetime | None = None) -> Tools:
        return Tools(self.keys.pki.timestamper(lambda: at or self.now), self.keys.trust, lambda: self.now)

    @contextmanager
    def _open(self, actor: Actor, *, reads_only: bool = False) -> Iterator[Work]:
        make = sessionmaker(self.database, expire_on_commit=False)
        with open_work(
            make, actor, now=self.now, files=self.files, consumers=CONSUMERS, reads_only=reads_only
        ) as work:
            yield work

    # ------------------------------------------------------------ papers at a step

    def upload(self, subject: str = "", **fields: object) -> str:
        with self.work("soanthao") as work:
            return review.upload_draft(work, self.rules, a_draft(subject, **fields)).id

    def on_the_desk(self, subject: str = "", **fields: object) -> str:
        """A paper that has passed both checks and waits to be signed."""
        return self.checked(self.upload(subject, **fields))

    def checked(self, document_id: str) -> str:
        """The same paper, past both checks."""
        steps = (
            ("soanthao", review.submit),
            ("truongphong", review.check_content),
            ("thethuc", review.check_form),
        )
        for username, act in steps:
            with self.work(username) as work:
                act(work, self.rules, document_id)
        return document_id

    def signed(self, subject: str = "", **fields: object) -> str:
        document_id = self.on_the_desk(subject, **fields)
        sign_document(self.begin("giamdoc"), self.rules, self.tools(), document_id, self.keys.director)
        return document_id

    def state(self, document_id: str) -> str:
        with self.look() as work:
            return work.session.get_one(Document, document_id).state

    def states(self, document_id: str) -> dict[str, str]:
        """Where each machine of the paper's workflow stands."""
        with self.look() as work:
            return states_of(work, work.session.get_one(Document, document_id))


def build_house(database: Engine, folder: Path, keys: Keys) -> House:
    """A fresh office: directory, rights, certificates, pictures."""
    files = FolderFiles(folder / "files")
    house = House(database, files, keys, Placed(""))
    since = NOW - timedelta(days=60)
    with house.office() as work:
        placed = apply_profile(work, house.rules, PROFILE, since=since)
        holders = {
            f"person:{placed.people['giamdoc']}": (keys.director, "blue"),
            f"person:{placed.people['pho']}": (keys.deputy, "blue"),
            f"agency:{placed.agency_id}": (keys.agency, "red"),
        }
        for holder, (key, colour) in holders.items():
            enroll_certificate(work, holder, key.certificate, None, since=since)
            register_picture(work, holder, drawing(colour), width_mm=36, height_mm=22, since=since)
    return replace(house, placed=placed)
