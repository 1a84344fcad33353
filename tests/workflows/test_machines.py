"""Steps nobody takes, steps that ask something, and small machines side by side: of any workflow, by one engine."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from documents.access import require
from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Child, Document
from tests.office import RULES, House, a_draft
from workflows import review
from workflows.commands import Rules, install_rights, state_in
from workflows.definition import Definition
from workflows.definition_files import parse_definition
from workflows.errors import ActDenied, AnswerRefused, BadDefinition, NobodyToAct, ReasonNeeded
from workflows.machines import Due, due_timers, fire, hear, run_effects
from workflows.opinions import asking as opinions
from workflows.questions import Allowed, Denied, Question
from workflows.steps import take

WAY = """
name = "van-ban-di"
title = "Thử máy"
version = 9
start = "draft"

[roles]
drafter = "creator"
head = "unit_head"
signer = "named_signer"

[machines.lamp]
title = "Đèn"
start = "dark"

[[states]]
code = "draft"
title = "Nháp"
owner = "drafter"
rights.drafter = ["view", "edit"]
rights.head = ["view"]

[[states]]
code = "asked"
title = "Đã hỏi"
owner = "head"
rights.drafter = ["view"]
rights.head = ["view"]

[[states]]
code = "late"
title = "Quá hạn"
owner = "head"
rights.drafter = ["view"]
rights.head = ["view"]

[[states]]
code = "named"
title = "Chờ người được ghi tên"
owner = "signer"
rights.drafter = ["view"]
rights.signer = ["view"]

[[states]]
code = "done"
title = "Xong"
owner = "drafter"
final = true
rights.drafter = ["view"]
rights.head = ["view"]

[[states]]
machine = "lamp"
code = "dark"
title = "Tắt"

[[states]]
machine = "lamp"
code = "lit"
title = "Sáng"
final = true
rights.head = ["send"]

[[transitions]]
code = "ask"
title = "Hỏi"
from = ["draft"]
to = "asked"
roles = ["drafter"]
asks = [
    { code = "day", title = "Ngày cần", type = "date" },
    { code = "how", title = "Cách làm", type = "choice", choices = ["nhanh", "chậm"] },
    { code = "many", title = "Số bản", type = "number", required = false },
]

[[transitions]]
code = "name"
title = "Ghi tên"
from = ["draft"]
to = "named"
roles = ["drafter"]

[[transitions]]
code = "unname"
title = "Trả lại"
from = ["named"]
to = "draft"
roles = ["signer"]
reason = true

[[transitions]]
code = "give_back"
title = "Trả lại"
from = ["asked", "late"]
to = "draft"
roles = ["head"]
reason = true

[[transitions]]
code = "close"
title = "Khép"
from = ["asked", "late"]
to = "done"
roles = ["head"]
guards = [["never", "when_lit"], "when_lit"]

[[transitions]]
code = "grow_late"
title = "Hết hạn"
by = "timer"
after_days = 2
from = ["asked"]
to = "late"

[[transitions]]
code = "light"
title = "Bật"
by = "event"
event = "comment_made"
from = ["dark"]
to = "lit"

[[transitions]]
code = "gather"
title = "Đủ văn bản con"
by = "children"
from = ["draft"]
to = "done"
"""


def when_lit(question: Question) -> Allowed | Denied:
    lit = state_in(question.work, question.document, "lamp") == "lit"
    return Allowed() if lit else Denied("not_all_received", {"names": ["đèn"]})


def never(question: Question) -> Denied:
    return Denied("not_signed")


GUARDS = {**RULES.guards, "when_lit": when_lit, "never": never}


def running_by(house: House, made: Definition) -> House:
    """The same office, where new papers go this way."""
    rules = Rules(RULES.kinds, {**RULES.workflows, "van-ban-di": made}, GUARDS, RULES.effects)
    with house.office() as work:
        install_rights(work, rules)
    return replace(house, rules=rules)


@pytest.fixture
def odd(house: House) -> House:
    return running_by(house, parse_definition(WAY))


def draft(house: House, subject: str = "") -> str:
    with house.work("soanthao") as work:
        return review.upload_draft(work, house.rules, a_draft(subject)).id


def step(house: House, who: str, document_id: str, code: str, note: str = "", **answers: str) -> None:
    with house.work(who) as work:
        take(work, house.rules, document_id, code, note, answers=answers)


def moves(house: House, document_id: str) -> list[tuple[str, str]]:
    """(who, body) of each step taken."""
    with house.look() as work:
        rows = work.session.scalars(
            select(JournalEntry)
            .where(JournalEntry.document_id == document_id, JournalEntry.fact == "document_moved")
            .order_by(JournalEntry.id)
        )
        return [(row.actor_name, row.body) for row in rows]


ANSWERS = {"day": "16/3/2026", "how": "nhanh", "many": "03"}


@pytest.mark.parametrize("who", ["quantri", "ketoan", "truongphong"])
def test_a_step_of_any_workflow_is_closed_to_those_whose_it_is_not(odd: House, who: str) -> None:
    document_id = draft(odd)
    with pytest.raises(NotAllowed):
        step(odd, who, document_id, "ask", **ANSWERS)
    assert (odd.state(document_id), moves(odd, document_id)) == ("draft", [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": ""},
        {"day": "31/2/2026"},
        {"day": "mai"},
        {"how": "vừa vừa"},
        {"many": "ba"},
        {"how": "n" * 2001},
    ],
)
def test_a_step_is_not_taken_on_a_wrong_answer(odd: House, wrong: dict[str, str]) -> None:
    document_id = draft(odd)
    with pytest.raises(AnswerRefused):
        step(odd, "soanthao", document_id, "ask", **ANSWERS | wrong)
    assert (odd.state(document_id), moves(odd, document_id)) == ("draft", [])


def test_what_was_answered_stands_in_the_journal_in_one_form(odd: House) -> None:
    document_id = draft(odd)
    step(odd, "soanthao", document_id, "ask", **ANSWERS)
    ((who, body),) = moves(odd, document_id)
    assert who == "Nguyễn Soạn"
    assert '"answers": {"day": "2026-03-16", "how": "nhanh", "many": "3"}' in body


def test_a_right_of_a_smaller_machine_comes_with_its_state(odd: House) -> None:
    document_id = draft(odd)
    head = odd.actor("truongphong")
    with odd.look() as work, pytest.raises(NotAllowed):
        require(work.session, head, document_id, "send", work.now)
    with odd.office() as work:
        assert hear(work, odd.rules, document_id, ["comment_made"]) == ["light"]
    with odd.look() as work:
        assert require(work.session, head, document_id, "send", work.now).state == "draft"
    with odd.office() as work:
        assert hear(work, odd.rules, document_id, ["comment_made"]) == []
    assert odd.states(document_id) == {"processing": "draft", "lamp": "lit"}


def test_any_guard_of_a_list_opens_it_and_every_list_must_open(odd: House) -> None:
    document_id = draft(odd)
    step(odd, "soanthao", document_id, "ask", **ANSWERS)
    with pytest.raises(ActDenied) as closed:
        step(odd, "truongphong", document_id, "close")
    assert closed.value.facts["reason"] == "not_all_received"
    with odd.office() as work:
        hear(work, odd.rules, document_id, ["comment_made"])
    step(odd, "truongphong", document_id, "close")
    assert odd.state(document_id) == "done"


def test_a_timer_fires_after_its_working_days_and_not_before(odd: House) -> None:
    document_id = draft(odd)
    step(odd, "soanthao", document_id, "ask", **ANSWERS)  # a Thursday
    monday, tuesday = odd.at(odd.now + timedelta(days=4)), odd.at(odd.now + timedelta(days=5))
    with monday.look() as work:
        assert due_timers(work, odd.rules) == []
    with monday.office() as work:
        assert not fire(work, odd.rules, Due(document_id, "grow_late"))
    with tuesday.look() as work:
        assert due_timers(work, odd.rules) == [Due(document_id, "grow_late")]
    for fired in (True, False):
        with tuesday.office() as work:
            assert fire(work, odd.rules, Due(document_id, "grow_late")) is fired
    assert moves(odd, document_id)[-1][0] == "Vanthu"
    step(tuesday, "truongphong", document_id, "give_back", "Hỏi lại cho rõ")


def test_a_parent_waits_until_its_last_child_is_done(odd: House) -> None:
    parent, one, other = (draft(odd, subject) for subject in ("Mẹ", "Con một", "Con hai"))
    with odd.office() as work:
        work.session.add_all(Child(parent_id=parent, child_id=child) for child in (one, other))
    for child, state in ((one, "draft"), (other, "done")):
        with odd.office() as work:
            work.session.get_one(Document, child).state = "done"
        with odd.office() as work:
            hear(work, odd.rules, child, ["document_moved"])
        assert odd.state(parent) == state


def test_a_step_into_a_state_that_waits_for_nobody_is_refused(odd: House) -> None:
    with odd.work("soanthao") as work:
        unnamed = review.upload_draft(work, odd.rules, a_draft("Lạ", signer_name="Người Không Có")).id
    with pytest.raises(NobodyToAct):
        step(odd, "soanthao", unnamed, "name")
    assert odd.state(unnamed) == "draft"
    named = draft(odd)
    step(odd, "soanthao", named, "name")
    with pytest.raises(ReasonNeeded):
        step(odd, "giamdoc", named, "unname", " - ")
    step(odd, "giamdoc", named, "unname", "Chưa đúng tên")


def test_steps_that_need_a_key_have_a_door_of_their_own(house: House) -> None:
    document_id = house.on_the_desk()
    with pytest.raises(ActDenied) as refused:
        step(house, "giamdoc", document_id, "sign")
    assert refused.value.facts["reason"] == "own_door"
    assert house.state(document_id) == "signing"


def test_an_effect_that_nobody_wrote_is_refused_at_wiring(house: House) -> None:
    text = WAY.replace('title = "Khép"', 'title = "Khép"\neffects = ["ring_the_bell"]')
    with pytest.raises(BadDefinition):
        running_by(house, parse_definition(text))


def test_what_follows_a_step_bears_being_told_twice(house: House) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        key = house.placed.people["ketoan"]
        opinions.ask_opinions(work, document_id, opinions.Asking("Có đồng ý không?", (f"person:{key}",)))
    step(house, "soanthao", document_id, "withdraw", "Không còn cần nữa")
    for _ in range(2):
        with house.office() as work:
            run_effects(work, house.rules, document_id, "withdraw")
    with house.look() as work:
        closed = select(JournalEntry).where(JournalEntry.fact == "opinions_closed")
        assert len(work.session.scalars(closed).all()) == 1
