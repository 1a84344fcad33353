"""What goes into a form comes out of the reader, whatever an office writes into it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.checking.check import check_docx
from documents.forms.values import FormValues, Signing
from documents.forms.write import write_form
from documents.kinds import Kind, load_kinds
from documents.reading.reader import read_file
from tests.documents.forms.samples import PAPERS, PLAN

KINDS = [kind for kind in load_kinds().values() if kind.group == "decree"]
SYLLABLES = st.sampled_from(
    [
        "trồng",
        "cây",
        "quanh",
        "trạm",
        "đo",
        "gió",
        "mưa",
        "nắng",
        "bóng",
        "mát",
        "kiểm",
        "tra",
        "bảo",
        "dưỡng",
        "máy",
        "tổng",
        "kết",
        "phong",
        "trào",
        "quý",
        "khuya",
        "hoà",
        "thủy",
    ]
)
WORDS = st.lists(SYLLABLES, min_size=2, max_size=24).map(" ".join)
HEADS = st.sampled_from(
    ["SỞ", "BAN QUẢN LÝ", "TRUNG TÂM", "PHÒNG", "CHI CỤC", "VĂN PHÒNG", "UBND XÃ", "TRƯỜNG"]
)
AGENCIES = st.builds("{} {}".format, HEADS, st.lists(SYLLABLES, min_size=1, max_size=7).map(" ".join)).map(
    str.upper
)
PARENTS = st.sampled_from(["UBND TỈNH SAO MAI", "BỘ KHÍ TƯỢNG", "SỞ ĐẤT VÀ NƯỚC"])
PLACES = st.sampled_from(["Sao Mai", "Gió Lộng", "Thành phố Hồ Chí Minh", "Quận 1"])
SUBJECTS = st.builds("{} {}".format, st.sampled_from(["Trồng", "Tổng kết", "Kiểm tra", "Tăng cường"]), WORDS)


def _number(basis: str) -> str:
    return basis.split(" số ")[1].split(" ")[0]


BASES = st.lists(
    st.builds(
        "Căn cứ {} số {}/{}-UBND ngày {:02d} tháng {} năm 2026 của Ủy ban nhân dân tỉnh Sao Mai về trồng cây".format,
        st.just("Kế hoạch"),
        st.integers(1, 900),
        st.just("KH"),
        st.integers(1, 28),
        st.integers(3, 12),
    ),
    max_size=3,
    unique_by=_number,
).map(tuple)
NAMES = st.builds(
    "{} {}".format,
    st.sampled_from(["Sở", "Các phòng", "Lãnh đạo", "Ủy ban nhân dân tỉnh", "Trưởng ban,"]),
    WORDS,
)
LISTS = st.lists(NAMES, min_size=1, max_size=4, unique=True).map(tuple)
ARCHIVES = st.sampled_from(["Lưu: VT", "Lưu: VT, KT", "Lưu: VT, KT (B)", "Lưu: VT, TĐ, KT"])
SIGNERS = st.lists(SYLLABLES.map(str.capitalize), min_size=2, max_size=5).map(" ".join)
SIGNING = st.sampled_from(
    [
        ("GIÁM ĐỐC",),
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("Q. GIÁM ĐỐC",),
    ]
)


@st.composite
def papers(draw: st.DrawFn) -> tuple[Kind, FormValues]:
    kind = draw(st.sampled_from(KINDS))
    base = PAPERS.get(kind.form or "1.4", PLAN)
    lettered = kind.form == "1.5"
    changed = replace(
        base,
        kind=kind.name,
        abbreviation=kind.abbreviation,
        agency=draw(AGENCIES),
        parent_agency=draw(PARENTS),
        symbol="SKT-VP" if lettered else f"{kind.abbreviation}-SKT",
        is_numbered="number" in kind.parts,
        number=draw(st.none() | st.integers(1, 9999)),
        place=draw(PLACES),
        day=draw(st.none() | st.integers(1, 28)),
        month=draw(st.integers(1, 12)),
        year=draw(st.integers(2020, 2030)),
        subject=draw(SUBJECTS) if base.subject else "",
        legal_bases=draw(BASES) if base.legal_bases else (),
        addressees=draw(LISTS) if base.addressees else (),
        recipients=draw(LISTS),
        archive_line=draw(ARCHIVES),
        signing=Signing(draw(SIGNING), draw(SIGNERS)),
    )
    return kind, changed


def form_of(kind: Kind) -> str:
    """Kinds for which the decree prints no form take that of papers with a title."""
    return kind.form or "1.4"


@settings(max_examples=120, deadline=None)
@given(papers())
def test_what_is_filled_in_is_read_back(drawn: tuple[Kind, FormValues]) -> None:
    kind, paper = drawn
    read = read_file("x", write_form(form_of(kind), paper))
    said = (read.symbol, read.agency, read.parent_agency, read.subject, read.archive_line)
    symbol = paper.symbol if paper.is_numbered else None
    assert said == (symbol, paper.agency, paper.parent_agency, paper.subject or None, paper.archive_line)
    assert read.number == (paper.number if paper.is_numbered else None)
    assert (read.kind, read.signer_name) == (kind.name, paper.signing.name)
    assert read.signing_lines == paper.signing.lines
    assert read.recipients[-len(paper.recipients) :] == paper.recipients
    if form_of(kind) != "1.9":
        assert read.place == paper.place
        parts = (read.date_parts.day, read.date_parts.month, read.date_parts.year)
        assert parts == (paper.day, paper.month, paper.year)
    if paper.addressees:
        assert read.addressees == paper.addressees
    assert [base.number for base in read.legal_bases] == [_number(base) for base in paper.legal_bases]


@pytest.mark.parametrize("kind", KINDS, ids=[kind.code for kind in KINDS])
def test_each_kind_of_the_decree_is_faultless(kind: Kind) -> None:
    base = PAPERS.get(kind.form or "1.4", PLAN)
    paper = replace(
        base,
        kind=kind.name,
        abbreviation=kind.abbreviation,
        symbol="SKT-VP" if kind.form == "1.5" else f"{kind.abbreviation}-SKT",
        is_numbered="number" in kind.parts,
    )
    found = check_docx(write_form(form_of(kind), paper))
    assert found == ()


def test_all_twenty_nine_kinds_are_filled_in() -> None:
    assert len(KINDS) == 29
