"""A file opened for judging: strictly where it can be, and unpacking no more than an honest file would need."""

# mypy: disable-error-code="import-untyped"

from io import BytesIO

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

MEBIBYTE = 1024 * 1024
#: What is unpacked for a verdict is tables, proof and form fields; no honest file comes near.
UNPACKED = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=32 * MEBIBYTE),
    document_budget=DocumentDecodeBudget(base_allowance=128 * MEBIBYTE, max_ratio=4),
)


def open_reader(pdf: bytes) -> PdfFileReader:
    """Strictly; files whose tables are double (Word's own PDFs) can only be read the lenient way."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True, decode_limits=UNPACKED)
        if not reader.xrefs.hybrid_xrefs_present:
            return reader
    except PdfError:
        pass
    return PdfFileReader(BytesIO(pdf), strict=False, decode_limits=UNPACKED)
