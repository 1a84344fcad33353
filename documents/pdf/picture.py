"""Pictures of pages, and the text on them.

Form fields, signatures and seals are drawn too: without `init_forms` before the first page they would be missing.
PDFium is not safe for two threads at once, so one lock stands around every call.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pypdfium2

from documents.errors import VanthuError
from documents.reading.pdf import PDFIUM_LOCK

LARGEST_WIDTH_PX = 4000
# A page may claim to be a hundred times as high as wide.
LARGEST_HEIGHT_PX = 6000


class DamagedPdf(VanthuError):
    """No page could be read."""

    code = "damaged_pdf"


def page_picture(pdf: bytes, page: int, *, width_px: int) -> bytes:
    """A page as PNG.

    page      counted from 0
    raises    DamagedPdf
    """
    with opened(pdf, forms=True) as document:
        if not 0 <= page < len(document):
            raise DamagedPdf(page=page)
        sheet = document[page]
        wide, high = (max(side, 1.0) for side in sheet.get_size())
        scale = min(max(width_px, 1) / wide, LARGEST_WIDTH_PX / wide, LARGEST_HEIGHT_PX / high)
        picture = sheet.render(scale=scale, may_draw_forms=True).to_pil()
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """raises DamagedPdf"""
    with opened(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points, as it is shown.

    raises    DamagedPdf
    """
    with opened(pdf) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page in the order it was written; what stands in form fields is not part of it."""
    with opened(pdf) as document:
        texts = []
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return texts


def page_text(pdf: bytes) -> str:
    """The text of all pages, a form feed between them.

    raises    DamagedPdf
    """
    return "\f".join(page_texts(pdf))


@contextmanager
def opened(pdf: bytes, *, forms: bool = False) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF under the lock, closed at the end.

    raises    DamagedPdf
    """
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as problem:
            raise DamagedPdf() from problem
        try:
            if forms:
                document.init_forms()
            yield document
        except pypdfium2.PdfiumError as problem:
            raise DamagedPdf() from problem
        finally:
            document.close()
