"""The end of a stream that a strict reader misreads, and the clock a program writes into its PDF."""

import io
from datetime import timedelta

import page as page_validation
import pikepdf
import pytest

from documents.typesetting import compiler, finish
from tests.documents.typesetting.drafts import AT, page, plan


@pytest.fixture(scope="module")
def misread() -> bytes:
    """A page one of whose streams ends with 0D."""
    for count in range(2_000):
        pdf = compiler.compile_pdf(f'#set text(font: "Tinos")\n#"số {count}"', {}, created_at=AT)
        if b"\r\nendstream" in pdf:
            return pdf
    raise AssertionError("no such page in 2000")


def test_a_stream_that_ends_like_a_line_is_misread_by_a_strict_reader(misread):
    assert not page_validation.validate_pdf_bytes(misread, profile="2b").is_compliant


def test_no_stream_ends_like_a_line_after_the_last_touch(misread):
    made = finish.unambiguous(misread)
    assert b"\r\nendstream" not in made
    assert page_validation.validate_pdf_bytes(made, profile="2a").is_compliant
    assert made == finish.unambiguous(misread)


def test_other_pages_are_left_alone():
    made = page(plan()).pdf
    assert finish.unambiguous(made) is made


def test_the_clock_of_another_program_is_set_to_the_moment():
    made = page(plan()).pdf
    later = finish.dated(made, AT + timedelta(days=1))
    with pikepdf.open(io.BytesIO(later)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260313023000Z"
        assert b"2026-03-13T02:30:00Z" in pdf.Root.Metadata.read_bytes()
    assert page_validation.validate_pdf_bytes(later, profile="2a").is_compliant
