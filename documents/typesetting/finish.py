"""The last touch on a finished PDF: the same bytes at the same moment, and streams whose end nobody can misread.

A compressed stream may end with the byte 0D. Before "endstream" stands a line feed, so the two look like one end of
line, and a strict reader then counts the stream one byte short (ISO 19005-2, 6.1.7.1). One stream in 256 is like this.
"""

import io
from datetime import UTC, datetime

import pikepdf

_MISREAD = b"\r\nendstream"
_ICC_DATE = slice(24, 36)
_ICC_SIGNATURE = slice(36, 40)


def unambiguous(pdf: bytes) -> bytes:
    """The PDF, written anew only where a stream ends with 0D; such a stream is kept uncompressed."""
    if _MISREAD not in pdf:
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _open_misread(document)
        return _saved(document)


def dated(pdf: bytes, created_at: datetime) -> bytes:
    """The PDF of a program that writes its own clock into it, with this moment instead.

    The clock stands in three places: the document's facts, its metadata, and the head of the colour profile.
    """
    moment = created_at.astimezone(UTC)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["xmp:CreateDate"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        document.docinfo["/CreationDate"] = moment.strftime("D:%Y%m%d%H%M%SZ")
        for intent in document.Root.get("/OutputIntents", ()):
            profile = intent.get("/DestOutputProfile")
            if profile is not None:
                profile.write(_undated(profile.read_bytes()))
        for name in ("/ID", "/DocChecksum"):
            if name in document.trailer:
                del document.trailer[name]
        return unambiguous(_saved(document))


def _undated(profile: bytes) -> bytes:
    """The colour profile without the moment it was made."""
    if profile[_ICC_SIGNATURE] != b"acsp":
        return profile
    first_day = (2000).to_bytes(2, "big") + (1).to_bytes(2, "big") * 2 + bytes(6)
    return profile[: _ICC_DATE.start] + first_day + profile[_ICC_DATE.stop :]


def _open_misread(document: pikepdf.Pdf) -> None:
    for one in document.objects:
        if isinstance(one, pikepdf.Stream) and one.read_raw_bytes().endswith(b"\r"):
            one.write(one.read_bytes())


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return out.getvalue()
