"""One signature on its own: is its container sound, do the bytes match, is the mathematics right?

Nothing about trust, time or what came later; those are `trust`, `stamps`, `changes`.
"""

# mypy: disable-error-code="import-untyped"

from dataclasses import dataclass
from hashlib import new as new_digest
from hashlib import sha256

from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.anatomy import Gap, Revision, enclosing_object, gap_of, unpadded
from documents.pdf.containers import DIGEST_KIND, check_shape, signer_of
from documents.pdf.objects import name as name_in
from documents.pdf.report import Finding

ALLOWED_DIGESTS = ("sha256", "sha384", "sha512")
#: Right, but never ours.
OTHER_DIGESTS = ("sha3_256", "sha3_384", "sha3_512", "shake256", "shake256_len", "sha512_256")
OUTDATED_DIGESTS = ("sha1", "sha224")
SMALLEST_RSA_BITS = 2048


@dataclass(frozen=True)
class Integrity:
    """What one signature is made of; `sound` when nothing is wrong with it."""

    findings: tuple[Finding, ...]
    certificate: x509.Certificate | None
    algorithm: str
    names_certificate: bool
    gap: Gap | None

    @property
    def sound(self) -> bool:
        return not any(finding.effect in ("invalid", "altered") for finding in self.findings)


def examine(
    pdf: bytes, signature: EmbeddedPdfSignature, cut: tuple[Revision, ...], *, strict: bool
) -> Integrity:
    """`strict` is for our own files: one way to write a container, no outdated algorithms."""
    name = signature.fq_name
    findings: list[Finding] = []
    gap: Gap | None = None
    try:
        gap = _container(pdf, signature, cut, strict=strict)
        certificate = signer_of(signature.signed_data)
    except ValueError as problem:
        damage = Finding("container_damaged", {"field": name, "reason": str(problem)})
        return Integrity((damage,), None, "", False, gap)
    algorithm = _algorithm(signature.signer_info, certificate)
    findings += _weakness(name, signature, certificate, strict=strict)
    findings += _mathematics(signature, certificate)
    return Integrity(tuple(findings), certificate, algorithm, _names_certificate(signature.signer_info), gap)


def _container(
    pdf: bytes, signature: EmbeddedPdfSignature, cut: tuple[Revision, ...], *, strict: bool
) -> Gap:
    gap = gap_of(pdf, signature.sig_object)
    reference = signature.sig_field.raw_get("/V")
    position = signature.reader.xrefs[generic.Reference(reference.idnum, reference.generation)]
    if not isinstance(position, int):
        raise ValueError("chữ ký nằm trong luồng nén")
    enclosing_object(pdf, gap, position)
    if not _ends_a_revision(pdf, gap, cut):
        raise ValueError("phạm vi ký không kết thúc ở cuối một phiên bản")
    content = unpadded(signature.pkcs7_content, None if strict else _unlocked(signature))
    digits = pdf[gap.start + 1 : gap.end - 1]
    if digits not in (digits.upper(), digits.lower()):
        raise ValueError("chữ ký viết lẫn chữ hoa và chữ thường")
    _plain_cms(content, signature)
    if strict:
        check_shape(content)
    return gap


def _unlocked(signature: EmbeddedPdfSignature) -> bytes | None:
    if not signature.reader.encrypted:
        return None
    proxy = signature.sig_object.raw_get("/Contents", decrypt=generic.EncryptedObjAccess.PROXY)
    if not isinstance(proxy, generic.DecryptedObjectProxy):
        return None
    try:
        unlocked = proxy.decrypted
    except (PdfError, ValueError):
        return None
    return bytes(unlocked.original_bytes) if isinstance(unlocked, generic.ByteStringObject) else None


def _ends_a_revision(pdf: bytes, gap: Gap, cut: tuple[Revision, ...]) -> bool:
    """The signed bytes end with a revision; a missing last line end is the writer's habit, not a gap."""
    ends = (revision.end for revision in cut)
    return any(
        gap.covered == end or (gap.covered < end and not pdf[gap.covered : end].strip(b"\r\n"))
        for end in ends
    )


def _plain_cms(content: bytes, signature: EmbeddedPdfSignature) -> None:
    """Exactly one signer, and no content but the document (in the oldest kind its digest); raises ValueError."""
    signed = cms.ContentInfo.load(content, strict=True)["content"]
    if len(signed["signer_infos"]) != 1:
        raise ValueError("số người ký trong một chữ ký khác 1")
    kind = signed["encap_content_info"]["content_type"].native
    subfilter = name_in(signature.sig_object, "/SubFilter")
    is_stamp = subfilter == "/ETSI.RFC3161"
    if kind != ("tst_info" if is_stamp else "data"):
        raise ValueError("loại nội dung không khớp")
    carries = signed["encap_content_info"]["content"].native is not None
    if not is_stamp and carries != (subfilter == DIGEST_KIND):
        raise ValueError("chữ ký mang nội dung riêng")


def _algorithm(signer: cms.SignerInfo, certificate: x509.Certificate) -> str:
    digest = signer["digest_algorithm"]["algorithm"].native
    key = certificate.public_key
    # The newer curves have one size each, which the library does not know.
    size = "" if key.algorithm in ("ed25519", "ed448") else f"-{key.bit_size}"
    return f"{digest} {key.algorithm}{size}"


def _weakness(
    name: str, signature: EmbeddedPdfSignature, certificate: x509.Certificate, *, strict: bool
) -> list[Finding]:
    carries_digest = name_in(signature.sig_object, "/SubFilter") == DIGEST_KIND
    digest = "sha1" if carries_digest else signature.md_algorithm
    key = certificate.public_key
    if key.algorithm == "rsa" and key.bit_size < SMALLEST_RSA_BITS:
        return [Finding("weak_algorithm", {"field": name, "algorithm": f"RSA-{key.bit_size}"})]
    if digest in ALLOWED_DIGESTS or (digest in OTHER_DIGESTS and not strict):
        return []
    if digest in OUTDATED_DIGESTS and not strict:
        return [Finding("weak_algorithm_seen", {"field": name, "algorithm": digest})]
    return [Finding("weak_algorithm", {"field": name, "algorithm": digest})]


def _mathematics(signature: EmbeddedPdfSignature, certificate: x509.Certificate) -> list[Finding]:
    """The digest of the covered bytes, and the signature value over it."""
    is_stamp = name_in(signature.sig_object, "/SubFilter") == "/ETSI.RFC3161"
    if is_stamp:
        return []  # `stamps` checks the token and its imprint.
    facts = {"field": signature.fq_name}
    try:
        digest = _signed_digest(signature)
        if digest is None:
            return [Finding("content_altered", facts)]
        intact, valid = validate_sig_integrity(signature.signer_info, certificate, "data", digest)
    except Exception:
        # pyHanko answers a malformed signature with errors of many kinds; all of them mean "not right".
        return [Finding("signature_wrong", facts)]
    if not valid:
        return [Finding("signature_wrong", facts)]
    return [] if intact else [Finding("content_altered", facts)]


def _signed_digest(signature: EmbeddedPdfSignature) -> bytes | None:
    """The digest the container signs: the document's, or that of the digest it carries; None when that is another's."""
    if name_in(signature.sig_object, "/SubFilter") != DIGEST_KIND:
        return bytes(signature.compute_digest())
    carried = signature.signed_data["encap_content_info"]["content"].native
    if carried != signature.compute_digest("sha1"):
        return None
    return new_digest(signature.md_algorithm, carried).digest()


def _names_certificate(signer: cms.SignerInfo) -> bool:
    """The signed attributes bind the certificate (ESS signing-certificate), as PAdES demands."""
    kinds = {attribute["type"].native for attribute in signer["signed_attrs"] or ()}
    return bool(kinds & {"signing_certificate", "signing_certificate_v2"})


def certificate_sha256(certificate: x509.Certificate) -> str:
    return sha256(certificate.dump()).hexdigest()
