"""Acts that papers rest on (văn bản viện dẫn): one row an act, however many papers cite it.

Most acts were issued elsewhere and are known by their citation only: a stub, until the document itself is in the
system and is linked, by its number or by a person. An act is told apart by issuer, number and year: the number alone
is not unique.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, ForeignKey, String, Text, and_, delete, or_, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.access import may
from documents.database import Base, UtcTime, insert_once, new_id
from documents.errors import NoSuchAct
from documents.model import Document
from documents.work import Work

_NUMBERED = re.compile(r"(?P<number>\d{1,7})/(?:(?P<year>(?:19|20)\d\d)/)?(?P<symbol>\S+)")
_SHORT = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "uỷ ban": "ủy ban"}
LONGEST_KEY = 400


class Act(Base):
    """An act as it is cited.

    key           issuer, number and year, or the name of a law that is cited without a number
    document_id   the document here that this act is, when a person said so
    """

    __tablename__ = "vanthu_acts"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    number: Mapped[str | None] = mapped_column(String(100))
    issued_on: Mapped[date | None] = mapped_column(Date)
    issuer: Mapped[str | None] = mapped_column(String(300))
    title: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    linked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    linked_by: Mapped[str | None] = mapped_column(String(100))


class Citing(Base):
    """A paper cites an act, in this place of its legal bases."""

    __tablename__ = "vanthu_citings"
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[str] = mapped_column(ForeignKey("vanthu_acts.id"), index=True)


@dataclass(frozen=True)
class ActLinked:
    """A person said which document here a cited act is."""

    name: ClassVar[str] = "act_linked"
    document_id: str
    act_id: str
    number: str


@dataclass(frozen=True)
class CitedAct:
    """A legal basis as the actor may see it; `linked` is the document here, when it may be viewed."""

    act_id: str
    kind: str
    number: str | None
    issued_on: date | None
    issuer: str | None
    title: str | None
    linked: str | None


def note_citations(session: Session, document: Document) -> None:
    """Keep which acts the document's legal bases name, as they were read; stubs are made for new ones."""
    session.execute(delete(Citing).where(Citing.document_id == document.id))
    seen = set()
    for basis in document.fields.get("legal_bases") or []:
        act_id = _act_for(session, basis)
        if act_id not in seen:
            seen.add(act_id)
            session.add(Citing(document_id=document.id, ordinal=len(seen), act_id=act_id))
    session.flush()


def acts_cited(work: Work, document_id: str) -> list[CitedAct]:
    """The acts a paper rests on, in order, each with the document here that the actor may open."""
    rows = work.session.scalars(
        select(Act)
        .join(Citing, Citing.act_id == Act.id)
        .where(Citing.document_id == document_id)
        .order_by(Citing.ordinal)
    ).all()
    return [
        CitedAct(act.id, act.kind, act.number, act.issued_on, act.issuer, act.title, _document_of(work, act))
        for act in rows
    ]


def papers_cited(session: Session, document_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Which of the papers here these rest on: pairs of the paper that cites and the paper that is cited.

    Two queries, however many papers are asked about; who may see what is left to the caller.
    """
    rows = session.execute(
        select(Citing.document_id, Act)
        .join(Act, Act.id == Citing.act_id)
        .where(Citing.document_id.in_(document_ids))
        .order_by(Citing.ordinal)
    ).all()
    named = {act.id: _printed(act) for _, act in rows if act.document_id is None}
    numbers = tuple_(Document.number, Document.symbol, Document.issued_on)
    known = select(Document.id, Document.number, Document.symbol, Document.issued_on)
    wanted = [one for one in named.values() if one is not None]
    by_number = {
        (number, symbol, issued_on): document_id
        for document_id, number, symbol, issued_on in session.execute(known.where(numbers.in_(wanted)))
    }
    pairs = []
    for citing, act in rows:
        printed = named.get(act.id)
        cited = act.document_id or (by_number.get(printed) if printed is not None else None)
        if cited is not None and cited != citing:
            pairs.append((citing, cited))
    return pairs


def cited_in(work: Work, document_id: str, *, limit: int = 20) -> list[Document]:
    """The papers that rest on this document and that the actor may view, the youngest first."""
    document = work.session.get_one(Document, document_id)
    citing = select(Citing.document_id).join(Act, Act.id == Citing.act_id)
    found = (
        select(Document)
        .where(Document.id.in_(citing.where(or_(Act.document_id == document_id, _is_act(document)))))
        .where(Document.id != document_id, Document.state != "withdrawn", may(work.actor, "view", work.now))
        .order_by(Document.created_at.desc())
        .limit(limit)
    )
    return list(work.session.scalars(found))


def link_act(work: Work, citing: Document, act_id: str, document: Document) -> None:
    """Say that this act is that document.

    raises    NoSuchAct when the paper does not cite it
    """
    act = work.session.scalar(
        select(Act)
        .join(Citing, Citing.act_id == Act.id)
        .where(Act.id == act_id, Citing.document_id == citing.id)
    )
    if act is None:
        raise NoSuchAct(act_id=act_id)
    act.document_id, act.linked_at, act.linked_by = document.id, work.now, work.by
    work.record(ActLinked(citing.id, act.id, act.number or act.title or ""))


def act_key(basis: dict[str, Any]) -> str:
    """What tells an act from every other: issuer, number, year; a law without a number is known by its name."""
    year = str(basis.get("date") or "")[:4]
    number = "".join(unicodedata.normalize("NFC", basis.get("number") or "").split())
    name = number or _plain(f"{basis.get('kind')} {basis.get('title') or ''}")
    return f"{name}|{year}|{_plain(basis.get('issuer') or '') if number else ''}"[:LONGEST_KEY]


def _act_for(session: Session, basis: dict[str, Any]) -> str:
    key = act_key(basis)
    row = {
        "id": new_id(),
        "key": key,
        "kind": basis["kind"][:60],
        "number": (basis.get("number") or "")[:100] or None,
        "issued_on": date.fromisoformat(basis["date"]) if basis.get("date") else None,
        "issuer": (basis.get("issuer") or "")[:300] or None,
        "title": basis.get("title"),
    }
    # Two officers may be the first to cite an act at the same moment: the second stub is simply not needed.
    insert_once(session, Act, row)
    return session.scalars(select(Act.id).where(Act.key == key)).one()


def _document_of(work: Work, act: Act) -> str | None:
    """The document here that the act is: by a person's word, else by number, symbol and year."""
    wanted = Document.id == act.document_id
    if act.document_id is None:
        printed = _printed(act)
        if printed is None:
            return None
        number, symbol, issued_on = printed
        wanted = and_(Document.number == number, Document.symbol == symbol, Document.issued_on == issued_on)
    return work.session.scalar(select(Document.id).where(wanted, may(work.actor, "view", work.now)).limit(1))


def _printed(act: Act) -> tuple[int, str, date] | None:
    """Number, symbol and day of an act as a document of ours would bear them."""
    match = _NUMBERED.fullmatch(act.number or "")
    if match is None or act.issued_on is None:
        return None
    return int(match["number"]), match["symbol"], act.issued_on


def _is_act(document: Document) -> Any:
    """The condition that an act's citation names this document; never true of one not issued."""
    if document.number is None or document.issued_on is None:
        return Act.id.is_(None)
    numbers = {f"{document.number}/{document.symbol}", f"{document.number:02d}/{document.symbol}"}
    return and_(Act.document_id.is_(None), Act.number.in_(numbers), Act.issued_on == document.issued_on)


def _plain(text: str) -> str:
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    for short, whole in _SHORT.items():
        words = re.sub(rf"\b{short}\b", whole, words)
    return words
