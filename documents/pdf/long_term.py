"""Proof that outlives certificates: revocation data newer than the signatures, under an archive timestamp.

Answers about certificates are fetched by the caller and come in as bytes. They are refused when older than the
signature they should prove: a cached "good" from yesterday says nothing about today's lost token.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, enumerate_sig_fields
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.errors import (
    CertificateRevoked,
    NotPrepared,
    RevocationDataMissing,
    RevocationDataStale,
)
from documents.pdf.objects import dictionary, name, streams
from documents.pdf.pending import fill_container
from documents.pdf.revision import RevisionWriter
from documents.pdf.revocation import Answers
from documents.pdf.timestamps import Timestamper, check_token, token_facts

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
    raises    TimestampUnavailable, RevocationDataStale, RevocationDataMissing, CertificateRevoked
    """
    writer = _with_proof(sealed, data)
    return _timestamped(writer, timestamper)


def raise_to_lt(sealed: bytes, data: ValidationData) -> bytes:
    """B-T to B-LT: the validation data alone, for an office whose timestamp server is away."""
    writer = _with_proof(sealed, data)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def certificates_in(pdf: bytes) -> tuple[bytes, ...]:
    """The certificates that answers are needed about: signers' and timestamp authorities', as DER."""
    found: dict[bytes, None] = {}
    for signature in signatures_in(RevisionWriter.open(pdf).prev):
        tokens = [signature.signed_data, *(token["content"] for token in tokens_of(signature))]
        for signed in tokens:
            found[extract_certificate_info(signed).signer_cert.dump()] = None
    return tuple(found)


def _with_proof(sealed: bytes, data: ValidationData) -> RevisionWriter:
    writer = RevisionWriter.open(sealed)
    _check_answers(writer.prev, data)
    _store(writer, data)
    return writer


def _check_answers(reader: PdfFileReader, data: ValidationData) -> None:
    """Every signer is answered for, by an answer made after the proven signing time."""
    store = dictionary(reader.root, "/DSS")
    known = Answers(streams(store, "/OCSPs"), streams(store, "/CRLs")).joined(Answers(data.ocsps, data.crls))
    issuers = [x509.Certificate.load(der) for der in (*data.certificates, *streams(store, "/Certs"))]
    for signature in signatures_in(reader):
        if name(signature.sig_object, "/SubFilter") == "/ETSI.RFC3161":
            continue
        tokens = tokens_of(signature)
        if len(tokens) != 1:
            raise NotPrepared(field=signature.fq_name, reason="no timestamp")
        moment = token_facts(tokens[0].dump()).time
        _check_signer(signature, known, [*issuers, *signature.other_embedded_certs], moment)


def _check_signer(
    signature: EmbeddedPdfSignature, known: Answers, issuers: list[x509.Certificate], moment: datetime
) -> None:
    certificate = signature.signer_cert
    above = [one for one in issuers if one.subject == certificate.issuer]
    standings = [known.standing(certificate, one, moment) for one in above]
    facts = {"field": signature.fq_name, "signed_at": moment}
    if "revoked" in standings:
        raise CertificateRevoked(**facts)
    if {"good", "revoked_later"} & set(standings):
        return
    raise RevocationDataStale(**facts) if "older" in standings else RevocationDataMissing(**facts)


def signatures_in(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """Every signature and archive timestamp, in no order."""
    filled = enumerate_sig_fields(reader, filled_status=True)
    return [EmbeddedPdfSignature(reader, field, field_name) for field_name, _, field in filled]


def tokens_of(signature: EmbeddedPdfSignature) -> list[cms.ContentInfo]:
    """The timestamps a signature carries inside."""
    attributes = signature.signer_info["unsigned_attrs"] or ()
    held = (one["values"] for one in attributes if one["type"].native == "signature_time_stamp_token")
    return [value for values in held for value in values]


def _store(writer: RevisionWriter, data: ValidationData) -> None:
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        sig_contents=None,
        certs=[x509.Certificate.load(der) for der in data.certificates],
        ocsps=[ocsp.OCSPResponse.load(der) for der in data.ocsps],
        crls=[crl.CertificateList.load(der) for der in data.crls],
    )


def _timestamped(writer: RevisionWriter, timestamper: Timestamper) -> bytes:
    field_name = _next_archive_field(writer.prev)
    field = SigFieldSpec(sig_field_name=field_name, readable_field_name="Dấu thời gian lưu trữ")
    embedder = PdfCMSEmbedder(new_field_spec=field).write_cms(field_name=field_name, writer=writer)
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
