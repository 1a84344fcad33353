"""Until when a file proves itself if nothing is added to it ("provable until").

What was time-stamped last holds everything before it; its own authority's certificates end one day. Renewal adds fresh
answers and another time-stamp before that day (ETSI EN 319 142-1, 5.5).
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from collections.abc import Iterable
from datetime import UTC, datetime

from asn1crypto import cms, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.long_term import signatures_in, tokens_of
from documents.pdf.objects import dictionary, name, streams
from documents.pdf.revision import RevisionWriter


def provable_until(pdf: bytes) -> datetime | None:
    """The end of the certificates that everything hangs on, in UTC; None for a file without a signature.

    With an archive timestamp that is its authority, and those above it; without one it is the first of all signers and
    timestamp authorities. That the certificates are good is another question: `verify` answers it.
    raises    NotPrepared for what is no PDF of ours
    """
    reader = RevisionWriter.open(pdf).prev
    found = sorted(signatures_in(reader), key=lambda one: one.signed_revision)
    stored = [x509.Certificate.load(der) for der in streams(dictionary(reader.root, "/DSS"), "/Certs")]
    archived = [one for one in found if name(one.sig_object, "/SubFilter") == "/ETSI.RFC3161"]
    if archived:
        return _end(archived[-1].signed_data, stored)
    return min((end for one in found for end in _ends(one, stored)), default=None)


def token_end(token: bytes) -> datetime:
    """Until when a timestamp token (RFC 3161) proves anything by its own certificates."""
    return _end(cms.ContentInfo.load(token)["content"], [])


def _ends(signature: EmbeddedPdfSignature, stored: Iterable[x509.Certificate]) -> list[datetime]:
    tokens = [token["content"] for token in tokens_of(signature)]
    return [_end(signed, stored) for signed in (signature.signed_data, *tokens)]


def _end(signed: cms.SignedData, stored: Iterable[x509.Certificate]) -> datetime:
    """The first end on the way up from the signer; a root's own end is for whoever trusts it to judge."""
    told = extract_certificate_info(signed)
    bag = {one.subject.hashable: one for one in (*told.other_certs, *stored) if not one.self_issued}
    here, end = told.signer_cert, told.signer_cert.not_valid_after
    for _ in range(len(bag)):
        above = bag.get(here.issuer.hashable)
        if above is None or above.dump() == here.dump():
            break
        here, end = above, min(end, above.not_valid_after)
    proved: datetime = end.astimezone(UTC)
    return proved
