"""Nơi nhận is executed: each line means somebody the directory knows, or stops at a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.office import NOW, House
from workflows.directory.model import Agency, Group, GroupMember, Person, Position, Unit
from workflows.dispatch import recipients_of
from workflows.issuing import issue_document
from workflows.routing import Resolver, expand, frozen_plan, learn_recipient, names_of, plan_for

FIELDS_LINES = ["Sở Kho bạc", "Lãnh đạo Sở", "Các phòng"]


def meant(house: House, line: str) -> list[str]:
    with house.look() as work:
        targets = Resolver(work.session, work.now).resolve(line)
        names = names_of(work.session, targets)
        return [names[target] for target in targets]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Viện Không Ai Biết",
        "Sở Kho bạc và Viện Không Ai Biết",
        "Trưởng phòng",
        "Như trên",
        "và",
        ";",
        "(để b/c)",
    ],
)
def test_a_line_any_part_of_which_is_unknown_means_nobody(house: House, line: str) -> None:
    assert meant(house, line) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Sở Kho bạc", ["Sở Kho bạc"]),
        ("Sở Kho bạc (để b/c);", ["Sở Kho bạc"]),
        ("SỞ KHO BẠC (để phối hợp)", ["Sở Kho bạc"]),
        ("Giám đốc", ["Trần Thị Thử"]),
        ("Lý Văn Phó", ["Lý Văn Phó"]),
        ("KT", ["Phòng Kế toán"]),
        ("phòng kế toán", ["Phòng Kế toán"]),
        ("Phòng Kế toán, Văn phòng và Phòng Tổng hợp", ["Phòng Kế toán", "Văn phòng", "Phòng Tổng hợp"]),
        ("Phòng Kế toán, Văn phòng và KT (để thực hiện)", ["Phòng Kế toán", "Văn phòng"]),
        ("Lãnh đạo Sở; Văn phòng", ["Lãnh đạo Sở", "Văn phòng"]),
    ],
)
def test_a_line_means_whom_the_directory_knows(house: House, line: str, names: list[str]) -> None:
    assert meant(house, line) == names


def test_what_a_person_decided_wins_over_every_name(house: House) -> None:
    with house.work("soanthao") as work:
        other = work.session.scalars(select(Unit.id).where(Unit.abbreviation == "VP")).one()
        learn_recipient(work, "Phòng Kế toán (để biết)", f"unit:{other}")
        learn_recipient(work, "Phòng Kế toán", f"unit:{other}")
    assert meant(house, "Phòng Kế toán") == ["Văn phòng"]
    with house.work("soanthao") as work:
        agency = work.session.scalars(select(Agency.id).where(Agency.name == "Sở Kho bạc")).one()
        learn_recipient(work, "PHÒNG KẾ TOÁN", f"agency:{agency}")
    assert meant(house, "Phòng Kế toán") == ["Sở Kho bạc"]


def test_a_name_two_people_bear_means_nobody(house: House) -> None:
    assert meant(house, "Lý Văn Phó") == ["Lý Văn Phó"]
    with house.office() as work:
        namesake = Person(name="Lý Văn Phó", since=NOW - timedelta(days=1))
        work.session.add(namesake)
        work.session.flush()
        work.session.add(
            Position(
                person_id=namesake.id, agency_id=house.placed.agency_id, title="Nhân viên", function="officer",
                since=NOW - timedelta(days=1),
            )
        )  # fmt: skip
    assert meant(house, "Lý Văn Phó") == []
    assert meant(house, "Nhân viên") == ["Lý Văn Phó"]


def test_somebody_who_left_is_no_longer_meant(house: House) -> None:
    with house.office() as work:
        work.session.get_one(Person, house.placed.people["pho"]).until = house.now
    assert meant(house, "Phó Giám đốc") == []
    assert meant(house.at(house.now - timedelta(seconds=1)), "Phó Giám đốc") == ["Lý Văn Phó"]


def test_a_group_is_its_members_of_the_day(house: House) -> None:
    with house.office() as work:
        group = work.session.scalars(select(Group.id).where(Group.name == "Lãnh đạo Sở")).one()
        leaving = f"person:{house.placed.people['pho']}"
        member = work.session.scalars(select(GroupMember).where(GroupMember.principal == leaving)).one()
        member.until = house.now + timedelta(days=1)
        work.session.flush()
        today = expand(work.session, [f"group:{group}", leaving], house.now)
        tomorrow = expand(work.session, [f"group:{group}"], house.now + timedelta(days=1))
    assert set(today) == {leaving, f"person:{house.placed.people['giamdoc']}"}
    assert len(today) == 2
    assert tomorrow == (f"person:{house.placed.people['giamdoc']}",)


def test_the_plan_shows_unknown_lines_and_keeps_the_last(house: House) -> None:
    from documents.fields import complete_fields
    from tests.office import FIELDS

    fields = complete_fields({**FIELDS, "recipients": ["Sở Kho bạc", "Viện Không Ai Biết"]})
    with house.look() as work:
        plan = plan_for(work, fields)
    assert [(line.line, line.kind) for line in plan] == [
        ("Sở Kho bạc", "sent"),
        ("Viện Không Ai Biết", "unknown"),
        ("Lưu: VT, TH (S)", "kept"),
    ]


def test_a_frozen_plan_does_not_follow_the_directory(house: House) -> None:
    document_id = house.signed()
    with house.look() as work:
        before = frozen_plan(work.session, document_id)
    assert [line.line for line in before] == [*FIELDS_LINES, "Lưu: VT, TH (S)"]
    with house.office() as work:
        other = work.session.scalars(select(Unit.id).where(Unit.abbreviation == "VP")).one()
        learn_recipient(work, "Sở Kho bạc", f"unit:{other}")
        work.session.scalars(select(Unit).where(Unit.abbreviation == "KT")).one().name = "Phòng Tài vụ"
    with house.look() as work:
        assert frozen_plan(work.session, document_id) == before
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    with house.look() as work:
        sent = {(row.line, row.name, row.status) for row in recipients_of(work.session, document_id)}
    assert ("Sở Kho bạc", "Sở Kho bạc", "sent_outside") in sent
    assert "Văn phòng" not in {name for _, name, _ in sent}


def test_a_group_in_a_frozen_plan_has_the_members_of_the_day_of_issue(house: House) -> None:
    document_id = house.signed()
    with house.office() as work:
        leaving = f"person:{house.placed.people['pho']}"
        work.session.scalars(
            select(GroupMember).where(GroupMember.principal == leaving)
        ).one().until = house.now
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    with house.look() as work:
        reached = {row.principal for row in recipients_of(work.session, document_id)}
    assert leaving not in reached
    assert f"person:{house.placed.people['giamdoc']}" in reached
