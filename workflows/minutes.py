"""Minutes (biên bản): the secretary signs first, then the chair; whoever they are, the paper names them.

They sign as secretary and chair of the meeting, not on the agency's behalf, so no mandate is asked; both must be of
this office, and two people. The signatures themselves are made in `signing`, and drawn in documents.pdf.

source  Decree 30/2020/NĐ-CP, annex III, form 1.9; decisions/2026-11-23-minutes.md
"""

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.drafting import Face
from documents.errors import KindNotReady
from documents.kinds import Kind, kind_named
from documents.model import Document, SignatureProof
from documents.work import Work
from workflows.definition import Definition
from workflows.directory.mandates import Standing, capacities, paper_of, require_mandate
from workflows.directory.model import Person, Position, in_force, positions_of, same_words
from workflows.errors import NoMandate

SECRETARY_STEP = "attest"
SECRETARY, CHAIR = "secretary", "chair"
"""Seats at the meeting (thư ký, chủ tọa); the first is also what the secretary's proof is kept as."""

_CHAIR_TITLE = re.compile(r"CHỦ (?:T[OỌ][AẠ]|TRÌ)(?: (?:CUỘC HỌP|HỘI NGHỊ|HỘI THẢO))?")


def two_sign(made: Definition) -> bool:
    """Whether papers of this workflow are signed by a secretary and a chair."""
    return SECRETARY_STEP in made.transitions


def face_of(kinds: Mapping[str, Kind], workflows: Mapping[str, Definition], name: str | None) -> Face:
    """What the page of a kind has, by its printed name; of an unknown kind, what most have."""
    try:
        kind = kind_named(kinds, name)
    except KindNotReady:
        return Face()
    made = workflows.get(kind.workflow)
    return Face(dated="place_date" in kind.parts, secretary=made is not None and two_sign(made))


def colleague_named(session: Session, agency_id: str, name: str, at: datetime) -> Person | None:
    """The one person of that name with a position in the agency; None when there is not exactly one."""
    seated = select(Position.person_id).where(Position.agency_id == agency_id, in_force(Position, at))
    people = session.scalars(select(Person).where(Person.id.in_(seated), in_force(Person, at)))
    named = [person for person in people if same_words(person.name, name)]
    return named[0] if len(named) == 1 else None


def chair_of(work: Work, document: Document) -> Person | None:
    """The chair the paper prints, right below the text."""
    name = str(document.fields.get("signer_name") or "")
    return colleague_named(work.session, document.agency_id, name, work.now)


def secretary_of(work: Work, document: Document) -> Person | None:
    """The secretary the paper prints, to the left of the chair."""
    name = str(document.fields.get("secretary_name") or "")
    return colleague_named(work.session, document.agency_id, name, work.now)


def standing_to_sign(work: Work, made: Definition, document: Document) -> Standing:
    """In which capacity the actor would sign this paper, where it stands now.

    raises    NoMandate as `require_mandate`; of a chair only when a title is printed beside that is not theirs
    """
    lines = document.fields.get("signing_lines") or [""]
    if not two_sign(made):
        return require_mandate(work, paper_of(document), lines)
    if document.state in made.transitions[SECRETARY_STEP].before:
        return Standing("", seat=SECRETARY)
    beside = [line for line in lines if not _CHAIR_TITLE.fullmatch(line.strip().upper())]
    if capacities(beside):
        require_mandate(work, paper_of(document), beside)
    held = positions_of(work.session, work.actor.person_id, work.now)
    for title in beside if not capacities(beside) else ():
        if not any(same_words(position.title, title) for position in held):
            raise NoMandate(title=title, name=work.actor.name)
    return Standing("", seat=CHAIR)


def secretary_proof(work: Work, document: Document) -> SignatureProof | None:
    """The secretary's signature, as long as it stands in the very bytes that are signed now."""
    proof = work.session.scalar(
        select(SignatureProof).where(
            SignatureProof.document_id == document.id,
            SignatureProof.role == SECRETARY,
            SignatureProof.void_at.is_(None),
        )
    )
    if proof is None or document.signed_sha256 is None:
        return None
    signed = work.files.get(document.signed_sha256)
    return proof if signed.startswith(work.files.get(proof.sha256)) else None
