"""From draft to desk: who may take which step, what falls when something changes."""

import pytest
from sqlalchemy import func, select, update

from documents import commands as papers
from documents.access import require
from documents.errors import KindNotReady, NotAllowed, VersionMoved
from documents.journal import JournalEntry
from documents.model import Approval, Document
from tests.office import DIRECTOR, House, a_draft
from workflows import review
from workflows.errors import ActDenied, ReasonNeeded, RecipientKnown
from workflows.routing import frozen_plan

EVERYBODY = ("quantri", "ketoan", "luutru", "vanthu", "thethuc", "truongphong", "giamdoc", "soanthao")
STEPS = (
    ("drafting", review.submit, "soanthao"),
    ("content_check", review.check_content, "truongphong"),
    ("form_check", review.check_form, "thethuc"),
)


def at_step(house: House, state: str) -> str:
    document_id = house.upload()
    for here, act, who in STEPS:
        if here == state:
            break
        with house.work(who) as work:
            act(work, house.rules, document_id)
    return document_id


def version(house: House, document_id: str) -> int:
    with house.look() as work:
        return work.session.get_one(Document, document_id).version


@pytest.mark.parametrize(("state", "act", "owner"), STEPS, ids=[step[0] for step in STEPS])
def test_each_step_belongs_to_one_person_and_denials_write_nothing(house: House, state, act, owner) -> None:
    document_id = at_step(house, state)
    with house.look() as work:
        before = work.session.scalar(select(func.count()).select_from(JournalEntry))
    for who in EVERYBODY:
        if who != owner:
            with pytest.raises(NotAllowed), house.work(who) as work:
                act(work, house.rules, document_id)
    with house.look() as work:
        assert work.session.scalar(select(func.count()).select_from(JournalEntry)) == before
    assert house.state(document_id) == state
    with house.work(owner) as work:
        act(work, house.rules, document_id)
    assert house.state(document_id) != state


def test_the_administrator_may_not_draft(house: House) -> None:
    with pytest.raises(NotAllowed), house.work("quantri") as work:
        review.upload_draft(work, house.rules, a_draft())


def test_a_kind_without_a_workflow_is_refused(house: House) -> None:
    with pytest.raises(KindNotReady):
        house.upload(kind="Hợp đồng")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"symbol": "KH-SKHÁC"}, "symbol_of_other_agency"),
        ({"symbol": "BC-STNĐT"}, "symbol_of_other_kind"),
        ({"symbol": "Kh-STNĐT"}, "symbol_of_other_kind"),
        ({"signer_name": "Người Lạ"}, "signer_unknown"),
        ({"recipients": ["Sở Kho bạc", "Viện Không Ai Biết"]}, "recipient_unknown"),
        ({"subject": None}, "fields_incomplete"),
    ],
)
def test_a_faulty_paper_is_not_submitted_and_the_reason_is_named(house: House, change, reason: str) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        review.confirm_fields(
            work, house.rules, document_id, change, seen_version=version_in(work, document_id)
        )
    with pytest.raises(ActDenied) as denied, house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    assert denied.value.facts["reason"] == reason
    assert house.state(document_id) == "drafting"


def version_in(work, document_id: str) -> int:
    return work.session.get_one(Document, document_id).version


def test_nobody_checks_their_own_draft(house: House) -> None:
    with house.work("truongphong") as work:
        document_id = review.upload_draft(work, house.rules, a_draft()).id
    with house.work("truongphong") as work:
        review.submit(work, house.rules, document_id)
    with pytest.raises(ActDenied) as denied, house.work("truongphong") as work:
        review.check_content(work, house.rules, document_id)
    assert denied.value.facts["reason"] == "own_draft"


def test_returning_needs_a_reason_and_makes_the_checks_fall(house: House) -> None:
    document_id = at_step(house, "form_check")
    with pytest.raises(ReasonNeeded), house.work("thethuc") as work:
        review.send_back(work, house.rules, document_id, "return_form", " ")
    with house.work("thethuc") as work:
        review.send_back(work, house.rules, document_id, "return_form", "Sai cỡ chữ tên loại")
    assert house.state(document_id) == "drafting"
    with house.look() as work:
        approval = work.session.scalars(select(Approval)).one()
        assert approval.fallen_reason == "return_form"


def test_a_new_draft_makes_every_check_fall(house: House) -> None:
    document_id = at_step(house, "form_check")
    with house.work("thethuc") as work:
        review.send_back(work, house.rules, document_id, "return_form", "Sửa lại")
    with house.work("soanthao") as work:
        review.replace_draft(
            work, document_id, a_draft("bản hai"), seen_version=version_in(work, document_id)
        )
        document = work.session.get_one(Document, document_id)
        assert document.frozen_digest is None
        assert document.subject == "bản hai"


def test_a_byte_changed_behind_the_checks_closes_the_desk(house: House) -> None:
    document_id = house.on_the_desk()
    with house.office() as work:
        document = work.session.get_one(Document, document_id)
        document.fields = {**document.fields, "subject": "Trích yếu đã bị đổi"}
        assert papers.frozen_digest(document) != document.frozen_digest
    from workflows.signing import sign_document

    with pytest.raises(ActDenied) as denied:
        sign_document(house.begin("giamdoc"), house.rules, house.tools(), document_id, house.keys.director)
    assert denied.value.facts["reason"] == "changed_since_submit"


def overtaken(house: House, document_id: str) -> None:
    with house.work("soanthao") as work:
        document = work.session.get_one(Document, document_id)
        # As if another transaction had committed between this one's reading and its writing.
        faster = update(Document).where(Document.id == document_id).values(version=9)
        work.session.execute(faster, execution_options={"synchronize_session": False})
        document.subject = "Trích yếu khác"


def test_a_row_changed_underneath_is_told_as_moved(house: House) -> None:
    document_id = house.upload()
    with pytest.raises(VersionMoved):
        overtaken(house, document_id)


def test_two_people_at_once_the_second_is_told(house: House) -> None:
    document_id = house.upload()
    seen = version(house, document_id)
    with house.work("soanthao") as work:
        review.confirm_fields(work, house.rules, document_id, {"place": "Nơi khác"}, seen_version=seen)
    with pytest.raises(VersionMoved), house.work("soanthao") as work:
        review.confirm_fields(work, house.rules, document_id, {"place": "Nơi nữa"}, seen_version=seen)


def test_an_unknown_line_is_learned_once(house: House) -> None:
    document_id = house.upload(recipients=["Kho bạc nhà nước khu vực"])
    with house.look() as work:
        from workflows.directory.model import Agency

        target = f"agency:{work.session.scalars(select(Agency.id).where(Agency.name == 'Sở Kho bạc')).one()}"
    with pytest.raises(NotAllowed), house.work("ketoan") as work:
        review.learn_line(work, document_id, "Kho bạc nhà nước khu vực", target)
    with house.work("soanthao") as work:
        review.learn_line(work, document_id, "Kho bạc nhà nước khu vực", target)
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    third = house.upload("ba", recipients=["Lãnh đạo Sở"])
    with pytest.raises(RecipientKnown), house.work("soanthao") as work:
        review.learn_line(work, third, "Lãnh đạo Sở", target)
    second = house.upload("hai", recipients=["Kho bạc Nhà nước khu vực"])
    with house.work("soanthao") as work:
        review.submit(work, house.rules, second)
        assert frozen_plan(work.session, second) == []


def test_a_signer_named_again_after_another_may_sign_again(house: House) -> None:
    document_id = house.on_the_desk()
    for name, lines in (("Lý Văn Phó", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]), (DIRECTOR, ["GIÁM ĐỐC"])):
        signer = "giamdoc" if name != DIRECTOR else "pho"
        with house.work(signer) as work:
            review.send_back(work, house.rules, document_id, "refuse_signing", "Để người khác ký")
        with house.work("soanthao") as work:
            version = work.session.get_one(Document, document_id).version
            values = {"signer_name": name, "signing_lines": lines}
            review.confirm_fields(work, house.rules, document_id, values, seen_version=version)
        for who, act in (
            ("soanthao", review.submit),
            ("truongphong", review.check_content),
            ("thethuc", review.check_form),
        ):
            with house.work(who) as work:
                act(work, house.rules, document_id)
    with house.look("pho") as work, pytest.raises(NotAllowed):
        require(work.session, work.actor, document_id, "sign", work.now)
    with house.look("giamdoc") as work:
        assert require(work.session, work.actor, document_id, "sign", work.now).state == "signing"
