"""Proof that outlives certificates: revocation data newer than the signatures, under an archive timestamp.

Answers about certificates are fetched by the caller and come in as bytes. They are refused when older than the
signature they should prove: a cached "good" from yesterday says nothing about today's lost token.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from dataclasses import dataclass
from io import BytesIO

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from documents.pdf.pending import fill_container
from documents.pdf.revision import RevisionWriter
from documents.pdf.timestamps import Timestamper, check_token

ARCHIVE_FIELD = "DauThoiGian"

#: Room for a timestamp token with its certificates, in hex digits.
TOKEN_HEX_DIGITS = 16384


@dataclass(frozen=True)
class ValidationData:
    """Certificates and answers about them, each as DER."""

    certificates: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


def raise_to_lta(sealed: bytes, data: ValidationData, *, timestamper: Timestamper) -> bytes:
    """B-T to B-LTA in one revision: validation data, and a document timestamp over everything.

    Called again, it renews: newer data, one more timestamp. Do that before the authority's certificate ends.
    raises    TimestampUnavailable, RevocationDataStale, RevocationDataMissing
    """
    writer = RevisionWriter.open(sealed)
    _store(writer, data)
    return _timestamped(writer, timestamper)


def raise_to_lt(sealed: bytes, data: ValidationData) -> bytes:
    """B-T to B-LT: the validation data alone, for an office whose timestamp server is away."""
    writer = RevisionWriter.open(sealed)
    _store(writer, data)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _store(writer: RevisionWriter, data: ValidationData) -> None:
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        sig_contents=None,
        certs=[x509.Certificate.load(der) for der in data.certificates],
        ocsps=[ocsp.OCSPResponse.load(der) for der in data.ocsps],
        crls=[crl.CertificateList.load(der) for der in data.crls],
    )


def _timestamped(writer: RevisionWriter, timestamper: Timestamper) -> bytes:
    name = _next_archive_field(writer.prev)
    field = SigFieldSpec(sig_field_name=name, readable_field_name="Dấu thời gian lưu trữ")
    embedder = PdfCMSEmbedder(new_field_spec=field).write_cms(field_name=name, writer=writer)
    next(embedder)
    embedder.send(SigObjSetup(sig_placeholder=DocumentTimestamp(bytes_reserved=TOKEN_HEX_DIGITS)))
    out = BytesIO()
    digest, _ = embedder.send(SigIOSetup(md_algorithm="sha256", output=out))
    token = timestamper.stamp(digest.document_digest)
    pdf = out.getvalue()
    start, end = digest.reserved_region_start, digest.reserved_region_end
    check_token(token, pdf[:start] + pdf[end:])
    return fill_container(pdf, start, end, token)


def _next_archive_field(reader: PdfFileReader) -> str:
    used = {str(field.get_object().get("/T")) for field in reader.root["/AcroForm"]["/Fields"]}
    count = 1
    while f"{ARCHIVE_FIELD}{count}" in used:
        count += 1
    return f"{ARCHIVE_FIELD}{count}"
