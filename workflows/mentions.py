"""Naming somebody in a remark (nhắc tên): "@soanthao" or "@Nguyễn Văn Soạn", found among those who may read it.

A name that fits several, nobody, or somebody who may not read the remark is refused with the choices there are; what
was typed is the door's to keep. The part of a name that stands last is enough where it fits one person only.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from documents.errors import VanthuError
from documents.model import Document
from documents.work import Work
from workflows.directory.model import Person, Position, in_force, plain_words
from workflows.directory.people import audience

CARRIERS = frozenset({"drafter", "head", "form_checker", "secretary", "signer", "clerk"})
"""The roles that carry a paper from draft to issue; they read its remarks."""

_AT = re.compile(r"(?<![\w.@])@(?=\w)")
_USERNAME = re.compile(r"[A-Za-z0-9._-]+")
_WORD = re.compile(r"\w+")
MOST_WORDS = 7


class MentionUnclear(VanthuError):
    """The name fits several people; `typed` and `choices`."""

    code = "mention_unclear"


class MentionUnknown(VanthuError):
    """The name fits nobody; `typed` and the `choices` there are."""

    code = "mention_unknown"


class MentionBlind(VanthuError):
    """The person may not read the remarks of this paper; `name` and the `choices` there are."""

    code = "mention_blind"


@dataclass(frozen=True)
class Nameable:
    """Somebody who can be named in a remark; `username` is empty where people sign in otherwise."""

    person_id: str
    name: str
    title: str
    username: str

    @property
    def shown(self) -> str:
        return (
            f"@{self.username} ({self.name}, {self.title})"
            if self.username
            else f"{self.name} ({self.title})"
        )


def nameable(work: Work, document: Document, usernames: Mapping[str, str]) -> list[Nameable]:
    """Whoever may read the remarks of a paper but the actor, by name.

    usernames   person ids by the name people sign in with
    """
    readers = {
        person
        for person, roles in audience(work.session, document, work.now).items()
        if CARRIERS & roles and person != work.actor.person_id
    }
    return _people(work, readers, usernames)


def mentioned_in(work: Work, document: Document, body: str, usernames: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the people a remark names, each once.

    raises    MentionUnclear, MentionUnknown, MentionBlind
    """
    places = list(_named(unicodedata.normalize("NFC", body)))
    if not places:
        return ()
    readers = nameable(work, document, usernames)
    found = (_one(work, rest, readers, usernames) for rest in places)
    return tuple(dict.fromkeys(person for person in found if person != work.actor.person_id))


def _named(body: str) -> Iterator[str]:
    """What follows each "@" that begins a name; an address like a@b.vn names nobody."""
    return (body[at.end() :].split("\n", 1)[0] for at in _AT.finditer(body))


def _one(work: Work, rest: str, readers: Collection[Nameable], usernames: Mapping[str, str]) -> str:
    words = [word.group() for word in _WORD.finditer(rest)][:MOST_WORDS]
    fitting = _fitting(rest, words, readers)
    if len(fitting) == 1:
        return fitting[0].person_id
    if fitting:
        raise MentionUnclear(typed=words[0], choices=[one.shown for one in fitting])
    everybody = _people(work, None, usernames)
    own = next((one for one in everybody if one.person_id == work.actor.person_id), None)
    others = _fitting(rest, words, everybody)
    if own is not None and others == [own]:
        return own.person_id
    choices = [one.shown for one in readers] or ["không có ai"]
    if len(others) == 1:
        raise MentionBlind(name=others[0].name, choices=choices)
    raise MentionUnknown(typed=" ".join(words[:3]), choices=choices)


def _fitting(rest: str, words: list[str], people: Collection[Nameable]) -> list[Nameable]:
    """Those the words name: by user name, by the longest whole name, else by the longest end of a name."""
    typed = _USERNAME.match(rest)
    if typed is not None and not _WORD.match(rest[typed.end() :]):
        username = typed.group().rstrip("._-").lower()
        named = [one for one in people if one.username and one.username == username]
        if named:
            return named
    for count in range(len(words), 0, -1):
        said = plain_words(" ".join(words[:count]))
        whole = [one for one in people if plain_words(one.name) == said]
        ends = [one for one in people if plain_words(one.name).endswith(f" {said}")]
        if whole or ends:
            return whole or ends
    return []


def _people(work: Work, wanted: Collection[str] | None, usernames: Mapping[str, str]) -> list[Nameable]:
    """Those in office now; only these, where some are wanted."""
    of_person = {person: username for username, person in usernames.items()}
    query = (
        select(Person.id, Person.name, Position.title)
        .join(Position, Position.person_id == Person.id)
        .where(in_force(Person, work.now), in_force(Position, work.now))
        .order_by(Person.name, Person.id)
    )
    if wanted is not None:
        query = query.where(Person.id.in_(sorted(wanted)))
    rows = {row[0]: row for row in work.session.execute(query)}
    return [Nameable(key, name, title, of_person.get(key, "")) for key, name, title in rows.values()]
