"""Certificates and lists the office believes, and the matters on them that wait for a second person.

Nothing here counts before a second person confirmed it, and nothing is erased: what was believed on a day can be
asked for any day (`workflows.trust.believed`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base, UtcTime, new_id

USES = {
    "root": "Chứng thư gốc: ký văn bản và dấu thời gian",
    "signing": "Nơi cấp chứng thư ký văn bản",
    "timestamps": "Nơi cấp dấu thời gian",
    "link": "Chứng thư trung gian, chỉ để nối lên gốc",
    "person": "Chứng thư của một người đã biết",
    "agency": "Chứng thư của một cơ quan đã biết",
    "list_signer": "Người ký danh sách tin cậy",
}
"""What a certificate is believed for."""


class TrustedList(Base):
    """A trusted list (ETSI TS 119 612) whose signature was right when it came.

    signer        SHA-256 of the certificate that signed it, itself confirmed by two people
    in_force_at   when the second person confirmed it; None before
    ended_at      when a newer one, or a withdrawal, took its place
    """

    __tablename__ = "vanthu_trusted_lists"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(String(64))
    signer: Mapped[str] = mapped_column(String(64))
    operator: Mapped[str] = mapped_column(String(300))
    territory: Mapped[str] = mapped_column(String(20))
    sequence: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    next_update: Mapped[datetime | None] = mapped_column(UtcTime)
    in_force_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class TrustAnchor(Base):
    """A certificate and what it is believed for, by itself or as a line of a list.

    since, until      signatures and stamps of this time only; a list says so, a single certificate has no bounds
    in_force_at       when it began to count here; None while it waits or when it was refused
    ended_at          when belief was withdrawn, or a newer list took its place
    distrusted_from   after `ended_at`: what was made from then on is not believed; None: nothing is, at any time
    """

    __tablename__ = "vanthu_trust_anchors"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    subject: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    not_before: Mapped[datetime] = mapped_column(UtcTime)
    not_after: Mapped[datetime] = mapped_column(UtcTime)
    use: Mapped[str] = mapped_column(String(20))
    list_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_trusted_lists.id"), index=True)
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    in_force_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    distrusted_from: Mapped[datetime | None] = mapped_column(UtcTime)


class TrustProposal(Base):
    """What one person proposed and another decides.

    act        "add", "withdraw" or "list"
    anchor_id  what is added or withdrawn; None for a list
    source     for "add" and "list": where the proposer had it from; for "withdraw": why
    accepted   None while it waits
    """

    __tablename__ = "vanthu_trust_proposals"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    act: Mapped[str] = mapped_column(String(10))
    anchor_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_trust_anchors.id"), index=True)
    list_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_trusted_lists.id"), index=True)
    source: Mapped[str] = mapped_column(Text)
    distrusted_from: Mapped[datetime | None] = mapped_column(UtcTime)
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    proposed_by: Mapped[str] = mapped_column(String(20))
    proposed_name: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_by: Mapped[str | None] = mapped_column(String(20))
    decided_name: Mapped[str | None] = mapped_column(String(300))
    accepted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class TrustProposed:
    """Somebody asks to believe a certificate or a list, or to stop."""

    name: ClassVar[str] = "trust_proposed"
    document_id: None
    proposal_id: str
    act: str
    use: str
    subject: str
    fingerprint: str
    source: str
    distrusted_from: datetime | None


@dataclass(frozen=True)
class TrustConfirmed:
    """A second person confirmed it; from this moment it counts."""

    name: ClassVar[str] = "trust_confirmed"
    document_id: None
    proposal_id: str
    act: str
    use: str
    subject: str
    fingerprint: str
    proposed_by: str


@dataclass(frozen=True)
class TrustRefusedByOther:
    """A proposal was turned down, or taken back by who made it."""

    name: ClassVar[str] = "trust_proposal_refused"
    document_id: None
    proposal_id: str
    act: str
    subject: str
    fingerprint: str
    reason: str
