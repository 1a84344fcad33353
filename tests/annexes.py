"""Annexes for tests: two small invented pages, made ready once."""

from functools import cache

import typst

from documents.annexes import PreparedAnnex, annexes_of
from documents.commands import PDF
from documents.model import Document
from documents.pdf.agency_line import prepare_line
from tests.office import FONTS, House
from workflows import annexes

PAGE = """
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#set document(title: "Phụ lục mẫu")
#align(center)[*Phụ lục* \\ *{said}*]
"""


@cache
def annex_page(said: str) -> bytes:
    return typst.compile(
        PAGE.replace("{said}", said).encode(),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        pdf_standards=["a-2a"],
    )


@cache
def an_annex(said: str = "CHỈ TIÊU THỬ") -> PreparedAnnex:
    """An annex as if it had been uploaded, read and set."""
    page = annex_page(said)
    return PreparedAnnex(f"{said}.pdf", page, PDF, prepare_line(page), 1, f"Phụ lục {said}")


def version_of(house: House, document_id: str) -> int:
    with house.look() as work:
        return work.session.get_one(Document, document_id).version


def add(house: House, document_id: str, *titles: str, who: str = "soanthao") -> list[str]:
    """Add these annexes; returns the ids of all the paper has then."""
    for title in titles:
        seen = version_of(house, document_id)
        with house.work(who) as work:
            annexes.add_annex(work, document_id, an_annex(title), title, seen_version=seen)
    with house.look() as work:
        return [row.id for row in annexes_of(work.session, document_id)]
