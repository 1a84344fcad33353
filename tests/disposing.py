"""Lists for destruction in tests: due dossiers, a council of two, any state by real steps of real people."""

from documents.database import new_id
from documents.dispositions import Disposition
from documents.work import Work
from tests import records
from tests.office import House
from workflows.definition import Transition
from workflows.machines import hear, run_effects
from workflows.records import disposition
from workflows.steps import take_on

COUNCIL = ("pho", "truongphong")
DECIDED = {"number": "40/QĐ-STNĐT", "day": "2026-03-12"}
REASON = "Cần xem lại hồ sơ này"


def due_dossier(house: House, *, subject: str = "") -> str:
    """A dossier with the officer's draft in it, whose retention is over since long."""
    dossier_id, _ = a_due_one(house, subject=subject)
    return dossier_id


def a_due_one(house: House, *, subject: str = "") -> tuple[str, str]:
    """(dossier, document) of a due dossier."""
    code = f"{new_id()[:6]}.TH"
    dossier_id = records.open_one(house, code)
    document_id = house.upload(subject or f"Văn bản cũ trong {code}")
    records.put_in(house, dossier_id, document_id)
    records.bring_to(house, dossier_id, "due")
    return dossier_id, document_id


def draw_up(house: House, dossiers: list[str], title: str = "Danh mục hủy năm 2026") -> str:
    with house.work("luutru") as work:
        council = [house.placed.people[name] for name in COUNCIL]
        return disposition.draw_up(work, house.rules, title, dossiers, council).id


def put_to_council(house: House, list_id: str) -> None:
    with house.work("luutru") as work:
        disposition.put_to_council(work, house.rules, list_id)


def agree(house: House, list_id: str) -> None:
    for name in COUNCIL:
        with house.work(name) as work:
            disposition.agree(work, list_id)


def put_to_director(house: House, list_id: str) -> None:
    with house.work("pho") as work:
        disposition.put_to_director(work, house.rules, list_id)


def decide(house: House, list_id: str) -> None:
    with house.work("giamdoc") as work:
        take_on(work, house.rules, Disposition, list_id, "decide_destruction", answers=DECIDED)


def destroy(house: House, list_id: str) -> None:
    """What the outbox brings after the decision: the effect, then what the rows hear."""
    with house.office() as work:
        run_effects(work, house.rules, list_id, "decide_destruction")
        told = [(fact.name, fact.document_id) for fact in work.facts]
    for name, row_id in told:
        if row_id:
            with house.office() as work:
                hear(work, house.rules, row_id, {name})


def record(house: House, list_id: str) -> None:
    with house.work("luutru") as work:
        answers = {"number": "2/BB-STNĐT", "day": "2026-03-20"}
        take_on(work, house.rules, Disposition, list_id, "record_minutes", answers=answers)


def give_up(house: House, list_id: str) -> None:
    with house.work("luutru") as work:
        take_on(work, house.rules, Disposition, list_id, "give_up_list", REASON)


TO_DECISION = (put_to_council, agree, put_to_director)
WAYS = {
    "drawn_up": (),
    "appraisal": (put_to_council, agree),
    "decision": TO_DECISION,
    "destroying": (*TO_DECISION, decide),
    "destroyed": (*TO_DECISION, decide, destroy),
    "recorded": (*TO_DECISION, decide, destroy, record),
    "given_up": (give_up,),
}


def bring_to(house: House, list_id: str, state: str) -> str:
    for step in WAYS[state]:
        step(house, list_id)
    assert state_of(house, list_id) == state
    return list_id


def state_of(house: House, list_id: str) -> str:
    with house.look() as work:
        return work.session.get_one(Disposition, list_id).state


def attempt(house: House, work: Work, row: Disposition, step: Transition) -> None:
    """A step of a list; some open or close the dossiers for the council."""
    own = {"put_to_council": disposition.put_to_council, "put_to_director": disposition.put_to_director}
    version = row.version
    if step.code in own:
        own[step.code](work, house.rules, row.id, seen_version=version)
    elif step.code in ("return_list", "refuse_destruction"):
        disposition.return_list(work, house.rules, row.id, step.code, REASON, seen_version=version)
    else:
        answers = {ask.code: DECIDED[ask.code] for ask in step.asks}
        take_on(
            work, house.rules, Disposition, row.id, step.code, REASON, answers=answers, seen_version=version
        )
