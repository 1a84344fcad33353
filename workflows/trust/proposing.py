"""Proposing what the office believes, and the second person who makes it count.

The second person types the fingerprint as they got it by a way of their own: it is not shown to them beforehand, and
the one who brought a file can never confirm it. Withdrawing takes two people as well.
source    our choice, workflows/decisions/2026-11-23-trust-by-two.md
"""

# mypy: disable-error-code="import-untyped"

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from asn1crypto import x509
from sqlalchemy import ColumnElement, or_, select, update

from documents.database import new_id
from documents.errors import NotAllowed, VanthuError
from documents.journal import JournalEntry
from documents.pdf.errors import TrustFileUnreadable
from documents.pdf.keys import certificate_facts
from documents.pdf.trust import certificates_in_file
from documents.work import Work
from workflows.directory.model import Person, our_agency, require_administrator, same_words
from workflows.errors import ActDenied
from workflows.trust.model import (
    USES,
    TrustAnchor,
    TrustConfirmed,
    TrustedList,
    TrustProposal,
    TrustProposed,
    TrustRefusedByOther,
)

CONFIRMERS = ("administrator", "director", "clerk", "inspector")
"""Functions whose holders may be the second person."""
SETTLED = timedelta(days=30)
"""How long somebody the proposer appointed cannot be the second person."""
LARGEST_FILE_BYTES = 256 * 1024
MOST_CERTIFICATES = 50
SHORTEST_TYPED = 16
"""Digits of a fingerprint that must be typed at least: 64 bits, which nobody finds a second certificate for."""
SHA1_DIGITS = 40
LONGEST_SOURCE = 1_000
SHORTEST_SOURCE = 5
AUTHORITIES = ("root", "signing", "link")


class TrustRefused(VanthuError):
    """A certificate, list or withdrawal that cannot be proposed or decided as it is; `why` says what is wrong."""

    code = "trust_refused"


def propose_certificates(work: Work, file: bytes, use: str, source: str) -> list[str]:
    """Propose every certificate of a PEM or DER file for one use; a bundle becomes one proposal each.

    source     where the file and its fingerprint were published
    returns    the ids of the proposals
    raises     NotAllowed; TrustRefused
    """
    require_administrator(work, "trust")
    source = _sentence(source, "trust_without_source")
    if use not in USES:
        raise TrustRefused(why="trust_without_use")
    if len(file) > LARGEST_FILE_BYTES:
        raise TrustRefused(why="not_a_certificate_file")
    try:
        found = certificates_in_file(file)
    except TrustFileUnreadable as problem:
        raise TrustRefused(why="not_a_certificate_file") from problem
    if len(found) > MOST_CERTIFICATES:
        raise TrustRefused(why="too_many_certificates")
    for one in found:
        _check_fit(one, use)
    rows = [anchor_row(der, use) for der in {one.dump(): None for one in found}]
    fresh = [row for row in rows if not _known(work, row)]
    if not fresh:
        raise TrustRefused(why="trusted_already")
    work.session.add_all(fresh)
    work.session.flush()
    return [_told(work, _proposal(work, "add", source, anchor=row)) for row in fresh]


def propose_withdrawal(work: Work, believed_id: str, reason: str, *, distrusted_from: datetime | None) -> str:
    """Propose to believe a certificate, or a whole list, no longer.

    believed_id       of the certificate or the list
    distrusted_from   what was provably made before stays believed; None: it was never to be believed
    raises            NotAllowed; TrustRefused
    """
    require_administrator(work, "trust")
    anchor = work.session.get(TrustAnchor, believed_id)
    trusted_list = work.session.get(TrustedList, believed_id)
    row = anchor or trusted_list
    if row is None or row.in_force_at is None or row.ended_at is not None:
        raise TrustRefused(why="no_such_anchor")
    if _waits(work, or_(TrustProposal.anchor_id == believed_id, TrustProposal.list_id == believed_id)):
        raise TrustRefused(why="trust_waits_already")
    if distrusted_from is not None and distrusted_from > work.now:
        raise TrustRefused(why="distrust_in_future")
    reason = _sentence(reason, "trust_without_reason")
    subject = {"anchor": anchor, "trusted_list": trusted_list}
    return _told(work, _proposal(work, "withdraw", reason, **subject, distrusted_from=distrusted_from))  # type: ignore[arg-type]


def confirm(work: Work, proposal_id: str, typed: str) -> None:
    """Make a proposal count.

    typed    the SHA-256 fingerprint, or at least its last 16 digits, as the second person got it themselves
    raises   NotAllowed; ActDenied for one's own proposal or another fingerprint; TrustRefused
    """
    proposal = _open_proposal(work, proposal_id)
    if _same_human(work, proposal):
        raise ActDenied(reason="own_trust_proposal", act="confirm_trust")
    if _appointed_by_proposer(work, proposal):
        raise ActDenied(reason="appointed_by_proposer", act="confirm_trust", days=SETTLED.days)
    anchor, trusted_list = _subject_of(work, proposal)
    digest = anchor.fingerprint if anchor is not None else trusted_list.sha256  # type: ignore[union-attr]
    if not _fits(typed, digest):
        raise ActDenied(reason="fingerprint_differs", act="confirm_trust")
    _decide(work, proposal, accepted=True)
    if proposal.act == "add" and anchor is not None:
        anchor.in_force_at = work.now
    elif proposal.act == "withdraw" and anchor is not None:
        anchor.ended_at, anchor.distrusted_from = work.now, proposal.distrusted_from
    elif proposal.act == "withdraw" and trusted_list is not None:
        _end_lists(work, [trusted_list.id], proposal.distrusted_from)
    elif trusted_list is not None:
        _replace_list(work, trusted_list)
    told = (proposal.act, *_named(anchor, trusted_list), proposal.proposed_name)
    work.record(TrustConfirmed(None, proposal.id, *told))


def refuse(work: Work, proposal_id: str, reason: str) -> None:
    """Turn a proposal down; who made it may take it back.

    raises    NotAllowed; TrustRefused
    """
    proposal = _open_proposal(work, proposal_id)
    proposal.reason = _sentence(reason, "trust_without_reason")
    _decide(work, proposal, accepted=False)
    _, subject, fingerprint = _named(*_subject_of(work, proposal))
    work.record(TrustRefusedByOther(None, proposal.id, proposal.act, subject, fingerprint, proposal.reason))


def require_confirmer(work: Work) -> None:
    """raises NotAllowed unless the actor, in person, may be the second one"""
    agency = our_agency(work.session, work.now)
    if not {f"office:{function}:{agency.id}" for function in CONFIRMERS} & work.actor.own:
        raise NotAllowed(right="trust", document_id=None)


def propose_read_list(work: Work, row: TrustedList, lines: list[TrustAnchor], source: str) -> str:
    """Propose a list that was read and whose signature is right, with its lines; see `workflows.trust.lists`."""
    source = _sentence(source, "trust_without_source")
    row.id = new_id()
    work.session.add(row)
    work.session.flush()
    for line in lines:
        line.list_id = row.id
    work.session.add_all(lines)
    return _told(work, _proposal(work, "list", source, trusted_list=row))


def anchor_row(der: bytes, use: str) -> TrustAnchor:
    """A row for a certificate (DER), not yet counting."""
    facts = certificate_facts(der)
    return TrustAnchor(
        id=new_id(),
        fingerprint=facts.sha256,
        certificate=der,
        subject=facts.subject,
        issuer=facts.issuer,
        not_before=facts.not_before,
        not_after=facts.not_after,
        use=use,
    )


def _known(work: Work, row: TrustAnchor) -> bool:
    """Believed already for this use, or waiting for its second person."""
    same = select(TrustAnchor.id).where(
        TrustAnchor.fingerprint == row.fingerprint,
        TrustAnchor.use == row.use,
        TrustAnchor.list_id.is_(None),
        TrustAnchor.ended_at.is_(None),
    )
    counts = work.session.scalar(same.where(TrustAnchor.in_force_at.is_not(None)).limit(1))
    return counts is not None or _waits(work, TrustProposal.anchor_id.in_(same))


def _check_fit(certificate: x509.Certificate, use: str) -> None:
    """raises TrustRefused for an authority named as somebody's own certificate, and the other way round"""
    if use in AUTHORITIES and not certificate.ca:
        raise TrustRefused(why="not_an_authority")
    if use in ("person", "agency") and certificate.ca:
        raise TrustRefused(why="is_an_authority")
    stamps = certificate.extended_key_usage_value
    if use == "timestamps" and not certificate.ca and (not stamps or "time_stamping" not in stamps.native):
        raise TrustRefused(why="not_for_timestamps")


def _proposal(
    work: Work,
    act: str,
    source: str,
    *,
    anchor: TrustAnchor | None = None,
    trusted_list: TrustedList | None = None,
    distrusted_from: datetime | None = None,
) -> TrustProposal:
    made = TrustProposal(
        id=new_id(),
        act=act,
        anchor_id=anchor.id if anchor else None,
        list_id=trusted_list.id if trusted_list else None,
        source=source,
        distrusted_from=distrusted_from,
        proposed_at=work.now,
        proposed_by=work.actor.person_id,
        proposed_name=work.by,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _told(work: Work, proposal: TrustProposal) -> str:
    told = (*_named(*_subject_of(work, proposal)), proposal.source, proposal.distrusted_from)
    work.record(TrustProposed(None, proposal.id, proposal.act, *told))
    return proposal.id


def _subject_of(work: Work, proposal: TrustProposal) -> tuple[TrustAnchor | None, TrustedList | None]:
    anchor = work.session.get(TrustAnchor, proposal.anchor_id) if proposal.anchor_id else None
    return anchor, work.session.get(TrustedList, proposal.list_id) if proposal.list_id else None


def _named(anchor: TrustAnchor | None, trusted_list: TrustedList | None) -> tuple[str, str, str]:
    """(use, subject, fingerprint) for the journal."""
    if anchor is not None:
        return anchor.use, anchor.subject, anchor.fingerprint
    assert trusted_list is not None
    return "list", f"{trusted_list.operator} ({trusted_list.sequence})", trusted_list.sha256


def _open_proposal(work: Work, proposal_id: str) -> TrustProposal:
    require_confirmer(work)
    proposal = work.session.get(TrustProposal, proposal_id, with_for_update=True)
    if proposal is None or proposal.decided_at is not None:
        raise TrustRefused(why="no_such_proposal")
    return proposal


def _decide(work: Work, proposal: TrustProposal, *, accepted: bool) -> None:
    proposal.decided_at, proposal.accepted = work.now, accepted
    proposal.decided_by, proposal.decided_name = work.actor.person_id, work.by


def _same_human(work: Work, proposal: TrustProposal) -> bool:
    """The same person of the directory, or another entry of it under the same name."""
    if proposal.proposed_by == work.actor.person_id:
        return True
    proposer = work.session.get(Person, proposal.proposed_by)
    own = work.session.get(Person, work.actor.person_id)
    return proposer is not None and own is not None and same_words(proposer.name, own.name)


def _appointed_by_proposer(work: Work, proposal: TrustProposal) -> bool:
    """Whoever proposes may not have brought the second person into the directory, or into a post, for the purpose."""
    own = work.session.get(Person, work.actor.person_id)
    assert own is not None
    named = (f'"person_id": "{own.id}"', f'"person_name": {json.dumps(own.name, ensure_ascii=False)}')
    told = select(JournalEntry.id).where(
        JournalEntry.fact.in_(("person_added", "position_given")),
        JournalEntry.actor_id == proposal.proposed_by,
        JournalEntry.at > work.now - SETTLED,
        or_(*(JournalEntry.body.contains(one, autoescape=True) for one in named)),
    )
    return work.session.scalar(told.limit(1)) is not None


def _fits(typed: str, digest: str) -> bool:
    """raises TrustRefused for what is too short, or of another kind, to be compared"""
    letters = typed.lower().replace("sha-256", "").replace("sha256", "")
    digits = "".join(letter for letter in letters if letter.isalnum())
    if any(letter not in "0123456789abcdef" for letter in digits) or len(digits) < SHORTEST_TYPED:
        raise TrustRefused(why="fingerprint_too_short")
    if len(digits) == SHA1_DIGITS and not digest.endswith(digits):
        raise TrustRefused(why="fingerprint_is_sha1")
    return digest.endswith(digits)


def _replace_list(work: Work, trusted_list: TrustedList) -> None:
    """The new list counts, and the one it follows does not any more: belief is exactly what the newest says."""
    before = select(TrustedList.id).where(
        TrustedList.operator == trusted_list.operator,
        TrustedList.territory == trusted_list.territory,
        TrustedList.in_force_at.is_not(None),
        TrustedList.ended_at.is_(None),
        TrustedList.id != trusted_list.id,
    )
    _end_lists(work, work.session.scalars(before).all(), None)
    trusted_list.in_force_at = work.now
    lines = update(TrustAnchor).where(TrustAnchor.list_id == trusted_list.id)
    work.session.execute(lines.values(in_force_at=work.now))


def _end_lists(work: Work, ids: Sequence[str], distrusted_from: datetime | None) -> None:
    lines = update(TrustAnchor).where(TrustAnchor.list_id.in_(ids), TrustAnchor.ended_at.is_(None))
    work.session.execute(lines.values(ended_at=work.now, distrusted_from=distrusted_from))
    work.session.execute(update(TrustedList).where(TrustedList.id.in_(ids)).values(ended_at=work.now))


def _waits(work: Work, which: ColumnElement[bool]) -> bool:
    wanted = select(TrustProposal.id).where(which, TrustProposal.decided_at.is_(None)).limit(1)
    return work.session.scalar(wanted) is not None


def _sentence(text: str, why: str) -> str:
    words = " ".join(text.split())[:LONGEST_SOURCE]
    if len(words) < SHORTEST_SOURCE:
        raise TrustRefused(why=why)
    return words
