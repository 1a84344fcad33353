"""A workflow that changes: papers under way keep the version they began with, new ones take the newest."""

from dataclasses import replace

import pytest
from sqlalchemy import event, select

from documents.access import StateRight
from documents.errors import NotAllowed
from documents.model import Document
from tests.office import House, a_draft
from workflows import review
from workflows.commands import Rules, install_rights, rights_lacking
from workflows.definition import Definition
from workflows.queries import see
from workflows.worklists import worklists

WAY = "van-ban-di"


def one_more(newest: Definition) -> Definition:
    """A next version in which the head of unit sends straight to the signer, by a step of another name."""
    steps = dict(newest.transitions)
    steps["wave_through"] = replace(steps.pop("check_content"), code="wave_through", after="signing")
    return replace(newest, version=newest.version + 1, transitions=steps, earlier=newest.versions)


def changed(house: House) -> House:
    """The same office after the workflow got a next version."""
    rules = house.rules
    newer = Rules(rules.kinds, {**rules.workflows, WAY: one_more(rules.workflows[WAY])}, rules.guards)
    with house.office() as work:
        assert rights_lacking(work, newer)
        install_rights(work, newer)
        assert not rights_lacking(work, newer)
    return replace(house, rules=newer)


def submitted(house: House, document_id: str) -> str:
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    return document_id


def version_of(house: House, document_id: str) -> int:
    with house.look() as work:
        return work.session.get_one(Document, document_id).workflow_version


def steps_of(house: House, who: str, document_id: str) -> set[str]:
    with house.look(who) as work:
        return {act.step for act in see(work, house.rules, document_id).acts if act.mine}


def test_a_paper_under_way_keeps_its_version_and_a_new_one_takes_the_newest(house: House) -> None:
    before = house.upload("Cũ")
    house = changed(house)
    with house.work("soanthao") as work:
        after = review.upload_draft(work, house.rules, a_draft("Mới")).id
    assert version_of(house, after) == version_of(house, before) + 1
    assert "check_content" in steps_of(house, "truongphong", submitted(house, before))
    assert "wave_through" in steps_of(house, "truongphong", submitted(house, after))


def test_a_step_of_one_version_is_closed_to_papers_of_another(house: House) -> None:
    house = changed(house)
    document_id = submitted(house, house.upload())
    with pytest.raises(NotAllowed), house.work("truongphong") as work:
        review.check_content(work, house.rules, document_id)


def test_papers_of_both_versions_wait_in_the_worklists(house: House) -> None:
    before = submitted(house, house.upload("Cũ"))
    house = changed(house)
    after = submitted(house, house.upload("Mới"))
    with house.look("truongphong") as work:
        waiting = {one.step: [row.id for row in one.rows] for one in worklists(work, house.rules)}
    assert waiting == {"check_content": [before], "wave_through": [after]}


def test_a_new_version_leaves_the_rights_of_the_earlier_ones_alone(house: House) -> None:
    def rights(*, at: int) -> list[tuple[str, str, str]]:
        rows = select(StateRight.state, StateRight.role, StateRight.right).where(
            StateRight.workflow == WAY, StateRight.workflow_version == at
        )
        with house.look() as work:
            return sorted((state, role, right) for state, role, right in work.session.execute(rows))

    newest = house.rules.workflows[WAY]
    before = rights(at=newest.version)
    changed(house)
    assert rights(at=newest.version) == before == newest.rights()
    assert rights(at=newest.version + 1) != before


def test_a_changed_definition_touches_no_document_and_no_grant(house: House) -> None:
    for subject in ("Một", "Hai", "Ba"):
        submitted(house, house.upload(subject))
    written: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN", "WITH")):
            written.append(statement)

    event.listen(house.database, "before_cursor_execute", note)
    try:
        changed(house)
    finally:
        event.remove(house.database, "before_cursor_execute", note)
    assert written
    assert [one for one in written if "vanthu_documents" in one or "vanthu_grants" in one] == []
