"""Visible signatures of strangers on a certified paper.

Number, day and seal are added to a certified paper as further visible signatures, and so may a picture be that covers
its text. Who knows the signers' authorities sees the difference. Who knows none can only ask whether the later signer
comes from the same house as an earlier one.
"""

# mypy: disable-error-code="import-untyped"

import unicodedata
from collections.abc import Sequence

from asn1crypto import x509

from documents.pdf.judgement import Evidence, Judged
from documents.pdf.later_fields import form_of
from documents.pdf.report import Finding


def strangers_on_certified(evidence: Sequence[Evidence], judged: Sequence[Judged]) -> list[Finding]:
    """Only for papers whose certifier is unknown here as well; a known one's strangers are named by themselves."""
    first = next((n for n, one in enumerate(evidence) if one.signature.docmdp_level is not None), None)
    if first is None or not _is_unknown(judged[first]):
        return []
    certified = evidence[first].signature
    fields = form_of(certified.reader.get_historical_resolver(certified.signed_revision)).fields
    now = form_of(certified.reader).fields
    houses = {_house(one.integrity.certificate) for one in evidence[: first + 1] if one.integrity.certificate}
    findings = []
    for one in evidence[first + 1 :]:
        name, certificate = f".{one.field}", one.integrity.certificate
        if one.is_timestamp or certificate is None or name in fields or _house(certificate) in houses:
            continue
        if name not in now or now[name].has_room:
            findings.append(Finding("stranger_on_certified", {"field": one.field}))
    return findings


def _is_unknown(one: Judged) -> bool:
    return any(finding.code == "signer_unknown" for finding in one.findings)


def _house(certificate: x509.Certificate) -> str:
    """Who issued the certificate: the authority's organization without accents, else its whole name.

    The government's authority writes its own name with accents in newer certificates and without in older ones.
    """
    if certificate.self_issued:
        return bytes(certificate.sha256).hex()
    organization = certificate.issuer.native.get("organization_name")
    if not isinstance(organization, str):
        return str(certificate.issuer.hashable)
    bare = unicodedata.normalize("NFD", organization.casefold().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
