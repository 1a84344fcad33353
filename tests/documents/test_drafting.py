"""A Word file becomes what the system keeps: read, set, with places of the right size for ink."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pikepdf
import pytest

from app.demo.papers import our_plan
from documents.drafting import POINTS_PER_MM, Box, Face, Ink, prepare_draft
from documents.forms.values import FormValues, Signing
from documents.forms.write import write_form
from documents.pdf.errors import PlaceOutsidePage, PlaceUnfit
from documents.reading.errors import NotADocx, OldWordFile
from tests.conftest import NOW


def boxes(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Width and height of each field, in millimetres."""

    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = {
            str(field.T): [float(edge) for edge in field.Rect] for field in document.Root.AcroForm.Fields
        }
    return {
        name: (round((x2 - x1) / POINTS_PER_MM, 1), round((y2 - y1) / POINTS_PER_MM, 1))
        for name, (x1, y1, x2, y2) in fields.items()
    }


def test_a_plan_gets_its_five_fields() -> None:
    draft = prepare_draft("ke-hoach.docx", our_plan(), at=NOW)
    assert draft.places_missing == ()
    assert boxes(draft.rendition).keys() == {"SoVanBan", "NgayBanHanh", "KyGiamDoc", "DauCoQuan"}
    assert draft.fields["symbol"] == "KH-SVLPL"


def test_seal_and_signature_stand_in_their_registered_size() -> None:
    asked = []

    def ink_of(name: str | None) -> Ink:
        asked.append(name)
        return Ink(signature_mm=(40, 18), seal_mm=(42, 42))

    made = boxes(prepare_draft("ke-hoach.docx", our_plan(), at=NOW, ink_of=ink_of).rendition)
    assert asked == ["Đinh Công Mẫu"]
    assert made["DauCoQuan"] == (42, 42)
    assert made["KyGiamDoc"] == (40, 18)


def test_a_signature_larger_than_the_white_is_made_smaller_and_keeps_its_shape() -> None:
    ink = Ink(signature_mm=(120, 60))
    width, height = boxes(prepare_draft("k.docx", our_plan(), at=NOW, ink_of=lambda _: ink).rendition)[
        "KyGiamDoc"
    ]
    assert height < 30
    assert width / height == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [(b"%PDF-1.7 gia danh", NotADocx), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, OldWordFile)],
)
def test_only_word_files_are_drafts(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        prepare_draft("ke-hoach.docx", data, at=NOW)


def test_a_plan_by_the_decree_has_nothing_to_be_reminded_of() -> None:
    assert prepare_draft("ke-hoach.docx", our_plan(), at=NOW).warnings == ()


def test_a_real_plan_is_told_which_basis_ends_wrongly_and_by_which_clause(corpus: Path) -> None:
    plan = (corpus / "samples" / "ke-hoach-thi-dua.docx").read_bytes()
    warnings = prepare_draft("ke-hoach.docx", plan, at=NOW).warnings
    assert any("427/UBND-THVX" in warning and "Mục II.6" in warning for warning in warnings)


def test_an_officer_is_told_what_the_page_shows_otherwise_than_the_file() -> None:
    document = docx.Document(io.BytesIO(our_plan()))
    document.paragraphs[-1].add_run("chữ khác").font.name = "Arial"
    changed = io.BytesIO()
    document.save(changed)
    warnings = prepare_draft("ke-hoach.docx", changed.getvalue(), at=NOW).warnings
    assert sum(warning.startswith("Phông Arial không có") for warning in warnings) == 1


# ------------------------------------------------------------------ places put by hand


def corners(pdf: bytes) -> dict[str, tuple[float, ...]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(field.T): tuple(float(edge) for edge in field.Rect) for field in document.Root.AcroForm.Fields
        }


def test_places_put_back_where_they_were_found_change_nothing() -> None:
    found = prepare_draft("k.docx", our_plan(), at=NOW)
    assert set(found.places) == {"number", "day", "signature"}
    number_only = {name: found.places[name] for name in ("number", "day")}
    again = prepare_draft("k.docx", our_plan(), at=NOW, moved=number_only)
    before, after = corners(found.rendition), corners(again.rendition)
    assert {name: pytest.approx(place, abs=0.02) for name, place in before.items()} == after


def test_a_place_put_by_hand_wins_and_the_seal_follows_the_signature() -> None:
    box = Box(0, 100, 300, 150, 80)
    made = prepare_draft("k.docx", our_plan(), at=NOW, moved={"signature": box})
    signature, seal = corners(made.rendition)["KyGiamDoc"], corners(made.rendition)["DauCoQuan"]
    assert (signature[0] + signature[2]) / 2 == pytest.approx(175, abs=1)
    assert (signature[1] + signature[3]) / 2 == pytest.approx(340, abs=1)
    assert seal[2] == pytest.approx(signature[0] + (signature[2] - signature[0]) / 3, abs=1)
    assert made.places["signature"] == box


def test_a_blank_that_was_not_found_is_put_by_hand() -> None:
    file = io.BytesIO()
    document = docx.Document(io.BytesIO(our_plan()))
    for cell in document.tables[0]._cells:
        for paragraph in cell.paragraphs:
            if paragraph.text.startswith("Số"):
                paragraph.text = "Ký hiệu KH-SVLPL"
    document.save(file)
    without = prepare_draft("k.docx", file.getvalue(), at=NOW)
    assert "number" in without.places_missing
    by_hand = {"number": Box(0, 120, 700, 40, 16)}
    made = prepare_draft("k.docx", file.getvalue(), at=NOW, moved=by_hand)
    assert made.places_missing == ()
    assert corners(made.rendition)["SoVanBan"][:2] == (120, 700)


@pytest.mark.parametrize(
    ("box", "refusal"),
    [
        (Box(0, 100, 300, 3, 80), PlaceUnfit),
        (Box(0, 100, 300, 30, 0), PlaceUnfit),
        (Box(0, 100, 300, 30, -40), PlaceUnfit),
        (Box(9, 100, 300, 30, 16), PlaceOutsidePage),
        (Box(0, 590, 300, 30, 16), PlaceOutsidePage),
    ],
)
def test_a_place_nothing_fits_into_is_refused(box: Box, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        prepare_draft("k.docx", our_plan(), at=NOW, moved={"number": box})


def test_whom_as_in_article_3_means_is_read_with_the_draft() -> None:
    paper = FormValues(
        kind="Quyết định", abbreviation="QĐ", agency="SỞ VIỆC LÀM", symbol="QĐ-SVL",
        place="Sao Mai", month=3, year=2026,
        subject="Về việc trồng cây", issuing_authority="GIÁM ĐỐC SỞ VIỆC LÀM",
        legal_bases=("Căn cứ Nghị định số 12/2024/NĐ-CP ngày 03 tháng 02 năm 2024 của Chính phủ về cây bóng mát",),
        body=("Điều 1. Trồng cây đầu xuân.",
              "Điều 2. Chánh Văn phòng, Trưởng phòng Kế toán chịu trách nhiệm thi hành Quyết định này."),
        recipients=("Như Điều 2",), archive_line="Lưu: VT", signing=Signing(("GIÁM ĐỐC",), "Trần Thị Thử"),
    )  # fmt: skip
    draft = prepare_draft("qd.docx", write_form("1.2", paper), at=NOW)
    assert draft.fields["recipients"] == ["Như Điều 2"]
    assert draft.fields["referred"] == {"Như Điều 2": ["Chánh Văn phòng", "Trưởng phòng Kế toán"]}


# ---------------------------------------------------------------- minutes, which two sign


def minutes(**more: object) -> bytes:
    values = FormValues(
        kind="Biên bản",
        abbreviation="BB",
        agency="SỞ VIỆC LÀM",
        symbol="BB-SVL",
        subject="Họp xét thi đua",
        body=("Thời gian bắt đầu: 8 giờ 00, ngày 12 tháng 3 năm 2026", "Cuộc họp kết thúc vào 9 giờ 30./."),
        recipients=("Các phòng",),
        archive_line="Lưu: VT, Hồ sơ",
        signing=Signing(("CHỦ TỌA",), "Trần Thị Thử"),
        second=Signing(("THƯ KÝ",), "Nguyễn Văn Soạn"),
    )
    return write_form("1.9", replace(values, **more))  # type: ignore[arg-type]


OF_MINUTES = Face(dated=False, secretary=True)


def test_minutes_get_a_field_for_each_of_their_signatures_and_none_for_a_date() -> None:
    draft = prepare_draft("bb.docx", minutes(), at=NOW, face_of=lambda _: OF_MINUTES)
    assert (draft.places_missing, draft.warnings) == ((), ())
    assert boxes(draft.rendition).keys() == {"SoVanBan", "KyThuKy", "KyGiamDoc", "DauCoQuan"}
    assert (draft.fields["secretary_name"], draft.fields["signer_name"]) == (
        "Nguyễn Văn Soạn",
        "Trần Thị Thử",
    )


def test_the_day_of_the_meeting_is_not_the_day_of_issue() -> None:
    fields = prepare_draft("bb.docx", minutes(), at=NOW, face_of=lambda _: OF_MINUTES).fields
    assert [fields[name] for name in ("place", "printed_day", "printed_month", "printed_year")] == [None] * 4


def test_secretary_and_chair_have_signatures_of_their_own_size() -> None:
    sizes = {"Nguyễn Văn Soạn": Ink(signature_mm=(30, 12)), "Trần Thị Thử": Ink(signature_mm=(40, 18))}
    draft = prepare_draft(
        "bb.docx", minutes(), at=NOW, face_of=lambda _: OF_MINUTES, ink_of=lambda name: sizes[name or ""]
    )
    made = boxes(draft.rendition)
    assert (made["KyThuKy"], made["KyGiamDoc"]) == ((30, 12), (40, 18))


def test_two_signatures_on_another_kind_are_left_to_a_person() -> None:
    draft = prepare_draft("bb.docx", minutes(), at=NOW)
    assert {"signature", "seal"} <= set(draft.places_missing)


def test_minutes_that_lack_the_secretary_are_told_so() -> None:
    alone = minutes(second=Signing(("THƯ KÝ",), ""))
    draft = prepare_draft("bb.docx", alone, at=NOW, face_of=lambda _: OF_MINUTES)
    assert "secretary" in draft.places_missing
    assert draft.fields["secretary_name"] is None


def test_the_secretarys_place_may_be_put_by_hand() -> None:
    alone = minutes(second=Signing(("THƯ KÝ",), ""))
    moved = {"signature": Box(0, 340, 200, 150, 70), "secretary": Box(0, 80, 200, 150, 70)}
    draft = prepare_draft("bb.docx", alone, at=NOW, face_of=lambda _: OF_MINUTES, moved=moved)
    assert draft.places_missing == ()
    assert boxes(draft.rendition).keys() == {"SoVanBan", "KyThuKy", "KyGiamDoc", "DauCoQuan"}


def test_a_corrected_kind_says_how_the_page_is_set() -> None:
    asked = []

    def face_of(kind: str | None) -> Face:
        asked.append(kind)
        return Face()

    prepare_draft("bb.docx", minutes(), at=NOW, face_of=face_of, kind="Kế hoạch")
    assert asked == ["Kế hoạch"]
