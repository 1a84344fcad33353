"""Who hears of a fact (thông báo): the event it is for a person, and the people it is one for.

Only those hear who may view the paper as it stands when they are told, in the role that made it their business; never
the person whose act it was. What is kept of it is in `notices`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from documents.comments import Comment
from documents.journal import JournalEntry
from documents.model import Document
from documents.work import Work
from workflows.commands import Rules
from workflows.definition import MAIN, Definition
from workflows.directory.people import audience, chiefs_of, people_of
from workflows.incoming.assignments import LEAD
from workflows.opinions.asking import waits_for
from workflows.opinions.rounds import Opinion, OpinionRound, rounds_on, tally
from workflows.standing import Hold, live_claim

LONGEST_NOTE = 500
CARRYING = ("drafter", "head", "form_checker", "secretary", "signer", "clerk")
WAITED_FOR = (*CARRYING, "leader", "lead")


@dataclass(frozen=True)
class Event:
    """Something worth telling a person.

    roles     the roles somebody hears it in; an office sets its own channel for each
    channel   what goes out beside the page unless the office or the person says otherwise
    """

    roles: tuple[str, ...]
    channel: str


EVENTS: Mapping[str, Event] = {
    "came": Event((*CARRYING, "leader"), "mail"),
    "task": Event(("lead", "supporter", "handler"), "mail"),
    "returned": Event(("drafter",), "mail"),
    "withdrawn": Event(("head",), "digest"),
    "issued": Event(("drafter", "head"), "digest"),
    "sent": Event(("recipient",), "digest"),
    "asked": Event(("consulted",), "mail"),
    "answered": Event(("drafter", "head"), "digest"),
    "round_complete": Event(("drafter", "head"), "mail"),
    "mentioned": Event(CARRYING, "mail"),
    "remarked": Event(("drafter",), "digest"),
    "remark_answered": Event(CARRYING, "digest"),
    "shared": Event(("drafter",), "mail"),
    "handed": Event(CARRYING, "mail"),
    "taken_over": Event(CARRYING, "digest"),
    "held": Event(CARRYING, "digest"),
    "resumed": Event(CARRYING, "digest"),
    "due_soon": Event(WAITED_FOR, "digest"),
    "due_today": Event(WAITED_FOR, "mail"),
    "late": Event(WAITED_FOR, "mail"),
    "escalated": Event(("head", "director"), "digest"),
    "opinion_due_soon": Event(("consulted",), "digest"),
    "opinion_due_today": Event(("consulted",), "mail"),
    "called": Event(("head", "drafter"), "mail"),
    "call_due_soon": Event(("head", "drafter"), "digest"),
    "call_due_today": Event(("head", "drafter"), "mail"),
    "call_due_late": Event(("head", "drafter"), "mail"),
}
"""Every event, in the order the pages list them."""


@dataclass(frozen=True)
class Told:
    """One person hears one thing.

    note    the words that go with it: why a paper was returned
    about   what a person hears of once, however many facts say it; empty where each fact is news
    blind   the person may not view the paper: nothing that names it is told
    """

    person_id: str
    event: str
    role: str
    note: str = ""
    about: str = ""
    blind: bool = False


@dataclass(frozen=True)
class Case:
    """A fact about a paper, and what is needed to say whose business it is."""

    work: Work
    rules: Rules
    entry: JournalEntry
    document: Document

    @cached_property
    def body(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.entry.body)
        return read

    @cached_property
    def audience(self) -> dict[str, frozenset[str]]:
        return audience(self.work.session, self.document, self.work.now)

    @property
    def workflow(self) -> Definition:
        return self.rules.workflow_of(self.document)

    def holders(self, role: str, event: str, note: str = "") -> list[Told]:
        """Everybody who holds the role on the paper."""
        return [Told(person, event, role, note) for person, roles in self.audience.items() if role in roles]

    def persons(self, person_ids: Iterable[str], event: str, note: str = "") -> list[Told]:
        """These people, in the first role of the event that they hold."""
        return [
            Told(person, event, self._role(person, event), note)
            for person in person_ids
            if person in self.audience
        ]

    def principals(self, principals: Iterable[str], event: str, note: str = "") -> list[Told]:
        """Whoever acts as one of these today."""
        return self.persons(people_of(self.work.session, principals, self.work.now), event, note)

    def _role(self, person: str, event: str) -> str:
        held = self.audience[person]
        return next((role for role in EVENTS[event].roles if role in held), EVENTS[event].roles[0])


Rule = Callable[[Case], list[Told]]


def hear(work: Work, rules: Rules, entry: JournalEntry) -> list[Told]:
    """Who is told what of an entry: each person once, by the first reason that fits."""
    if entry.fact in CALLS:
        return _called(work, entry)
    if entry.fact not in RULES or entry.document_id is None:
        return []
    document = work.session.get(Document, entry.document_id)
    if document is None:
        return []
    told: dict[str, Told] = {}
    for one in RULES[entry.fact](Case(work, rules, entry, document)):
        if one.person_id != entry.actor_id:
            told.setdefault(one.person_id, one)
    return list(told.values())


def _moved(case: Case) -> list[Told]:
    """Whom the paper came to, or to whom it came back with a reason."""
    after, note = case.body["after"], str(case.body["note"])[:LONGEST_NOTE]
    state = case.workflow.states[after]
    # A smaller machine is nobody's turn; a paper that has moved on since is told to whoever has it now.
    if state.machine != MAIN or case.document.state != after:
        return []
    if after == "issued":
        return case.holders("drafter", "issued") + case.holders("head", "issued")
    if state.final:
        left = case.workflow.states[case.body["before"]]
        return case.holders("head", "withdrawn", note) if note and left.owner == "head" else []
    if note and after == case.workflow.start:
        return case.holders(state.owner, "returned", note)
    # Who has to work an incoming paper is told of the task itself.
    return case.holders(state.owner, "came") if state.owner != LEAD else []


def _sent(case: Case) -> list[Told]:
    """Whom a line reached; two lines may name the same person."""
    if case.body["status"] != "delivered":
        return []
    return _once(f"sent:{case.document.id}", case.principals([case.body["principal"]], "sent"))


def _asked(case: Case) -> list[Told]:
    """Those whose turn it is: all of them, or the first where they are asked in turn."""
    found = _round(case)
    if found is None:
        return []
    one, asked = found
    now = [row.principal for row in asked if row.verdict is None and not waits_for(one, asked, row)]
    return _once(f"asked:{one.id}", case.principals(now, "asked", one.question[:LONGEST_NOTE]))


def _answered(case: Case) -> list[Told]:
    """The next in turn, and whoever asked: that one answered, or that the round is complete."""
    found = _round(case)
    if found is None:
        return []
    one, asked = found
    turn = _asked(case) if one.sequential else []
    counted = tally(asked, one.needed, case.document.draft_sha256)
    if counted.waiting:
        return turn + _askers(case, one, "answered")
    return _once(f"complete:{one.id}", _askers(case, one, "round_complete"))


def _askers(case: Case, one: OpinionRound, event: str) -> list[Told]:
    """Who asked; where they have left, whoever holds the role the question was asked in."""
    return case.persons([one.asked_by_id], event) or case.holders(one.asked_as, event)


def _once(about: str, told: Iterable[Told]) -> list[Told]:
    return [replace(one, about=about) for one in told]


def _round(case: Case) -> tuple[OpinionRound, list[Opinion]] | None:
    rounds = rounds_on(case.work.session, case.document.id)
    wanted = case.body["round_id"]
    return next(((one, asked) for one, asked in rounds if one.id == wanted and one.closed_at is None), None)


def _remarked(case: Case) -> list[Told]:
    """Those it names; who made the remark that is answered; those who draft."""
    comment = case.work.session.get(Comment, case.body["comment_id"])
    first = case.work.session.get(Comment, comment.answers) if comment and comment.answers else None
    answered = case.persons([first.author_id], "remark_answered") if first else []
    words = comment.body[:LONGEST_NOTE] if comment else ""
    named = case.persons(case.body.get("mentioned", ()), "mentioned", words)
    return named + answered + case.holders("drafter", "remarked")


def _shared(case: Case) -> list[Told]:
    return case.persons([case.body["person_id"]], "shared") if case.body["shared"] else []


def _handed(case: Case) -> list[Told]:
    return case.persons([case.body["person_id"]], "handed", case.body["note"])


def _claimed(case: Case) -> list[Told]:
    """Whose claim had run out, when a colleague took the paper over."""
    return case.persons([case.body["before_id"]], "taken_over", case.body["note"])


def _held(case: Case) -> list[Told]:
    """Those who draft, and those whose turn it is, with the reason."""
    one = case.work.session.get(Hold, case.body["hold_id"])
    return _concerned(case, "held", one.reason[:LONGEST_NOTE]) if one is not None else []


def _resumed(case: Case) -> list[Told]:
    return _concerned(case, "resumed")


def _concerned(case: Case, event: str, note: str = "") -> list[Told]:
    owner = case.workflow.states[case.document.state].owner
    return case.holders(owner, event, note) + case.holders("drafter", event, note)


def _task(case: Case) -> list[Told]:
    """Whoever got a part in an incoming paper."""
    told = case.principals([case.body["principal"]], "task")
    return [replace(one, role=case.body["part"]) for one in told]


def _step_due(case: Case) -> list[Told]:
    """Whoever has it in hand, else everybody it waits for; of what is late also who is above them."""
    if case.document.state != case.body["state"]:
        return []
    owner, when = case.workflow.states[case.document.state].owner, case.body["when"]
    note = f"{date.fromisoformat(case.body['due_on']):%d/%m/%Y}"
    event = "late" if when == "late" else f"due_{when}"
    held = live_claim(case.work.session, case.document, owner, case.work.now)
    waiting = case.holders(owner, event, note)
    if when == "late":
        return waiting + _chiefs(case, [one.person_id for one in waiting], note)
    return [one for one in waiting if held is None or one.person_id == held.person_id]


def _chiefs(case: Case, person_ids: list[str], note: str) -> list[Told]:
    """Those above people who are late; who may not view the paper learns of the unit and the step alone."""
    paper, session = case.document, case.work.session
    chiefs = chiefs_of(session, person_ids, paper.agency_id, case.work.now)
    step = case.workflow.states[paper.state].title
    blind = f"{paper.unit_name}: một văn bản quá hạn ở bước «{step}», hạn {note}"
    unseen = sorted(chiefs - case.audience.keys())
    return [
        *case.persons(chiefs, "escalated", note),
        *(Told(person, "escalated", "director", blind, blind=True) for person in unseen),
    ]


def _opinion_due(case: Case) -> list[Told]:
    note = f"{date.fromisoformat(case.body['due_on']):%d/%m/%Y}"
    return case.principals([case.body["principal"]], f"opinion_due_{case.body['when']}", note)


def _called(work: Work, entry: JournalEntry) -> list[Told]:
    """The heads and officers of the units that owe a paper; there is no paper yet that they could open."""
    body = json.loads(entry.body)
    event = CALLS[entry.fact] if entry.fact == "call_opened" else f"{CALLS[entry.fact]}_{body['when']}"
    note = f"{body['title']}, hạn {date.fromisoformat(body['due_on']):%d/%m/%Y}"
    found: dict[str, Told] = {}
    for role, kind in (("head", "head"), ("drafter", "unit")):
        people = people_of(work.session, [f"{kind}:{unit}" for unit in body["units"]], work.now)
        for person in people:
            if person != entry.actor_id:
                found.setdefault(person, Told(person, event, role, note, blind=True))
    return list(found.values())


CALLS = {"call_opened": "called", "call_due": "call_due"}
RULES: Mapping[str, Rule] = {
    "document_moved": _moved,
    "document_sent": _sent,
    "opinions_asked": _asked,
    "opinion_given": _answered,
    "comment_made": _remarked,
    "draft_shared": _shared,
    "paper_handed": _handed,
    "paper_claimed": _claimed,
    "document_held": _held,
    "document_resumed": _resumed,
    "task_given": _task,
    "step_due": _step_due,
    "opinion_due": _opinion_due,
}
"""The facts somebody hears of; all others stay in the history."""
