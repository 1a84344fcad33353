"""State × person × act, per workflow: the table is kept beside this file, and walked.

For each state and each kind of user exactly the acts in the table succeed; every other one is refused with a reason
and writes nothing but the denial. A changed rule is read as a changed line of the table.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from documents.access import require_on
from documents.dispositions import listed
from documents.errors import NoSuchDocument, NotAllowed, VanthuError, VersionMoved
from documents.model import Document, Dossier
from documents.work import Work
from tests import disposing
from tests.app.test_denies_by_default import snapshot
from tests.app.walking import (
    TRIED,
    Draft,
    attempt,
    call,
    copies_of_papers,
    disposition,
    dossier,
    handed_in,
    incoming,
    minutes_of,
    outgoing,
    reachable,
    walk_to,
)
from tests.office import Keys, a_draft
from tests.site import Site, build_site
from workflows.calls.opening import answer_call, excuse_unit
from workflows.calls.sight import see_call
from workflows.definition import Definition
from workflows.definition_files import load_catalogue
from workflows.dispatch import accept
from workflows.errors import ActDenied, NoMandate, NotYourTurn
from workflows.opinions.asking import Asking, ask_opinions
from workflows.queries import see
from workflows.records.disposition import agree, change_list
from workflows.records.disposition_sight import see_disposition
from workflows.records.dossiers import Kept, appraise, put_off_hand_over
from workflows.records.sight import see_dossier
from workflows.review import confirm_fields

TABLES = Path(__file__).parent / "tables"
PEOPLE = ("soanthao", "truongphong", "thethuc", "giamdoc", "pho", "vanthu", "ketoan", "luutru", "quantri")
REFUSED = (NotAllowed, ActDenied, NoMandate, NotYourTurn, NoSuchDocument, VersionMoved)
BASIS = {"kind": "Luật", "number": "30/2020/QH14", "date": None, "issuer": None, "title": None}
DRAFTS: dict[str, Callable[[Site], Draft]] = {
    "van-ban-di": outgoing,
    "van-ban-den": incoming,
    "quyet-dinh": lambda site: outgoing(site, kind="Quyết định", symbol="QĐ-STNĐT", legal_bases=[BASIS]),
    "cong-van": lambda site: outgoing(
        site, kind="Công văn", symbol="STNĐT-TH", addressees=["Phòng Kế toán"], recipients=["Như trên"]
    ),
    "ho-so": dossier,
    "ban-sao": copies_of_papers,
    "bien-ban": minutes_of,
    "dot-thu": call,
    "tieu-huy": disposition,
    "dang-ky-thi-dua": handed_in("ban-dang-ky-thi-dua"),
    "bao-cao-dinh-ky": handed_in("bao-cao-dinh-ky"),
    "to-trinh": lambda site: outgoing(
        site, kind="Tờ trình", symbol="TTr-STNĐT", addressees=["Sở Kho bạc"], recipients=["Như trên"]
    ),
}
"""How a paper of each workflow begins; a workflow without a row fails a test below."""
CATALOGUE = load_catalogue()


class Undo(Exception):  # not an error: the act succeeded and is taken back
    """The act went well; nothing of it is kept."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Site:
    return build_site(tmp_path_factory.mktemp("walked") / "home", keys)


def acts(site: Site, made: Definition, document_id: str) -> Iterator[tuple[str, Callable[[Work], object]]]:
    """Everything a person can try on a paper: the rights of states, then every step."""
    if made.about == "dossier":
        yield from dossier_acts(site, document_id)
    elif made.about == "call":
        yield from call_acts(site, document_id)
    elif made.about == "disposition":
        yield from disposition_acts(site, document_id)
    else:
        yield from paper_acts(site, document_id)
    for step in made.transitions.values():
        if step.by == "user":
            yield step.code, lambda work, step=step: attempt(site, work, document_id, step)


def dossier_acts(site: Site, dossier_id: str) -> Iterator[tuple[str, Callable[[Work], object]]]:
    """What is done with a dossier beside its steps; to read it is to be shown its papers."""
    rules, kept = site.house.rules, Kept("30 năm", "Thông tư mẫu")

    def read(work: Work) -> None:
        require_on(work.session, work.actor, Dossier, dossier_id, "read", work.now)
        for row in see_dossier(work, rules, dossier_id).index:
            see(work, rules, row.document_id)

    yield "view", lambda work: see_dossier(work, rules, dossier_id)
    yield "read", read
    yield "extend", lambda work: put_off_hand_over(work, dossier_id, date(2028, 3, 1), "Công văn mẫu")
    yield "appraise", lambda work: appraise(work, rules, dossier_id, kept, "Theo bảng thời hạn mới")


def call_acts(site: Site, call_id: str) -> Iterator[tuple[str, Callable[[Work], object]]]:
    """What is done with a call beside its steps."""
    rules, unit = site.house.rules, site.house.placed.units["VP"]
    yield "view", lambda work: see_call(work, rules, call_id)
    yield "begin_paper", lambda work: answer_call(work, rules, call_id, a_draft(TRIED))
    yield "excuse", lambda work: excuse_unit(work, rules, call_id, unit, "Đơn vị mới sáp nhập")


def disposition_acts(site: Site, list_id: str) -> Iterator[tuple[str, Callable[[Work], object]]]:
    """What is done with a list for destruction beside its steps."""
    council = [site.house.placed.people[name] for name in disposing.COUNCIL]

    def change(work: Work) -> None:
        ids = [one.id for one in listed(work.session, list_id)]
        change_list(work, list_id, "Tên khác", ids, council)

    yield "view", lambda work: see_disposition(work, site.house.rules, list_id)
    yield "change", change
    yield "agree", lambda work: agree(work, list_id)


def paper_acts(site: Site, document_id: str) -> Iterator[tuple[str, Callable[[Work], object]]]:
    rules = site.house.rules
    asked = f"person:{site.house.placed.people['pho']}"

    def edit(work: Work) -> None:
        version = work.session.get_one(Document, document_id).version
        confirm_fields(work, rules, document_id, {"subject": "Khác"}, seen_version=version)

    yield "view", lambda work: see(work, rules, document_id)
    yield "edit", edit
    yield "consult", lambda work: ask_opinions(work, document_id, Asking("Có đồng ý không?", (asked,)))
    yield "accept", lambda work: accept(work, document_id)


def tried(site: Site, who: str, name: str, act: Callable[[Work], object]) -> VanthuError | None:
    """None when the act went well (and was taken back), else why not; the denial goes to the journal as always."""
    actor = site.office.actor(site.house.placed.people[who])
    try:
        if name == "view":
            with site.office.reading(actor, "view") as work:
                act(work)
                raise Undo
        with site.office.work(actor, name) as work:
            act(work)
            raise Undo
    except Undo:
        return None
    except REFUSED as refusal:
        return refusal


def walk(site: Site, made: Definition, draft: Draft) -> list[str]:
    """The table, made by trying everything; each refusal is seen to have written nothing but itself."""
    lines = []
    for state in reachable(made):
        document_id = walk_to(site, made, draft, state, f"Đi qua {state}")
        lines.append(f"{state}: {made.states[state].title}")
        for who in PEOPLE:
            lines.append(f"  {who}: {_row(site, made, document_id, who)}")
    return lines


def _row(site: Site, made: Definition, document_id: str, who: str) -> str:
    before, told = snapshot(site), len(site.journal())
    row, refused = [], 0
    for name, act in acts(site, made, document_id):
        refusal = tried(site, who, name, act)
        if refusal is None:
            row.append(name)
            continue
        assert refusal.code, name
        # Whoever loses to somebody faster is no intruder: only what is not theirs is told.
        refused += not isinstance(refusal, VersionMoved)
        if isinstance(refusal, ActDenied):
            row.append(f"({name}: {refusal.facts['reason']})")
    assert snapshot(site) == before, f"{who} left something behind"
    denials = site.journal()[told:]
    assert [fact for _, fact in denials] == ["act_denied"] * refused
    return " ".join(row) or "-"


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_exactly_the_acts_of_the_table_succeed(site: Site, name: str) -> None:
    made = CATALOGUE[name]
    told = "\n".join(walk(site, made, DRAFTS[name](site))) + "\n"
    kept = TABLES / f"{name}.txt"
    assert kept.exists(), told
    assert told == kept.read_text(encoding="utf-8"), "a rule changed: read the difference, then keep it"


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_step_is_in_the_table_once_allowed_and_once_refused(name: str) -> None:
    made = CATALOGUE[name]
    rows = [line.partition(": ")[2].split() for line in (TABLES / f"{name}.txt").read_text().splitlines()]
    for step in made.transitions.values():
        if step.by == "user":
            assert any(step.code in row for row in rows), f"nobody can {step.code}"
            assert any(step.code not in row for row in rows), f"everybody can {step.code}"


def test_every_workflow_is_walked() -> None:
    assert set(CATALOGUE) == set(DRAFTS)
