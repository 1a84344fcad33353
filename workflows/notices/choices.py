"""What goes out beside the page (kênh nhận thông báo): the person's choice, else the office's, else ours.

On the page everybody is always told. Mail goes to the address the person gave, and only where the office sends mail.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base
from documents.errors import VanthuError
from documents.work import Work
from workflows.notices.hearers import EVENTS

CHANNELS = ("mail", "digest", "none")
"""At once by mail; gathered in the day's mail; on the page only."""
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_ADDRESS = 200


class NoticeChoiceRefused(VanthuError):
    """A mail address or a channel there is not; `why` says which."""

    code = "notice_choice_refused"


class NoticeChoice(Base):
    """A channel for an event.

    whose     "person:ID", or "role:ROLE" for the office's word on everybody who hears it in that role
    """

    __tablename__ = "vanthu_notice_choices"
    whose: Mapped[str] = mapped_column(String(60), primary_key=True)
    event: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))


class MailAddress(Base):
    """Where a person wants their mail; without one they get none."""

    __tablename__ = "vanthu_mail_addresses"
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))


@dataclass(frozen=True)
class MailAddressChanged:
    """A person's mail goes elsewhere from now on, or nowhere; the address itself is not told."""

    name: ClassVar[str] = "mail_address_changed"
    document_id: None
    given: bool


@dataclass(frozen=True)
class NoticeDefaultsChanged:
    """The office chose the channels of its roles."""

    name: ClassVar[str] = "notice_defaults_changed"
    document_id: None
    changed: tuple[str, ...]


class Channels:
    """Every choice there is, ready to be asked; read once for many notices."""

    def __init__(self, session: Session, *, mail: bool) -> None:
        self._chosen: dict[tuple[str, str], str] = {}
        self._reachable: frozenset[str] = frozenset()
        if mail:
            rows = session.scalars(select(NoticeChoice))
            self._chosen = {(row.whose, row.event): row.channel for row in rows}
            self._reachable = frozenset(session.scalars(select(MailAddress.person_id)))

    def of(self, person_id: str, event: str, role: str) -> str:
        """The channel of one notice; "none" where no mail can go."""
        if person_id not in self._reachable:
            return "none"
        office = self._chosen.get((f"role:{role}", event), EVENTS[event].channel)
        return self._chosen.get((f"person:{person_id}", event), office)


@dataclass(frozen=True)
class OwnChoices:
    """A person's choices by event; an event that is missing follows the office."""

    address: str
    channels: Mapping[str, str]


def own_choices(work: Work) -> OwnChoices:
    """What the actor chose for themselves."""
    kept = work.session.get(MailAddress, work.actor.person_id)
    return OwnChoices(kept.address if kept else "", _of(work.session, f"person:{work.actor.person_id}"))


def choose_own(work: Work, address: str, channels: Mapping[str, str]) -> None:
    """Keep the actor's address and channels; an event left out, or with an empty channel, follows the office.

    raises    NoticeChoiceRefused
    """
    address = address.strip()
    if address and (len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address)):
        raise NoticeChoiceRefused(why="notice_bad_address")
    kept = work.session.get(MailAddress, work.actor.person_id)
    if (kept.address if kept else "") != address:
        if kept is not None:
            work.session.delete(kept)
            work.session.flush()
        if address:
            work.session.add(MailAddress(person_id=work.actor.person_id, address=address))
        work.record(MailAddressChanged(None, bool(address)))
    _replace(work, f"person:{work.actor.person_id}", channels)


def office_defaults(work: Work) -> dict[str, dict[str, str]]:
    """The channel of every event for every role that hears it: the office's word, else ours."""
    chosen = {role: _of(work.session, f"role:{role}") for event in EVENTS.values() for role in event.roles}
    return {
        name: {role: chosen[role].get(name, event.channel) for role in event.roles}
        for name, event in EVENTS.items()
    }


def choose_for_office(work: Work, channels: Mapping[tuple[str, str], str]) -> None:
    """Keep the office's channel for (event, role) pairs; a pair left out keeps what it has.

    raises    NoticeChoiceRefused
    """
    before = office_defaults(work)
    wanted = {role: dict(_of(work.session, f"role:{role}")) for _, role in channels}
    changed = []
    for (event, role), channel in channels.items():
        if event not in before or role not in before[event]:
            raise NoticeChoiceRefused(why="notice_unknown_event")
        if channel != before[event][role]:
            changed.append(f"{event}/{role}: {channel}")
        wanted[role][event] = channel
    for role, chosen in wanted.items():
        _replace(work, f"role:{role}", chosen)
    if changed:
        work.record(NoticeDefaultsChanged(None, tuple(changed)))


def _of(session: Session, whose: str) -> dict[str, str]:
    rows = session.scalars(select(NoticeChoice).where(NoticeChoice.whose == whose))
    return {row.event: row.channel for row in rows}


def _replace(work: Work, whose: str, channels: Mapping[str, str]) -> None:
    if not channels.keys() <= EVENTS.keys():
        raise NoticeChoiceRefused(why="notice_unknown_event")
    chosen = {event: channel for event, channel in channels.items() if channel}
    if not set(chosen.values()) <= set(CHANNELS):
        raise NoticeChoiceRefused(why="notice_unknown_channel")
    work.session.execute(delete(NoticeChoice).where(NoticeChoice.whose == whose))
    work.session.add_all(
        NoticeChoice(whose=whose, event=event, channel=channel) for event, channel in chosen.items()
    )
    work.session.flush()
