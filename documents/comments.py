"""Remarks on a draft (ý kiến góp ý), each fastened to a place on the page it was made on.

A remark belongs to the version it was made on and stays with it; whether the words it speaks of still stand in the
present draft is asked when it is shown, never written into it.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base, UtcTime, new_id
from documents.errors import CommentRefused, NoSuchComment
from documents.model import Document
from documents.work import Work

LONGEST_BODY, LONGEST_QUOTE, PERMILLE = 2_000, 300, 1_000


class Comment(Base):
    """A remark, or an answer to one (`answers`).

    ordinal   the version of the draft it was made on
    page      from 1; x and y in thousandths of the page's width and height from its top left, or None for the page
    quote     the words it speaks of, as they stood
    """

    __tablename__ = "vanthu_comments"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    answers: Mapped[str | None] = mapped_column(ForeignKey("vanthu_comments.id"))
    ordinal: Mapped[int]
    page: Mapped[int]
    x: Mapped[int | None]
    y: Mapped[int | None]
    quote: Mapped[str] = mapped_column(String(LONGEST_QUOTE))
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(String(20))
    author_name: Mapped[str] = mapped_column(String(100))
    author_title: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_by: Mapped[str | None] = mapped_column(String(100))


@dataclass(frozen=True)
class CommentMade:
    """Somebody remarked on a draft; the words stay in the remark.

    mentioned   the ids of the people it names
    """

    name: ClassVar[str] = "comment_made"
    document_id: str
    comment_id: str
    page: int
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommentSettled:
    name: ClassVar[str] = "comment_settled"
    document_id: str
    comment_id: str


@dataclass(frozen=True)
class Anchor:
    """Where on the page picture a remark is fastened; see `Comment`."""

    page: int
    x: int | None = None
    y: int | None = None
    quote: str = ""


@dataclass(frozen=True)
class CommentRow:
    """A remark with its answers; `stands` tells whether the quoted words are in the present draft."""

    id: str
    ordinal: int
    page: int
    x: int | None
    y: int | None
    quote: str
    body: str
    author_id: str
    author_name: str
    author_title: str
    made_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    stands: bool
    answers: tuple["CommentRow", ...] = ()


def add_comment(
    work: Work,
    document: Document,
    ordinal: int,
    anchor: Anchor,
    body: str,
    *,
    mentioned: tuple[str, ...] = (),
) -> str:
    """A new remark on the present draft; returns its id.

    raises    CommentRefused when it says nothing or points outside the paper
    """
    place = (anchor.x, anchor.y)
    inside = 1 <= anchor.page <= document.pages and all(v is None or 0 <= v <= PERMILLE for v in place)
    if not inside or (anchor.x is None) != (anchor.y is None):
        raise CommentRefused(why="place")
    quote = " ".join(anchor.quote.split())[:LONGEST_QUOTE]
    made = _made(work, document.id, ordinal, body, page=anchor.page, x=anchor.x, y=anchor.y, quote=quote)
    work.record(CommentMade(document.id, made.id, made.page, mentioned))
    return made.id


def answer_comment(
    work: Work,
    document: Document,
    ordinal: int,
    comment_id: str,
    body: str,
    *,
    mentioned: tuple[str, ...] = (),
) -> str:
    """An answer under a remark.

    raises    NoSuchComment, CommentRefused
    """
    first = _comment_of(work, document.id, comment_id)
    made = _made(work, document.id, ordinal, body, page=first.page, x=None, y=None, quote="")
    made.answers = first.answers or first.id
    work.record(CommentMade(document.id, made.id, made.page, mentioned))
    return made.id


def settle_comment(work: Work, document: Document, comment_id: str) -> None:
    """Say that a remark is dealt with; saying it twice changes nothing.

    raises    NoSuchComment
    """
    comment = _comment_of(work, document.id, comment_id)
    if comment.settled_at is None:
        comment.settled_at, comment.settled_by = work.now, work.by
        work.record(CommentSettled(document.id, comment.id))


def comments_on(work: Work, document_id: str) -> list[CommentRow]:
    """Remarks in the order of the pages, each with its answers."""
    rows = work.session.scalars(
        select(Comment).where(Comment.document_id == document_id).order_by(Comment.made_at, Comment.id)
    ).all()
    text = _plain(work.session.get_one(Document, document_id).text) if rows else ""
    answers: dict[str, list[CommentRow]] = {}
    for row in rows:
        if row.answers:
            answers.setdefault(row.answers, []).append(_row(row, text, ()))
    firsts = [_row(row, text, tuple(answers.get(row.id, ()))) for row in rows if row.answers is None]
    return sorted(firsts, key=lambda row: (row.settled_at is not None, row.page, row.y or 0, row.made_at))


def _made(
    work: Work,
    document_id: str,
    ordinal: int,
    body: str,
    *,
    page: int,
    x: int | None,
    y: int | None,
    quote: str,
) -> Comment:
    body = body.strip()[:LONGEST_BODY]
    if not body:
        raise CommentRefused(why="empty")
    comment = Comment(
        document_id=document_id,
        ordinal=ordinal,
        page=page,
        x=x,
        y=y,
        quote=quote,
        body=body,
        author_id=work.actor.person_id,
        author_name=work.actor.name,
        author_title=work.title,
        made_at=work.now,
    )
    work.session.add(comment)
    work.session.flush()
    return comment


def _comment_of(work: Work, document_id: str, comment_id: str) -> Comment:
    comment = work.session.get(Comment, comment_id)
    if comment is None or comment.document_id != document_id:
        raise NoSuchComment(comment_id=comment_id)
    return comment


def _row(row: Comment, text: str, answers: tuple[CommentRow, ...]) -> CommentRow:
    return CommentRow(
        id=row.id,
        ordinal=row.ordinal,
        page=row.page,
        x=row.x,
        y=row.y,
        quote=row.quote,
        body=row.body,
        author_id=row.author_id,
        author_name=row.author_name,
        author_title=row.author_title,
        made_at=row.made_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        stands=_plain(row.quote) in text,
        answers=answers,
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()
