"""Drafting together: sharing a draft, taking it out, remarking on it, seeing what changed.

Whoever carries the paper to its signature may remark; recipients never see how it came about.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from documents.access import Grant, grant, require, roles
from documents.comments import Anchor, CommentRow, add_comment, answer_comment, comments_on, settle_comment
from documents.comparing import Paragraph, compare
from documents.destroying import require_file
from documents.errors import NoSuchDocument, NotAllowed
from documents.model import Document, DraftVersion
from documents.reading.reader import read_file
from documents.work import Work
from documents.working_copies import (
    WorkingCopy,
    last_ordinal,
    note_sighting,
    return_working_copy,
    take_working_copy,
    version_seen,
    working_copy_of,
)
from workflows.directory.model import Person, Position, in_force, positions_of
from workflows.events import DraftShared
from workflows.mentions import CARRIERS, mentioned_in
from workflows.queries import DocumentSight, visible
from workflows.review import DRAFTING_FUNCTIONS


@dataclass(frozen=True)
class Comparison:
    """Two versions of one draft held against each other."""

    before: int
    after: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Drafting:
    """What those who carry the paper know of how it comes about; nothing of it is shown to anybody else.

    seen    the version the person saw last; `newest` is the present one
    along   (person id, name) of colleagues drafting along; `colleagues` those who could
    """

    carries: bool
    may_remark: bool
    seen: int | None
    newest: int
    comments: tuple[CommentRow, ...]
    copy: WorkingCopy | None
    along: tuple[tuple[str, str], ...]
    colleagues: tuple[tuple[str, str], ...]

    @property
    def first_look(self) -> bool:
        return self.carries and self.seen is None


def share_draft(work: Work, document_id: str, person_id: str) -> None:
    """Let a colleague draft along (cùng soạn thảo); whoever drafts cannot check the same paper.

    raises    NotAllowed when the actor may not edit, or the other does not draft in this agency
    """
    document = require(work.session, work.actor, document_id, "edit", work.now)
    positions = positions_of(work.session, person_id, work.now)
    fits = [p for p in positions if p.agency_id == document.agency_id and p.function in DRAFTING_FUNCTIONS]
    if not fits or person_id == work.actor.person_id:
        raise NotAllowed(right="share", document_id=document_id)
    grant(work.session, document_id, "drafter", f"person:{person_id}", cause="shared", since=work.now)
    ended = _shared_grant(work, document_id, person_id)
    if ended is not None:
        ended.until = None
    name = work.session.get_one(Person, person_id).name
    work.record(DraftShared(document_id, person_id, name, shared=True))


def stop_sharing(work: Work, document_id: str, person_id: str) -> None:
    """Take a colleague's part in the drafting away; what they wrote stays.

    raises    NotAllowed
    """
    require(work.session, work.actor, document_id, "edit", work.now)
    given = _shared_grant(work, document_id, person_id)
    if given is None or given.until is not None:
        raise NotAllowed(right="share", document_id=document_id)
    given.until = work.now
    name = work.session.get_one(Person, person_id).name
    work.record(DraftShared(document_id, person_id, name, shared=False))


def drafting_along(work: Work, document_id: str) -> list[tuple[str, str]]:
    """(person id, name) of the colleagues who draft along."""
    rows = work.session.scalars(
        select(Grant.principal).where(
            Grant.document_id == document_id,
            Grant.role == "drafter",
            Grant.cause == "shared",
            Grant.until.is_(None),
        )
    )
    ids = [principal.partition(":")[2] for principal in rows]
    people = work.session.execute(
        select(Person.id, Person.name).where(Person.id.in_(ids)).order_by(Person.name)
    )
    return [(person_id, name) for person_id, name in people]


def colleagues(work: Work, document_id: str) -> list[tuple[str, str]]:
    """(person id, name) of everybody a draft of this agency can be shared with.

    raises    NoSuchDocument
    """
    document = visible(work, document_id)
    rows = work.session.execute(
        select(Person.id, Person.name)
        .join(Position, Position.person_id == Person.id)
        .where(
            Position.agency_id == document.agency_id,
            Position.function.in_(DRAFTING_FUNCTIONS),
            Person.id != work.actor.person_id,
            in_force(Position, work.now),
            in_force(Person, work.now),
        )
        .order_by(Person.name)
        .distinct()
    )
    return [(person_id, name) for person_id, name in rows]


def drafting_of(work: Work, sight: DocumentSight) -> Drafting:
    """How a paper comes about, as far as the actor may know it."""
    document_id = sight.row.id
    if not may_read_remarks(work, document_id):
        return Drafting(False, False, None, 0, (), None, (), ())
    along = drafting_along(work, document_id)
    taken = {person_id for person_id, _ in along}
    others = colleagues(work, document_id) if sight.may_edit else []
    return Drafting(
        carries=True,
        may_remark=may_remark(work, visible(work, document_id)),
        seen=version_seen(work, document_id),
        newest=last_ordinal(work, document_id),
        comments=tuple(comments_on(work, document_id)),
        copy=working_copy_of(work, document_id),
        along=tuple(along),
        colleagues=tuple(row for row in others if row[0] not in taken),
    )


def take_out(work: Work, document_id: str) -> WorkingCopy:
    """Take the draft out to edit it.

    raises    NotAllowed, WorkingCopyTaken
    """
    return take_working_copy(
        work, _locked(work, require(work.session, work.actor, document_id, "edit", work.now))
    )


def give_back(work: Work, document_id: str) -> None:
    """Give the working copy back without a new version.

    raises    NotAllowed
    """
    require(work.session, work.actor, document_id, "edit", work.now)
    return_working_copy(work, document_id)


def remark(
    work: Work, document_id: str, anchor: Anchor, body: str, *, usernames: Mapping[str, str] | None = None
) -> str:
    """Remark on the present draft; those named with "@" are told.

    usernames   person ids by the name people sign in with
    raises      NotAllowed, CommentRefused, and what `mentioned_in` raises
    """
    document = _carried(work, document_id, "comment")
    mentioned = mentioned_in(work, document, body, usernames or {})
    ordinal = last_ordinal(work, document_id)
    return add_comment(work, document, ordinal, anchor, body, mentioned=mentioned)


def answer(
    work: Work, document_id: str, comment_id: str, body: str, *, usernames: Mapping[str, str] | None = None
) -> str:
    """raises NotAllowed, NoSuchComment, CommentRefused, and what `mentioned_in` raises"""
    document = _carried(work, document_id, "comment")
    mentioned = mentioned_in(work, document, body, usernames or {})
    ordinal = last_ordinal(work, document_id)
    return answer_comment(work, document, ordinal, comment_id, body, mentioned=mentioned)


def settle(work: Work, document_id: str, comment_id: str) -> None:
    """raises NotAllowed, NoSuchComment"""
    settle_comment(work, _carried(work, document_id, "comment"), comment_id)


def may_remark(work: Work, document: Document) -> bool:
    """Whether the actor carries this paper and it is still on its way."""
    on_its_way = document.issued_sha256 is None and document.state != "withdrawn"
    return on_its_way and bool(CARRIERS & roles(work.session, work.actor, document.id, work.now))


def may_read_remarks(work: Work, document_id: str) -> bool:
    """Remarks stay with those who carried the paper."""
    return bool(CARRIERS & roles(work.session, work.actor, document_id, work.now))


def compare_versions(work: Work, document_id: str, before: int, after: int) -> Comparison:
    """Two versions of a draft, in words.

    raises    NotAllowed when the actor only received the paper; NoSuchDocument when there is no such version;
              FileDestroyed
    """
    visible(work, document_id)
    if not may_read_remarks(work, document_id):
        raise NotAllowed(right="compare", document_id=document_id)
    texts = [_text_of(work, document_id, ordinal) for ordinal in (before, after)]
    return Comparison(before, after, tuple(compare(*texts)))


def seen_now(work: Work, document_id: str) -> None:
    """Remember that the actor has looked at the present version.

    raises    NoSuchDocument
    """
    visible(work, document_id)
    note_sighting(work, document_id)


def _carried(work: Work, document_id: str, right: str) -> Document:
    document = require(work.session, work.actor, document_id, "view", work.now)
    if not may_remark(work, document):
        raise NotAllowed(right=right, document_id=document_id)
    return document


def _locked(work: Work, document: Document) -> Document:
    """Two people reach for one draft: the second waits, then finds it taken."""
    work.session.scalar(select(Document.id).where(Document.id == document.id).with_for_update())
    return document


def _shared_grant(work: Work, document_id: str, person_id: str) -> Grant | None:
    return work.session.scalar(
        select(Grant).where(
            Grant.document_id == document_id,
            Grant.role == "drafter",
            Grant.principal == f"person:{person_id}",
            Grant.cause == "shared",
        )
    )


def _text_of(work: Work, document_id: str, ordinal: int) -> str:
    require_file(work.session.get_one(Document, document_id))
    version = work.session.scalar(
        select(DraftVersion).where(DraftVersion.document_id == document_id, DraftVersion.ordinal == ordinal)
    )
    if version is None:
        raise NoSuchDocument(document_id=document_id)
    return read_file(version.draft_name, work.files.get(version.draft_sha256)).text
