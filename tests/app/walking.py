"""Walking a workflow: a paper brought to any of its states by the real steps of real people."""

from collections import deque
from collections.abc import Callable

from sqlalchemy import select

from documents.access import may, running
from documents.calls import Call
from documents.copies import WORKFLOW as COPIES
from documents.database import new_id
from documents.dispositions import Disposition
from documents.model import Document, Dossier
from documents.work import Work
from tests import called, copied, disposing, minutes, records
from tests.arrivals import SENDER
from tests.arrivals import take as take_one
from tests.office import a_draft
from tests.site import Site
from workflows import review
from workflows.commands import allow, states_of
from workflows.copying import issue_copy, reserve_copy
from workflows.definition import MAIN, Definition, Transition
from workflows.filing import file_into, open_dossiers
from workflows.incoming import directing, handling, intake
from workflows.incoming.directing import Part
from workflows.incoming.passing import allow_passing
from workflows.issuing import allocate_number, issue_document
from workflows.records import dossiers
from workflows.signing import reserve, sign_document
from workflows.steps import take, take_on

NOT_THE_WAY = ("pass_on", "archive_old")
"""Steps that leave somebody out, or that only an import takes."""

REASON = "Cần sửa lại phần căn cứ"
USUAL = {"text": "Nội dung", "date": "2026-03-20", "number": "3"}

TRIED = "Bản nộp thử"
"""The subject of the draft with which a call is tried to be answered."""

Draft = Callable[[str], str]
"""Makes a new paper of a workflow with this subject; returns its id."""


def outgoing(site: Site, **fields: object) -> Draft:
    """A paper drafted by the officer."""

    def make(subject: str) -> str:
        with site.house.work("soanthao") as work:
            return review.upload_draft(work, site.house.rules, a_draft(subject, **fields)).id

    return make


def minutes_of(site: Site) -> Draft:
    """Minutes drafted by the officer, with the deputy as secretary and the director in the chair."""
    return lambda subject: minutes.upload(site.house, subject)


def incoming(site: Site) -> Draft:
    """A paper that came, taken in by the văn thư and not registered yet; the director lets plans go to one unit."""
    with site.house.work("giamdoc") as work:
        unit = site.house.placed.units["TH"]
        allow_passing(work, unit, kind="", sender=SENDER, basis="Quy chế làm việc mẫu")

    def make(subject: str) -> str:
        return take_one(site.house, subject=subject)

    return make


def copies_of_papers(site: Site) -> Draft:
    """A copy the văn thư asked for, of a paper that was scanned."""
    source = copied.paper(site.house)

    def make(subject: str) -> str:
        return copied.ask(site.house, source)

    return make


def dossier(site: Site) -> Draft:
    """A dossier opened for the officer to keep, with a paper in it."""

    def make(subject: str) -> str:
        # The code of a dossier is short and its own.
        return records.a_filled_one(site.house, f"{len(subject)}.{new_id()[:6]}")[0]

    return make


def handed_in(kind: str) -> Callable[[Site], Draft]:
    """A paper of this kind that the officer's unit owes a call of the accountants."""

    def draft(site: Site) -> Draft:
        def make(subject: str) -> str:
            return called.answer(site.house, called.open_one(site.house, kind=kind), subject)

        return make

    return draft


def call(site: Site) -> Draft:
    """A call of the accountants to the officer's unit, whose officer has the file at hand."""
    # The bytes are in the store: what is then tried and taken back leaves no file that nobody has swept yet.
    site.house.upload(TRIED)

    def make(subject: str) -> str:
        return called.open_one(site.house, title=subject)

    return make


def disposition(site: Site) -> Draft:
    """A list of one due dossier, before a council of the director's deputy and a head of unit."""

    def make(subject: str) -> str:
        return disposing.draw_up(site.house, [disposing.due_dossier(site.house)], subject)

    return make


def walk_to(site: Site, made: Definition, draft: Draft, state: str, subject: str) -> str:
    """A new paper brought to a state by the shortest way of steps people take."""
    document_id = draft(subject)
    if made.about == "dossier":
        return records.bring_to(site.house, document_id, state)
    if made.about == "call":
        return called.bring_to(site.house, document_id, state)
    if made.about == "disposition":
        return disposing.bring_to(site.house, document_id, state)
    steps = _way(made, state)
    if made.states[state].machine != MAIN:
        # The smaller machines wake when the paper is out.
        last = next(step for step in made.transitions.values() if step.after == state and step.by == "user")
        steps = [*_way(made, "issued"), last]
    for step in steps:
        perform(site, made, document_id, step)
    with site.house.look() as work:
        document = work.session.get_one(Document, document_id)
        assert state in states_of(work, document).values(), (state, states_of(work, document))
    return document_id


def perform(site: Site, made: Definition, document_id: str, step: Transition) -> None:
    """Take one step for real, as the first person who may."""
    house = site.house
    who = next(name for name in house.placed.people if _may(site, name, document_id, step.code))
    if step.needs == "signature":
        key = {"giamdoc": house.keys.director, "pho": house.keys.deputy}[who]
        sign_document(house.begin(who), house.rules, house.tools(), document_id, key, step=step.code)
    elif step.needs == "seal":
        issue = issue_copy if made.name == COPIES else issue_document
        issue(house.begin(who), house.rules, house.tools(), document_id, house.keys.agency)
    else:
        with house.work(who) as work:
            attempt(site, work, document_id, step)


def attempt(site: Site, work: Work, document_id: str, step: Transition) -> None:
    """The step in an open work; of a slow one, everything up to where the key would work."""
    rules, keys = site.house.rules, site.house.keys
    row = running(work.session, document_id)
    assert row is not None
    version = row.version
    if isinstance(row, Dossier):
        on_a_dossier(site, work, row, step)
        return
    if isinstance(row, Disposition):
        disposing.attempt(site.house, work, row, step)
        return
    if isinstance(row, Call):
        answers = {ask.code: USUAL[ask.type] for ask in step.asks}
        take_on(work, rules, Call, document_id, step.code, REASON, answers=answers, seen_version=version)
        return
    if step.needs == "signature":
        deputy = work.actor.person_id == site.house.placed.people["pho"]
        key = keys.deputy if deputy else keys.director
        reserve(work, rules, document_id, key.facts.sha256, step=step.code, seen_version=version)
    elif step.needs == "seal":
        begin = reserve_copy if row.workflow == COPIES else allocate_number
        begin(work, rules, document_id, keys.agency.facts.sha256, seen_version=version)
    elif step.needs == "dossier":
        file_into(work, rules, document_id, open_dossiers(work)[0].id, seen_version=version)
    elif step.needs == "desk":
        at_a_desk(site, work, document_id, step.code, version)
    else:
        answers = {ask.code: (ask.choices or (USUAL[ask.type],))[0] for ask in step.asks}
        take(work, rules, document_id, step.code, REASON, answers=answers, seen_version=version)


def on_a_dossier(site: Site, work: Work, row: Dossier, step: Transition) -> None:
    """A step of a dossier; some say more than a reason."""
    rules, one, version = site.house.rules, row.id, row.version
    kept = dossiers.Kept("20 năm", "Thông tư mẫu")
    if step.code == "close":
        dossiers.close_dossier(work, rules, one, records.ENDED, kept, seen_version=version)
    elif step.code == "reopen":
        dossiers.reopen_dossier(work, rules, one, REASON, seen_version=version)
    elif step.code == "keep_on":
        dossiers.keep_on(work, rules, one, kept, REASON, seen_version=version)
    else:
        answers = {ask.code: USUAL[ask.type] for ask in step.asks}
        take_on(work, rules, Dossier, one, step.code, REASON, answers=answers, seen_version=version)


def at_a_desk(site: Site, work: Work, document_id: str, code: str, version: int) -> None:
    """A step of incoming papers: each says more than a reason, so each is a command of its own."""
    rules, placed = site.house.rules, site.house.placed
    unit = f"unit:{placed.units['TH']}"
    if code == "register":
        intake.register(work, rules, document_id, seen_version=version)
    elif code == "present":
        directing.present(work, rules, document_id, placed.people["giamdoc"], seen_version=version)
    elif code == "direct":
        directing.direct(work, rules, document_id, Part(unit, 5, "Tham mưu trả lời"), seen_version=version)
    elif code == "pass_on":
        directing.pass_on(work, rules, document_id, placed.units["TH"], 5, seen_version=version)
    elif code == "complete":
        handling.complete(work, rules, document_id, "Đã có văn bản trả lời", seen_version=version)
    elif code == "reopen":
        handling.reopen(work, rules, document_id, REASON, seen_version=version)
    elif code == "return_sender":
        intake.return_to_sender(work, rules, document_id, REASON, seen_version=version)
    elif code == "take_back":
        directing.take_back(work, rules, document_id, REASON, seen_version=version)
    elif code in ("send_back", "return_presented"):
        # One command for both: which of the two it is, the state says.
        allow(work, rules, document_id, code, seen_version=version)
        directing.send_back(work, rules, document_id, REASON, seen_version=version)
    else:
        # Old papers go into the archive by an import; here its right and guards are tried.
        allow(work, rules, document_id, code, seen_version=version)


def reachable(made: Definition) -> list[str]:
    """The states people bring a paper to, in the order of the file; of smaller machines, those one step further."""
    if made.about == "dossier":
        return list(records.WAYS)
    if made.about in ("call", "disposition"):
        return list(made.states)
    main = [state.code for state in made.of(MAIN) if state.code == made.start or _way(made, state.code)]
    return main + [
        step.after
        for step in made.transitions.values()
        # A step back leads where the paper was already.
        if step.by == "user" and made.machine_of(step) != MAIN and not step.reason
        if not made.states[step.after].final
    ]


def _way(made: Definition, state: str) -> list[Transition]:
    """The fewest steps of people from the start to a state of the main machine."""
    edge: deque[tuple[str, list[Transition]]] = deque([(made.start, [])])
    seen = {made.start}
    while edge:
        here, steps = edge.popleft()
        if here == state:
            return steps
        for step in made.transitions.values():
            onward = step.by == "user" and here in step.before and step.after not in seen
            onward = onward and step.code not in NOT_THE_WAY
            if onward and made.machine_of(step) == MAIN:
                seen.add(step.after)
                edge.append((step.after, [*steps, step]))
    return []


def _may(site: Site, username: str, document_id: str, step: str) -> bool:
    with site.house.look(username) as work:
        wanted = select(Document.id).where(Document.id == document_id, may(work.actor, step, work.now))
        return work.session.scalar(wanted) is not None
