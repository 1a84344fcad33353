"""The quick reader answers exactly as the one it replaces."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.misc import PdfError

from documents.pdf.quick_hex import _letter_by_letter, read_hex_string

TEXT = st.text("0123456789abcdefABCDEF >< \n%g\x00", max_size=40).map(str.encode)


def outcome(reader, content: bytes) -> object:
    stream = BytesIO(b"<" + content)
    try:
        read = reader(stream)
    except (PdfError, ValueError) as problem:
        return type(problem)
    return type(read), read.original_bytes, stream.tell()


@given(content=st.one_of(TEXT, TEXT.map(lambda text: text + b">rest")))
def test_both_readers_agree(content):
    assert outcome(read_hex_string, content) == outcome(_letter_by_letter, content)


@given(value=st.binary(max_size=300))
def test_a_container_reads_back(value):
    for written in (value.hex(), value.hex().upper()):
        assert outcome(read_hex_string, written.encode() + b"> x")[1] == value
