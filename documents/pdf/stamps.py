"""Timestamps: what a token proves about bytes, and how far back a chain of them carries.

The outermost timestamp must be valid when we look; each one inside must have been valid when the one around it was
made. A signature's own timestamp is the innermost.
"""

# mypy: disable-error-code="import-untyped"

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import new as new_digest

from asn1crypto import cms, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.anatomy import Gap
from documents.pdf.containers import certificates_in_container, check_shape
from documents.pdf.integrity import ALLOWED_DIGESTS, OTHER_DIGESTS, OUTDATED_DIGESTS
from documents.pdf.report import Finding
from documents.pdf.revocation import CLOCK_TOLERANCE, Answers, Standing, link_standings, weakest
from documents.pdf.timestamps import tst_info
from documents.pdf.trust import Paths


@dataclass(frozen=True)
class Stamp:
    """A token whose mathematics is right: these bytes existed at this time, says this certificate."""

    field: str
    time: datetime
    certificate: x509.Certificate
    digest: str
    bag: tuple[x509.Certificate, ...]


@dataclass(frozen=True)
class StampVerdict:
    """`holds` when the time is proven; findings otherwise say why not."""

    holds: bool
    findings: tuple[Finding, ...]
    standing: Standing = "not_checked"


def read_stamp(
    field: str, signed: cms.SignedData, data: bytes, *, strict: bool, otherwise: str = "timestamp_wrong"
) -> Stamp | Finding:
    """A token checked against the bytes it should stamp; whom it comes from is `judge_stamp`'s question.

    otherwise     what it means when the bytes are others
    """
    wrong = Finding("timestamp_wrong", {"field": field})
    try:
        info = tst_info(signed)
        imprint = info["message_imprint"]
        digest = imprint["hash_algorithm"]["algorithm"].native
        if digest not in ALLOWED_DIGESTS and (strict or digest not in OTHER_DIGESTS + OUTDATED_DIGESTS):
            return Finding("weak_algorithm", {"field": field, "algorithm": digest})
        if len(signed["signer_infos"]) != 1:
            return wrong
        if new_digest(digest, data).digest() != imprint["hashed_message"].native:
            return Finding(otherwise, {"field": field})
        if strict:
            check_shape(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
        signer = signed["signer_infos"][0]
        certificate = extract_certificate_info(signed).signer_cert
        content = bytes(signed["encap_content_info"]["content"])
        own = signer["digest_algorithm"]["algorithm"].native
        actual = new_digest(own, content).digest()
        intact, valid = validate_sig_integrity(signer, certificate, "tst_info", actual)
        time = info["gen_time"].native.astimezone(UTC)
        bag = certificates_in_container(signed)
    except Exception:
        # A token from a file may break in any way; every way means the same.
        return wrong
    return Stamp(field, time, certificate, digest, bag) if intact and valid else wrong


def signature_stamp(signature: EmbeddedPdfSignature, *, strict: bool) -> Stamp | Finding | None:
    """The token inside a signature, over its signature value; None when it has none."""
    attributes = signature.signer_info["unsigned_attrs"]
    found = [one for one in attributes or () if one["type"].native == "signature_time_stamp_token"]
    if not found:
        return None
    if len(found) != 1 or len(found[0]["values"]) != 1:
        return Finding("timestamp_wrong", {"field": signature.fq_name})
    token = found[0]["values"][0]["content"]
    return read_stamp(signature.fq_name, token, signature.signer_info["signature"].native, strict=strict)


def document_stamp(pdf: bytes, signature: EmbeddedPdfSignature, gap: Gap, *, strict: bool) -> Stamp | Finding:
    """A document timestamp, over the file up to it."""
    covered = pdf[: gap.start] + pdf[gap.end : gap.covered]
    return read_stamp(
        signature.fq_name, signature.signed_data, covered, strict=strict, otherwise="content_altered"
    )


def loose_stamp(name: str, token: bytes, data: bytes) -> Stamp | Finding:
    """A token that stands by itself, as DER, over these bytes."""
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
    except (ValueError, TypeError):
        return Finding("timestamp_wrong", {"field": name})
    return read_stamp(name, signed, data, strict=False)


def judge_stamp(stamp: Stamp, paths: Paths, answers: Answers, looked_at: datetime) -> StampVerdict:
    """Is the authority trusted, and was its certificate good when we, or the next timestamp, looked?"""
    facts = {"field": stamp.field, "signer": stamp.certificate.subject.human_friendly}
    # Not later than the look, and inside the certificate's life at both ends.
    if stamp.time > looked_at + CLOCK_TOLERANCE:
        return StampVerdict(False, (Finding("timestamp_in_future", facts),))
    then, now = (paths.at(stamp.certificate, "timestamps", moment) for moment in (stamp.time, looked_at))
    if "distrusted" in (then.status, now.status):
        return StampVerdict(False, (Finding("timestamp_distrusted", facts),))
    if then.status == "unknown":
        return StampVerdict(False, (Finding("timestamp_unknown", facts),))
    if then.status != "ok":
        return StampVerdict(False, (Finding("timestamp_wrong", facts),))
    if now.status != "ok":
        return StampVerdict(False, (Finding("timestamp_expired", facts),))
    if paths.strict and not paths.uses_all(now, stamp.bag):
        return StampVerdict(False, (Finding("timestamp_wrong", facts),))
    standing = weakest(link_standings(answers, now.links, looked_at))
    if standing == "revoked":
        return StampVerdict(False, (Finding("timestamp_wrong", facts),), standing)
    return StampVerdict(True, (), standing)
