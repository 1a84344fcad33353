"""One more revision on top of a PDF, written so that nothing changes but what we mean to change.

pyHanko builds the structure; this file keeps its clock, its metadata and its version bumps out of the way, draws the
picture, and reserves a container of fixed size so that the key signs once. The shared floor of `sign`, `seal` and
`long_term`.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Self

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import pdf_signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import BaseStampStyle, StaticStampStyle

from documents.pdf.errors import NotPrepared, PdfUnreadable
from documents.pdf.keys import SigningKey
from documents.pdf.pending import PendingSignature
from documents.pdf.pictures import Picture
from documents.pdf.quick_hex import install as read_containers_quickly

read_containers_quickly()

#: Room for a signature, its certificates and a timestamp token, in hex digits.
CONTAINER_HEX_DIGITS = 24576


@dataclass(frozen=True)
class Claim:
    """What a signature says about itself; nothing of it is proof. `at` is the signer's own clock."""

    at: datetime
    reason: str | None = None
    location: str | None = None


class RevisionWriter(IncrementalPdfFileWriter):
    """pyHanko's incremental writer without its habit of rewriting XMP and Info at each write.

    The rewrite stamps the machine's clock into the file and breaks the extension schemas PDF/A asks for.
    """

    def _update_meta(self) -> None:
        return None

    def _write_objects(self, stream: Any, object_position_dict: Any) -> None:
        for number, written in self.objects.items():
            if isinstance(written, generic.StreamObject) and written.encoded_data.endswith(b"\r"):
                self.objects[number] = _ending_otherwise(written)
        super()._write_objects(stream, object_position_dict)

    @classmethod
    def open(cls, pdf: bytes) -> Self:
        """raises PdfUnreadable."""
        try:
            return cls(BytesIO(pdf))
        except (PdfError, ValueError, TypeError, KeyError, RecursionError) as problem:
            raise PdfUnreadable(reason=str(problem)) from problem


def _ending_otherwise(stream: generic.StreamObject) -> generic.StreamObject:
    """The same stream deflated if it was plain, plain if it was deflated.

    Data that ends in a carriage return would, with the line end pyHanko writes after it, read as one byte shorter,
    which PDF/A forbids.
    """
    entries = {key: value for key, value in stream.items() if key not in ("/Filter", "/Length")}
    other = generic.StreamObject(entries, stream_data=stream.data)
    if "/Filter" not in stream:
        other.compress()  # type: ignore[no-untyped-call]  # pyHanko leaves it open
    return other


class RevisionSigner(PdfSigner):
    """pyHanko's signer that declares the PAdES extension only.

    For elliptic curves the original also raises the catalogue's version to 2.0, which ends the PDF/A-2 claim.
    """

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        del md_algorithm
        pdf_signer._ensure_esic_ext(pdf_out)


def open_fields(writer: RevisionWriter) -> frozenset[str]:
    """The signature fields that wait for a signature."""
    return frozenset(name for name, value, _ in enumerate_sig_fields(writer.prev) if value is None)


def check_unsigned(writer: RevisionWriter) -> None:
    """Nobody has signed yet; raises NotPrepared."""
    for name, value, _ in enumerate_sig_fields(writer.prev):
        if value is not None:
            raise NotPrepared(field=name, reason="already signed")


def check_fillable(writer: RevisionWriter, field_name: str) -> None:
    """The signature field exists and is empty; raises NotPrepared."""
    for name, value, _ in enumerate_sig_fields(writer.prev):
        if name == field_name:
            if value is not None:
                raise NotPrepared(field=field_name, reason="already signed")
            return
    raise NotPrepared(field=field_name, reason="no such field")


def sign_revision(
    writer: RevisionWriter,
    key: SigningKey,
    field_name: str,
    *,
    picture: bytes | BaseStampStyle,
    claim: Claim,
    permissions: MDPPerm | None = None,
) -> PendingSignature:
    """Write the revision and sign it once, without a timestamp; `permissions` makes it a certification.

    picture   the PNG the field shows, or how it is to be drawn
    """
    signer = RevisionSigner(
        PdfSignatureMetadata(
            field_name=field_name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=permissions is not None,
            docmdp_permissions=permissions or MDPPerm.NO_CHANGES,
            reason=claim.reason,
            location=claim.location,
        ),
        key.signer,
        stamp_style=_picture_style(picture) if isinstance(picture, bytes) else picture,
    )
    pdf, digest, start, end = _reserve(signer, writer, claim.at)
    return PendingSignature(pdf, start, end, key.sign(digest))


def _reserve(signer: PdfSigner, writer: RevisionWriter, at: datetime) -> tuple[bytes, bytes, int, int]:
    """The revision with an empty container, the digest around it and the container's two offsets."""
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = at
    document = session.prepare_tbs_document(None, bytes_reserved=CONTAINER_HEX_DIGITS)
    digest, out = document.digest_tbs_document(output=BytesIO())
    return (
        out.getvalue(),  # type: ignore[attr-defined]  # it is the BytesIO given above
        digest.document_digest,
        digest.reserved_region_start,
        digest.reserved_region_end,
    )


def _picture_style(picture_png: bytes) -> StaticStampStyle:
    """The picture alone: no border, no text, its own proportions, centred in the field."""
    return StaticStampStyle(
        background=Picture(picture_png),
        background_opacity=1.0,
        border_width=0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID,
            y_align=AxisAlignment.ALIGN_MID,
            margins=Margins(0, 0, 0, 0),
            inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
        ),
    )


def add_stream(writer: RevisionWriter, entries: dict[str, Any], content: bytes) -> generic.IndirectObject:
    """A new, uncompressed stream object."""
    named = {generic.NameObject(key): value for key, value in entries.items()}
    return writer.add_object(generic.StreamObject(named, stream_data=content))
