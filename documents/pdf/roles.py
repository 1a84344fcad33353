"""Is this a person's certificate or an agency's? From our register when it knows, else from the names in it.

The government's authority marks neither reliably, so a guess is only used where nobody was enrolled.
"""

# mypy: disable-error-code="import-untyped"

from typing import Literal

from asn1crypto import x509

from documents.pdf.integrity import certificate_sha256
from documents.pdf.lettering import plain
from documents.pdf.trust import Trust

Role = Literal["person", "agency"]

#: How names of agencies begin (Decree 30/2020, annex III and the usual names of bodies), in lower case.
AGENCY_WORDS = (
    "ủy ban", "uỷ ban", "ubnd", "hội đồng", "hđnd", "bộ ", "sở ", "tổng cục", "cục ", "chi cục", "vụ ", "ban ",
    "văn phòng", "thanh tra", "phòng ", "trung tâm", "trường ", "viện ", "học viện", "bệnh viện", "đài ", "kho bạc",
    "công an", "bộ chỉ huy", "tòa án", "toà án", "viện kiểm sát", "bảo hiểm", "thuế ", "hải quan", "đảng ủy",
    "tỉnh ủy", "thành ủy", "huyện ủy", "liên đoàn", "hội ", "mặt trận", "công ty", "tổng công ty", "ngân hàng",
    "quốc hội", "chính phủ", "kiểm toán", "đoàn ",
)  # fmt: skip


def registered_role(certificate: x509.Certificate, trust: Trust) -> Role | None:
    fingerprint = certificate_sha256(certificate)
    if fingerprint in trust.agencies:
        return "agency"
    if fingerprint in trust.people:
        return "person"
    der = certificate.dump()
    return next((one.holder for one in trust.anchors if one.holder and one.certificate == der), None)


def role_of(certificate: x509.Certificate, trust: Trust) -> Role:
    return registered_role(certificate, trust) or _guess(certificate)


def somebody_is_registered(trust: Trust) -> bool:
    return bool(trust.people or trust.agencies)


def _guess(certificate: x509.Certificate) -> Role:
    subject = certificate.subject.native
    name = plain(str(subject.get("common_name", ""))).casefold()
    organization = plain(str(subject.get("organization_name", ""))).casefold()
    if subject.get("title") or "email_address" in subject:
        return "person"
    if str(subject.get("user_id", "")).startswith("MST:"):
        return "agency"
    begins = name.startswith(AGENCY_WORDS) or (organization and name.startswith(organization))
    return "agency" if begins else "person"
