"""What lies at hand where papers are signed in batches: the very bytes, what is new since one looked, the legal bases.

The digests of a batch are what the person confirms, in one list, before the key is used.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import func, select

from documents.access import may
from documents.annexes import AnnexSeen, see_annexes
from documents.model import Document, DraftVersion
from documents.work import Work
from documents.working_copies import Sighting
from workflows.commands import Rules

Seen = Literal["never", "older", "this"]
"""Whether the actor has opened the paper: never, only an older version of it, or this one."""


@dataclass(frozen=True)
class AtHand:
    """One paper on the desk.

    sha256   of the file the signature will be put on
    seen     see `Seen`; `seen_ordinal` and `ordinal` are the versions to compare
    bases    the legal bases as the paper names them
    annexes  its annexes in files of their own, with the digests that go out with it
    refusal  the step that gives it back with a reason, where the actor may take it; else empty
    """

    sha256: str
    seen: Seen
    seen_ordinal: int
    ordinal: int
    bases: tuple[str, ...]
    refusal: str
    annexes: tuple[AnnexSeen, ...] = ()


@dataclass(frozen=True)
class SigningConfirmed:
    """Somebody confirmed a list of files before signing them with one key.

    papers   (document, SHA-256 of its file), in the order of the list; behind a paper its annexes, under its id
    digest   SHA-256 over the lines "DOCUMENT SHA-256", what was confirmed as a whole
    way      how: "key" (the key's own password), "key+totp" (a code of the moment besides, RFC 6238) or
             "key+webauthn" (a device of the person besides, which signed the digest)
    evidence what the device made; None for the other ways
    """

    name: ClassVar[str] = "signing_confirmed"
    document_id: None
    papers: tuple[tuple[str, str], ...]
    digest: str
    way: str
    evidence: Mapping[str, str] | None = None


def at_hand(work: Work, rules: Rules, document_ids: Sequence[str]) -> dict[str, AtHand]:
    """By id, for those of these papers that are there."""
    papers = work.session.scalars(select(Document).where(Document.id.in_(document_ids))).all()
    versions = _ordinals(work, document_ids)
    looked_at = work.session.execute(
        select(Sighting.document_id, Sighting.ordinal).where(
            Sighting.document_id.in_(document_ids), Sighting.person_id == work.actor.person_id
        )
    )
    seen: dict[str, int] = dict(looked_at.all())
    steps = {paper.id: _giving_back(rules, paper) for paper in papers}
    open_to_me = _allowed(work, steps)
    found = {}
    for paper in papers:
        here, looked = versions.get(paper.id, 0), seen.get(paper.id, 0)
        standing: Seen = "never" if not looked else "this" if looked >= here else "older"
        bases = tuple(_basis(one) for one in paper.fields.get("legal_bases") or ())
        step = steps[paper.id]
        refusal = step if (paper.id, step) in open_to_me else ""
        # Most papers have none: only those that have are asked for them.
        beside = see_annexes(work.session, paper.id) if paper.annexes_digest else ()
        found[paper.id] = AtHand(file_to_sign(paper), standing, looked, here, bases, refusal, beside)
    return found


def listed(work: Work, document_ids: Iterable[str]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The list of files and its digest, as a batch is confirmed; nothing that is not the actor's to see is in it."""
    wanted = list(document_ids)
    seen = select(Document).where(Document.id.in_(wanted), may(work.actor, "view", work.now))
    papers = tuple(
        (paper.id, digest)
        for paper in sorted(work.session.scalars(seen), key=lambda paper: paper.id)
        for digest in (
            file_to_sign(paper),
            *(one.sha256 for one in see_annexes(work.session, paper.id) if paper.annexes_digest),
        )
    )
    lines = "".join(f"{document_id} {sha256}\n" for document_id, sha256 in papers)
    return papers, hashlib.sha256(lines.encode()).hexdigest()


def confirm(
    work: Work, document_ids: Iterable[str], *, way: str, evidence: Mapping[str, str] | None = None
) -> SigningConfirmed:
    """Write down what the actor is about to sign, file by file."""
    papers, digest = listed(work, document_ids)
    confirmed = SigningConfirmed(None, papers, digest, way, evidence)
    work.record(confirmed)
    return confirmed


def file_to_sign(paper: Document) -> str:
    """The SHA-256 of the file the next signature is put on."""
    return paper.signed_sha256 or paper.rendition_sha256


def _ordinals(work: Work, document_ids: Sequence[str]) -> Mapping[str, int]:
    rows = select(DraftVersion.document_id, func.max(DraftVersion.ordinal))
    rows = rows.where(DraftVersion.document_id.in_(document_ids)).group_by(DraftVersion.document_id)
    return dict(work.session.execute(rows).all())


def _giving_back(rules: Rules, paper: Document) -> str:
    """The step of the paper's own workflow that gives it back from where it is, with a reason."""
    made = rules.workflow_of(paper)
    owner = made.states[paper.state].owner
    steps = (one for one in made.transitions.values() if paper.state in one.before and owner in one.roles)
    return next((one.code for one in steps if one.reason and not one.needs), "")


def _allowed(work: Work, steps: Mapping[str, str]) -> set[tuple[str, str]]:
    """Which of these steps the actor may take: one query for each step there is, whatever the number of papers."""
    found = set()
    for step in sorted({step for step in steps.values() if step}):
        ids = [document_id for document_id, wanted in steps.items() if wanted == step]
        mine = select(Document.id).where(Document.id.in_(ids), may(work.actor, step, work.now))
        found |= {(document_id, step) for document_id in work.session.scalars(mine)}
    return found


def _basis(one: Mapping[str, str | None]) -> str:
    """A legal basis in a line: "Nghị định 30/2020/NĐ-CP: Về công tác văn thư"."""
    named = " ".join(part for part in (one.get("kind"), one.get("number")) if part)
    return f"{named}: {one['title']}" if one.get("title") else named
