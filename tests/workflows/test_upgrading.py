"""Papers under way move to a newer version: a dry run says what changes for whom, then all of them move or none."""

import pytest
from sqlalchemy import delete, func, select

from documents.commands import frozen_digest
from documents.errors import NotAllowed, VersionMoved
from documents.journal import JournalEntry
from documents.model import Approval, Document, MachineState
from tests.office import House
from workflows import review
from workflows.errors import UpgradeRefused
from workflows.issuing import allocate_number, issue_document
from workflows.upgrading import DocumentUpgraded, Upgrade, plan_upgrade, upgrade

WAY = "van-ban-di"


def back_to_two(house: House, *ids: str) -> None:
    """These papers began under version 2, which had one machine."""
    with house.office() as work:
        for document_id in ids:
            work.session.execute(delete(MachineState).where(MachineState.document_id == document_id))
            document = work.session.get_one(Document, document_id)
            document.workflow_version = 2
            if document.frozen_digest is not None:
                document.frozen_digest = frozen_digest(document)
                for approval in work.session.scalars(
                    select(Approval).where(Approval.document_id == document_id)
                ):
                    approval.digest = document.frozen_digest


def plan(house: House, who: str = "quantri") -> Upgrade:
    with house.look(who) as work:
        return plan_upgrade(work, house.rules, WAY, 2)


def move_all(house: House, fingerprint: str) -> int:
    with house.work("quantri") as work:
        return upgrade(work, house.rules, WAY, 2, fingerprint=fingerprint)


def submitted(house: House, subject: str) -> str:
    document_id = house.upload(subject)
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    return document_id


def versions(house: House, *ids: str) -> list[int]:
    with house.look() as work:
        return [work.session.get_one(Document, one).workflow_version for one in ids]


@pytest.mark.parametrize("who", ["soanthao", "giamdoc", "vanthu"])
def test_nobody_but_the_administrator_moves_papers(house: House, who: str) -> None:
    document_id = house.upload()
    back_to_two(house, document_id)
    fingerprint = plan(house).fingerprint
    with pytest.raises(NotAllowed):
        plan(house, who)
    with pytest.raises(NotAllowed), house.work(who) as work:
        upgrade(work, house.rules, WAY, 2, fingerprint=fingerprint)
    assert versions(house, document_id) == [2]


def test_there_is_no_way_from_a_version_the_file_does_not_name(house: House) -> None:
    with pytest.raises(UpgradeRefused), house.look("quantri") as work:
        plan_upgrade(work, house.rules, WAY, 3)


def test_a_dry_run_says_what_changes_for_whom_and_changes_nothing(house: House) -> None:
    draft, checked = house.upload("Một"), submitted(house, "Hai")
    with house.work("truongphong") as work:
        review.check_content(work, house.rules, checked)
    back_to_two(house, draft, checked)
    moves = {move.before: move for move in plan(house).moves}
    assert (moves["drafting"].count, moves["drafting"].after) == (1, ("drafting",))
    assert (moves["form_check"].count, moves["form_check"].after) == (1, ("content_check",))
    assert moves["form_check"].approvals == 1
    gains = {change.role: change.gains for change in moves["form_check"].changes}
    assert {"check_content", "return_content", "consult"} <= set(gains["head"])
    assert moves["signing"].after == ()
    assert versions(house, draft, checked) == [2, 2]


def test_moved_papers_go_on_under_the_new_version_and_their_approvals_fall(house: House) -> None:
    draft, checked = house.upload("Một"), submitted(house, "Hai")
    with house.work("truongphong") as work:
        review.check_content(work, house.rules, checked)
    back_to_two(house, draft, checked)
    assert move_all(house, plan(house).fingerprint) == 2
    assert versions(house, draft, checked) == [3, 3]
    assert house.states(checked)["processing"] == "content_check"
    with house.look() as work:
        fallen = work.session.scalars(select(Approval).where(Approval.document_id == checked)).one()
        assert fallen.fallen_reason == "workflow_changed"
    for who, act in (("truongphong", review.check_content), ("thethuc", review.check_form)):
        with house.work(who) as work:
            act(work, house.rules, checked)
    assert house.states(checked)["processing"] == "signing"
    with house.look() as work:
        told = work.session.scalars(
            select(JournalEntry).where(JournalEntry.fact == DocumentUpgraded.name)
        ).all()
        assert {entry.document_id for entry in told} == {draft, checked}
        assert {entry.actor_name for entry in told} == {"Vũ Trị"}


def test_an_issued_paper_gets_its_place_in_every_machine_and_keeps_its_approvals(house: House) -> None:
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    back_to_two(house, document_id)
    move_all(house, plan(house).fingerprint)
    assert house.states(document_id) == {
        "processing": "issued",
        "signing": "sealed",
        "delivery": "sending",
        "records": "to_file",
    }
    with house.look() as work:
        standing = select(func.count()).select_from(Approval).where(Approval.fallen_at.is_(None))
        assert work.session.scalar(standing) == 3


def test_a_paper_that_waits_for_its_signature_stays_under_its_version(house: House) -> None:
    document_id = house.on_the_desk()
    back_to_two(house, document_id)
    assert plan(house).count == 0
    assert move_all(house, plan(house).fingerprint) == 0
    assert versions(house, document_id) == [2]


def test_nothing_moves_when_a_paper_changed_after_the_dry_run(house: House) -> None:
    one, other = house.upload("Một"), house.upload("Hai")
    back_to_two(house, one, other)
    seen = plan(house).fingerprint
    with house.work("soanthao") as work:
        review.submit(work, house.rules, one)
    with pytest.raises(VersionMoved):
        move_all(house, seen)
    assert versions(house, one, other) == [2, 2]


def test_one_paper_under_way_keeps_all_where_they_are(house: House) -> None:
    draft, signed = house.upload("Một"), house.signed("Hai")
    with house.work("vanthu") as work:
        allocate_number(work, house.rules, signed, house.keys.agency.facts.sha256)
    back_to_two(house, draft, signed)
    with house.office() as work:
        # A number is given: in a state that moves, this paper would lose its way.
        work.session.get_one(Document, signed).state = "content_check"
    with pytest.raises(UpgradeRefused):
        move_all(house, plan(house).fingerprint)
    assert versions(house, draft, signed) == [2, 2]


def test_a_paper_of_the_old_version_still_goes_its_old_way(house: House) -> None:
    document_id = house.upload()
    back_to_two(house, document_id)
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    with house.work("truongphong") as work:
        review.check_content(work, house.rules, document_id)
    assert house.states(document_id) == {"processing": "form_check"}
