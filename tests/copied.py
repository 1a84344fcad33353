"""Copies for tests: a colour scan of an invented letter, asked to be copied, decided."""

from functools import cache
from io import BytesIO

import pypdfium2

from documents.copies import prepare_copy, source_of
from documents.model import Document
from documents.pdf.report import as_json
from documents.pdf.verify import verify
from tests.annexes import annex_page
from tests.arrivals import letter, registered
from tests.office import NOW, House
from workflows.copying import CopyRequest, request_copy
from workflows.steps import take


@cache
def scan(dpi: int = 200, mode: str = "RGB") -> bytes:
    """A letter as an office scanner gives it back: one picture a page."""
    document = pypdfium2.PdfDocument(letter())
    picture = document[0].render(scale=dpi / 72).to_pil().convert(mode)
    document.close()
    out = BytesIO()
    picture.save(out, "PDF", resolution=dpi)
    return out.getvalue()


def paper(house: House, data: bytes | None = None, **values: object) -> str:
    """A paper that came on paper and was scanned."""
    return registered(house, scan() if data is None else data, **{"medium": "paper", **values})


def ask(
    house: House,
    source_id: str,
    kind: str = "ban-sao-y",
    *,
    who: str = "vanthu",
    part: str = "",
    signer: str = "giamdoc",
    recipients: tuple[str, ...] = (),
) -> str:
    """The request for a copy, by the real commands."""
    with house.look() as work:
        source = source_of(work, work.session.get_one(Document, source_id))
    excerpt = ("trich.pdf", annex_page("TRÍCH")) if kind == "ban-trich-sao" else None
    prepared = prepare_copy(kind, source, excerpt, at=NOW)
    report = as_json(source.name, verify(source.data or b"", trust=house.keys.trust, at=NOW))
    asked = CopyRequest(kind, house.placed.people.get(signer, signer), part, recipients)
    with house.work(who) as work:
        return request_copy(work, house.rules, asked, source, prepared, report).id


def decided(house: House, source_id: str, kind: str = "ban-sao-y", **more: object) -> str:
    document_id = ask(house, source_id, kind, **more)  # type: ignore[arg-type]
    with house.work("giamdoc") as work:
        take(work, house.rules, document_id, "decide_copy")
    return document_id
