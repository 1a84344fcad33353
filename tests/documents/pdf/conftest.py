"""A small invented paper and a small invented authority, made once per run and signed through the real code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageDraw

from app.devpki import DevPki
from documents.pdf.fields import Place, Places, prepare
from documents.pdf.keys import SigningKey, load_pkcs12
from documents.pdf.long_term import raise_to_lta
from documents.pdf.revision import Claim
from documents.pdf.seal import Filling, fill_and_seal
from documents.pdf.sign import certify
from documents.pdf.trust import Trust

FONTS = Path(__file__).resolve().parents[3] / "documents" / "typesetting" / "fonts"
SIGNED_AT = datetime(2021, 12, 6, 3, 0, tzinfo=UTC)
LOOKED_AT = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)
PAGE_HEIGHT_PT = 841.89
AGENCY = "Sở Thử nghiệm và Đào tạo"
DIRECTOR = "Trần Thị Thử"

PAGE = """
#set page(paper: "a4", margin: 0pt)
#set text(font: "Tinos", size: 13pt, lang: "vi", top-edge: "baseline", bottom-edge: "baseline")
#set document(title: "Kế hoạch thử nghiệm", author: "Phòng Thử")
#let at(x, y, body) = place(top + left, dx: x, dy: y, body)
#at(90pt, 80pt)[ỦY BAN NHÂN DÂN TỈNH THỬ]
#at(100pt, 100pt)[Số:]
#at(152pt, 100pt)[/KH-THU]
#at(330pt, 100pt)[_Đồng Tháp, ngày_]
#at(446pt, 100pt)[_tháng_]
#at(502pt, 100pt)[_năm 2021_]
#at(250pt, 160pt)[*KẾ HOẠCH*]
#at(90pt, 200pt)[Tổ chức thi đua của cơ quan thử nghiệm.]
#at(380pt, 640pt)[*GIÁM ĐỐC*]
#at(380pt, 760pt)[Trần Thị Thử]
"""


def place(x_pt: float, width_pt: float, *, italic: bool = False) -> Place:
    """A blank on the line of number and date."""
    baseline_pt = PAGE_HEIGHT_PT - 100
    return Place(0, x_pt, baseline_pt, width_pt, 16, baseline_pt=baseline_pt, font_size_pt=13, italic=italic)


PLACES = Places(
    director=Place(0, 340, 100, 170, 90),
    agency=Place(0, 290, 94, 102, 102),
    number=place(122, 29),
    day=place(422, 22, italic=True),
    month=place(480, 20, italic=True),
)


@dataclass(frozen=True)
class Office:
    """An authority with one director and one agency."""

    pki: DevPki
    director: SigningKey
    agency: SigningKey
    signature_png: bytes
    seal_png: bytes

    @property
    def trust(self) -> Trust:
        return Trust.from_pem(self.pki.root_pem)

    def timestamper(self, at: datetime = SIGNED_AT):
        return self.pki.timestamper(lambda: at)

    def evidence(self, at: datetime):
        return self.pki.revocation_evidence([self.director.certificate, self.agency.certificate], at)

    def certify(self, prepared: bytes, *, key: SigningKey | None = None, at: datetime = SIGNED_AT) -> bytes:
        return certify(
            prepared,
            key or self.director,
            picture_png=self.signature_png,
            timestamper=self.timestamper(at),
            claim=Claim(at, "Ký ban hành", "Đồng Tháp"),
        )

    def seal(self, signed: bytes, *, key: SigningKey | None = None, filling: Filling | None = None,
             at: datetime = SIGNED_AT + timedelta(minutes=20)) -> bytes:  # fmt: skip
        return fill_and_seal(
            signed,
            key or self.agency,
            filling=filling or Filling("15", "06", "12"),
            seal_png=self.seal_png,
            timestamper=self.timestamper(at),
            claim=Claim(at),
        )

    def archive(self, sealed: bytes, at: datetime = SIGNED_AT + timedelta(hours=1)) -> bytes:
        return raise_to_lta(sealed, self.evidence(at), timestamper=self.timestamper(at))


def typeset(source: str, standard: str = "a-2a") -> bytes:
    return typst.compile(
        source.encode(), font_paths=[FONTS], ignore_system_fonts=True, pdf_standards=[standard]
    )


def drawing(size: tuple[int, int], draw: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    draw(ImageDraw.Draw(picture))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="session")
def rendition() -> bytes:
    return typeset(PAGE)


def open_office(folder: Path) -> Office:
    """A new authority with its two keys."""
    pki = DevPki.create(folder, starts_at=SIGNED_AT)
    person = pki.issue_person(DIRECTOR, title="Giám đốc", agency=AGENCY, password="mật khẩu")
    agency = pki.issue_agency(AGENCY, tax_code="0100000000", password="dấu")
    return Office(
        pki=pki,
        director=load_pkcs12(person, "mật khẩu"),
        agency=load_pkcs12(agency, "dấu"),
        signature_png=drawing((240, 120), lambda d: d.line([(5, 100), (80, 20), (235, 90)], "navy", 5)),
        seal_png=drawing((200, 200), lambda d: d.ellipse([4, 4, 195, 195], outline="red", width=7)),
    )


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def prepared(rendition: bytes) -> bytes:
    return prepare(rendition, PLACES)


@pytest.fixture(scope="session")
def signed(office: Office, prepared: bytes) -> bytes:
    return office.certify(prepared)


@pytest.fixture(scope="session")
def sealed(office: Office, signed: bytes) -> bytes:
    return office.seal(signed)


@pytest.fixture(scope="session")
def archived(office: Office, sealed: bytes) -> bytes:
    return office.archive(sealed)


@pytest.fixture(scope="session")
def renewed(office: Office, archived: bytes) -> bytes:
    """Archived again four years later."""
    return office.archive(archived, SIGNED_AT + timedelta(days=4 * 365))
