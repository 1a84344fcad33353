"""Units are renamed, merged and split, people move, agencies change: papers stay as they are and within reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from documents.access import Grant
from documents.errors import NotAllowed
from documents.model import Document
from search.queries import find
from search.whoosh_engine import WhooshEngine
from tests.office import AGENCY, House
from workflows import review
from workflows.directory.agencies import (
    Face,
    agency_with_code,
    give_code,
    merge_agencies,
    rename_agency,
    split_agency,
)
from workflows.directory.mandates import Asked, require_mandate
from workflows.directory.model import (
    Agency,
    Group,
    GroupMember,
    Mandate,
    Person,
    Position,
    RecipientAlias,
    Unit,
    in_force,
    our_agency,
    positions_of,
)
from workflows.directory.reorganising import (
    Decision,
    NewUnit,
    merge_units,
    move_people,
    rename_unit,
    split_unit,
)
from workflows.directory.successions import lineage, other_names
from workflows.dispatch import inbox
from workflows.errors import RecipientUnknown, ReorganisationRefused
from workflows.issuing import issue_document
from workflows.queries import see
from workflows.routing import Resolver, expand, names_of, plan_for
from workflows.worklists import waiting_for

TODAY = date(2026, 3, 12)
PAPER = Decision("Quyết định mẫu về tổ chức lại", TODAY)
NEW = NewUnit("Phòng Kế hoạch - Tổng hợp", "KHTH")


def rename(house: House, unit: str = "TH", new: NewUnit = NEW, decision: Decision = PAPER) -> str:
    with house.work("quantri") as work:
        return rename_unit(work, house.placed.units[unit], new, decision)


def split(house: House, *, head_to: int = 0) -> list[str]:
    """Phòng Tổng hợp becomes two; its head goes to one of them, its officer to the other."""
    people = house.placed.people
    parts = [
        NewUnit("Phòng Kế hoạch", "KH", (people["truongphong"] if head_to == 0 else people["soanthao"],)),
        NewUnit("Phòng Thống kê", "TK", (people["soanthao"] if head_to == 0 else people["truongphong"],)),
    ]
    with house.work("quantri") as work:
        return split_unit(work, house.placed.units["TH"], parts, PAPER)


def a_head(house: House, unit_id: str, name: str = "Ngô Mới") -> str:
    with house.office() as work:
        person = Person(name=name, since=house.now)
        work.session.add(person)
        work.session.flush()
        position = Position(
            person_id=person.id,
            agency_id=house.placed.agency_id,
            unit_id=unit_id,
            title="Trưởng phòng",
            function="head",
            since=house.now,
        )
        work.session.add(position)
        house.placed.people[name] = person.id
        return name


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Every statement the database is sent meanwhile."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(house.database, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(house.database, "before_cursor_execute", note)


def rows_of(house: House, *tables: Any) -> list[str]:
    with house.look() as work:
        return [repr(row) for table in tables for row in work.session.execute(select(table.__table__)).all()]


# ------------------------------------------------------------ who may, and what is refused


@pytest.mark.parametrize("who", ["soanthao", "vanthu", "truongphong", "giamdoc"])
def test_nobody_but_the_administrator_reorganises(house: House, who: str) -> None:
    placed, faces = house.placed, [Face("Sở Một"), Face("Sở Hai")]
    before = rows_of(house, Position, Unit, Agency)
    for act in (
        lambda work: rename_unit(work, placed.units["TH"], NEW, PAPER),
        lambda work: merge_units(work, [placed.units["TH"], placed.units["KT"]], NEW, PAPER),
        lambda work: split_unit(work, placed.units["TH"], [NEW, NEW], PAPER),
        lambda work: move_people(work, [placed.people["soanthao"]], placed.units["KT"], PAPER),
        lambda work: rename_agency(work, placed.agency_id, Face("Sở Khác", "SK"), PAPER),
        lambda work: merge_agencies(work, [placed.agency_id, placed.agency_id + "x"], faces[0], PAPER),
        lambda work: split_agency(work, placed.agency_id, faces, PAPER),
        lambda work: give_code(work, placed.agency_id, "qd20", "H20.1", PAPER),
    ):
        with house.work(who) as work, pytest.raises(NotAllowed):
            act(work)
    assert rows_of(house, Position, Unit, Agency) == before


@pytest.mark.parametrize(
    ("why", "new", "decision"),
    [
        ("reorganisation_without_paper", NEW, Decision("  ", TODAY)),
        ("reorganisation_in_past", NEW, Decision("QĐ", TODAY - timedelta(days=1))),
        ("unit_without_name", NewUnit(" ", "KHTH"), PAPER),
        ("unit_without_name", NewUnit("Phòng Mới", ""), PAPER),
        ("unit_name_taken", NewUnit("Phòng Kế toán", "KHTH"), PAPER),
        ("unit_name_taken", NewUnit("Phòng Mới", "KT"), PAPER),
    ],
)
def test_a_renaming_that_does_not_fit_is_refused(
    house: House, why: str, new: NewUnit, decision: Decision
) -> None:
    with pytest.raises(ReorganisationRefused) as refused:
        rename(house, new=new, decision=decision)
    assert refused.value.facts["why"] == why
    assert len(house.actor("truongphong").principals) == 4


def test_a_split_leaves_nobody_without_a_unit_and_nobody_in_two(house: House) -> None:
    people, unit = house.placed.people, house.placed.units["TH"]
    head, officer = people["truongphong"], people["soanthao"]
    for why, first, second in (
        ("split_leaves_somebody", (head,), ()),
        ("split_places_twice", (head, officer), (officer,)),
    ):
        parts = [NewUnit("Phòng Kế hoạch", "KH", first), NewUnit("Phòng Thống kê", "TK", second)]
        with house.work("quantri") as work, pytest.raises(ReorganisationRefused) as refused:
            split_unit(work, unit, parts, PAPER)
        assert refused.value.facts["why"] == why
    with house.work("quantri") as work, pytest.raises(ReorganisationRefused):
        merge_units(work, [unit, unit], NEW, PAPER)


def test_a_unit_ends_once(house: House) -> None:
    rename(house)
    for decision in (PAPER, Decision("QĐ", TODAY + timedelta(days=9))):
        with pytest.raises(ReorganisationRefused) as refused:
            rename(house, new=NewUnit("Phòng Khác", "PK"), decision=decision)
        assert refused.value.facts["why"] == "no_such_unit"


# ------------------------------------------------------------ papers are not touched


def test_no_reorganisation_touches_a_row_of_a_paper(house: House) -> None:
    house.upload("Một")
    document_id = house.signed("Hai")
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    before = rows_of(house, Document, Grant)
    with statements(house) as sent:
        parts = split(house)
        with house.work("quantri") as work:
            merge_units(work, [parts[0], house.placed.units["KT"]], NEW, PAPER)
            move_people(work, [house.placed.people["soanthao"]], house.placed.units["VP"], PAPER)
            rename_agency(work, house.placed.agency_id, Face("Sở Đổi tên", "SĐT"), PAPER)
    assert rows_of(house, Document, Grant) == before
    written = [one for one in sent if one.split()[0] in ("UPDATE", "INSERT", "DELETE")]
    assert any("vanthu_positions" in one for one in written)
    assert not [one for one in written if "vanthu_documents" in one or "vanthu_grants" in one]


def test_five_hundred_people_move_in_one_act(house: House) -> None:
    with house.office() as work:
        people = [Person(name=f"Người {number}", since=house.now) for number in range(500)]
        work.session.add_all(people)
        work.session.flush()
        work.session.add_all(
            Position(
                person_id=person.id,
                agency_id=house.placed.agency_id,
                unit_id=house.placed.units["TH"],
                title="Chuyên viên",
                function="officer",
                since=house.now - timedelta(days=1),
            )
            for person in people
        )
    house.upload()
    with statements(house) as sent, house.work("quantri") as work:
        assert move_people(work, [one.id for one in people], house.placed.units["KT"], PAPER) == 500
    assert len(sent) < 30, "not one statement a person"
    assert not [one for one in sent if one.startswith("UPDATE vanthu_documents")]
    with house.look() as work:
        moved = [positions_of(work.session, one.id, house.now) for one in people]
        assert {(len(held), held[0].unit_id) for held in moved} == {(1, house.placed.units["KT"])}
        before = positions_of(work.session, people[0].id, house.now - timedelta(seconds=1))
        assert before[0].unit_id == house.placed.units["TH"], "the directory of the day before stays"


# ------------------------------------------------------------ who holds what was the old unit's


def test_the_successors_head_holds_a_draft_under_way_from_that_day_on(house: House) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    rename(house, decision=Decision("QĐ", TODAY + timedelta(days=4)))
    first = datetime(2026, 3, 15, 17, tzinfo=UTC)
    for moment in (first - timedelta(seconds=1), first, first + timedelta(days=700)):
        with house.at(moment).look("truongphong") as work:
            assert [row.id for row in waiting_for(work, house.rules, "check_content")] == [document_id]
            assert see(work, house.rules, document_id).row.unit_name == "Phòng Tổng hợp"
    with house.at(first).work("truongphong") as work:
        review.check_content(work, house.rules, document_id)


def test_nobody_else_gets_what_was_the_old_units(house: House) -> None:
    document_id = house.upload()
    new = rename(house)
    stranger, heir = a_head(house, house.placed.units["KT"], "Ngoài Cuộc"), a_head(house, new)
    for who, sees in ((stranger, False), (heir, True), ("ketoan", False)):
        with house.look(who) as work:
            rows = [row.id for row in waiting_for(work, house.rules, "submit")]
            held = {one for one in work.actor.principals if one.endswith(house.placed.units["TH"])}
            assert bool(held) is sees
            assert rows == []
    with house.look(heir) as work:
        assert see(work, house.rules, document_id).row.id == document_id


def test_every_part_of_a_split_unit_holds_what_was_its(house: House) -> None:
    document_id = house.upload()
    parts = split(house)
    other = a_head(house, parts[1])
    for who in ("truongphong", other):
        with house.look(who) as work:
            assert see(work, house.rules, document_id).row.id == document_id


def test_successions_are_followed_over_several_changes(house: House) -> None:
    first = rename(house)
    with house.work("quantri") as work:
        second = merge_units(work, [first, house.placed.units["KT"]], NewUnit("Văn phòng Một", "V1"), PAPER)
    head = house.actor(a_head(house, second))
    assert {f"head:{house.placed.units[unit]}" for unit in ("TH", "KT")} < head.principals
    with house.look() as work:
        line = lineage(work.session, house.now)
        assert line.successors(f"unit:{house.placed.units['TH']}") == (f"unit:{second}",)
        assert line.successors(f"unit:{house.placed.units['VP']}") == (f"unit:{house.placed.units['VP']}",)


def test_papers_sent_to_the_old_unit_lie_in_the_successors_inbox(house: House) -> None:
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    new = rename(house, "KT", NewUnit("Phòng Tài chính", "TC"))
    with house.look(a_head(house, new)) as work:
        assert [row.document_id for row in inbox(work)] == [document_id]


def test_a_mandate_for_the_papers_of_a_unit_goes_on_for_its_successor(house: House) -> None:
    with house.office() as work:
        mandate = Mandate(
            person_id=house.placed.people["truongphong"],
            capacity="TL",
            on_behalf_of="Giám đốc",
            basis="Quy chế",
            units=[house.placed.units["TH"]],
            since=house.now - timedelta(days=3),
        )
        work.session.add(mandate)
    new = rename(house)
    with house.look("truongphong") as work:
        for unit in (new, house.placed.units["TH"]):
            asked = Asked(house.placed.agency_id, "cong-van", unit)
            assert require_mandate(work, asked, ("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG")).capacity == "TL."


# ------------------------------------------------------------ recipients


def resolved(house: House, line: str) -> tuple[str, ...]:
    with house.look() as work:
        return Resolver(work.session, work.now).resolve(line)


def test_the_old_name_the_alias_and_the_group_mean_the_successor(house: House) -> None:
    with house.office() as work:
        work.session.add(
            RecipientAlias(
                agency_id=house.placed.agency_id,
                line="bộ phận tổng hợp",
                target=f"unit:{house.placed.units['TH']}",
                learned_at=house.now,
                learned_by="mẫu",
            )
        )
    new = rename(house)
    for line in ("Phòng Tổng hợp", "TH", "Bộ phận Tổng hợp", NEW.name, "KHTH"):
        assert resolved(house, line) == (f"unit:{new}",), line
    with house.look() as work:
        (group,) = work.session.scalars(select(Group.id).where(Group.name == "Các phòng"))
        assert set(expand(work.session, [f"group:{group}"], work.now)) == {
            f"unit:{new}",
            f"unit:{house.placed.units['KT']}",
        }
        members = set(work.session.scalars(select(GroupMember.principal)))
        assert f"unit:{house.placed.units['TH']}" in members, "the group itself was not rewritten"


def test_a_person_is_asked_which_part_of_a_split_unit_a_line_means(house: House) -> None:
    document_id = house.upload(recipients=["Phòng Tổng hợp", "Các phòng"])
    parts = split(house)
    assert resolved(house, "Phòng Tổng hợp") == ()
    with house.look("soanthao") as work:
        lines = plan_for(work, _fields(work, document_id))
        assert [(line.line, line.unknown) for line in lines[:2]] == [
            ("Phòng Tổng hợp", ("Phòng Tổng hợp",)),
            ("Các phòng", ("Phòng Tổng hợp",)),
        ]
    with house.work("soanthao") as work:
        review.learn_line(work, document_id, "Phòng Tổng hợp", f"unit:{parts[1]}")
    with house.look("soanthao") as work:
        lines = plan_for(work, _fields(work, document_id))
        assert [line.unknown for line in lines[:2]] == [(), ()]
        assert lines[0].targets == (f"unit:{parts[1]}",)
        sent = expand(work.session, lines[1].targets, work.now)
        assert set(sent) == {f"unit:{parts[1]}", f"unit:{house.placed.units['KT']}"}


def test_a_group_alone_lets_the_person_answer_for_its_split_member(house: House) -> None:
    document_id = house.upload(recipients=["Các phòng"])
    parts = split(house)
    with house.work("soanthao") as work:
        review.learn_line(work, document_id, "Phòng Tổng hợp", f"unit:{parts[0]}")
        with pytest.raises(RecipientUnknown):
            review.learn_line(work, document_id, "Phòng Bịa", f"unit:{parts[0]}")
    with house.look() as work:
        assert plan_for(work, _fields(work, document_id))[0].unknown == ()


def _fields(work: Any, document_id: str) -> Any:
    from documents.fields import complete_fields

    return complete_fields(work.session.get_one(Document, document_id).fields)


def test_a_plan_frozen_before_a_split_reaches_every_part(house: House) -> None:
    document_id = house.signed(recipients=["Phòng Tổng hợp"])
    parts = split(house)
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    for part in parts:
        with house.look(a_head(house, part, f"Trưởng {part}")) as work:
            assert [row.document_id for row in inbox(work)] == [document_id]


# ------------------------------------------------------------ agencies


def test_our_agency_under_another_name_is_the_same_agency(house: House) -> None:
    old = house.upload("Trước khi đổi tên")
    face = Face("Sở Đào tạo và Khảo thí", "SĐTKT", "Ủy ban nhân dân tỉnh Sao Mai", "Sao Mai")
    with house.work("quantri") as work:
        rename_agency(work, house.placed.agency_id, face, Decision("NQ", TODAY + timedelta(days=4)))
    later = house.at(house.now + timedelta(days=5))
    for moment, name in ((house, AGENCY), (later, face.name)):
        with moment.look() as work:
            agency = our_agency(work.session, work.now)
            assert (agency.name, agency.id) == (name, house.placed.agency_id)
    new = later.upload("Sau khi đổi tên")
    with later.look() as work:
        names = {key: work.session.get_one(Document, key).agency_name for key in (old, new)}
        assert names == {old: AGENCY, new: face.name}
        assert work.session.get_one(Agency, house.placed.agency_id).name == AGENCY, "nothing was overwritten"


def test_outside_agencies_that_merged_or_were_renamed_are_still_reached(house: House) -> None:
    with house.office() as work:
        work.session.add(Agency(name="Sở Thuế", ours=False, since=house.now - timedelta(days=9)))
    with house.look() as work:
        ids = {row.name: row.id for row in work.session.scalars(select(Agency).where(Agency.ours.is_(False)))}
    with house.work("quantri") as work:
        rename_agency(work, ids["Sở Kho bạc"], Face("Sở Ngân khố"), PAPER)
    assert resolved(house, "Sở Kho bạc") == resolved(house, "Sở Ngân khố") == (f"agency:{ids['Sở Kho bạc']}",)
    with house.work("quantri") as work:
        assert names_of(work.session, [f"agency:{ids['Sở Kho bạc']}"]) == {
            f"agency:{ids['Sở Kho bạc']}": "Sở Ngân khố"
        }
        new = merge_agencies(work, list(ids.values()), Face("Sở Tài chính chung"), PAPER)
    for line in ("Sở Kho bạc", "Sở Ngân khố", "Sở Thuế", "Sở Tài chính chung"):
        assert resolved(house, line) == (f"agency:{new}",), line
    with house.work("quantri") as work:
        split_agency(work, new, [Face("Sở Thu"), Face("Sở Chi")], PAPER)
    assert resolved(house, "Sở Thuế") == ()
    assert len(resolved(house, "Sở Thu")) == 1


def test_the_people_of_our_successor_hold_the_offices_of_the_agency_before(house: House) -> None:
    document_id = house.signed()
    with house.office() as work:
        other = Agency(name="Sở Anh em", ours=False, since=house.now - timedelta(days=9))
        work.session.add(other)
        work.session.flush()
    face = Face("Sở Hợp nhất", "SHN", place="Sao Mai")
    with house.work("quantri") as work:
        new = merge_agencies(work, [house.placed.agency_id, other.id], face, PAPER)
    with house.look() as work:
        assert our_agency(work.session, work.now).id == new
        units = work.session.scalars(select(Unit).where(in_force(Unit, work.now))).all()
        assert {unit.agency_id for unit in units} == {new}
    clerk = house.actor("vanthu")
    assert {f"office:clerk:{new}", f"office:clerk:{house.placed.agency_id}"} < clerk.principals
    with house.look("vanthu") as work:
        assert see(work, house.rules, document_id).row.id == document_id
    with house.look("soanthao") as work:
        assert len(Resolver(work.session, work.now).resolve("Lãnh đạo Sở")) == 1, "the groups go on"
    assert house.upload("Dưới tên mới")


def test_ours_is_not_split_and_names_are_not_taken_twice(house: House) -> None:
    with house.work("quantri") as work:
        for why, act in (
            (
                "ours_is_one",
                lambda: split_agency(work, house.placed.agency_id, [Face("A"), Face("B")], PAPER),
            ),
            (
                "agency_name_taken",
                lambda: rename_agency(work, house.placed.agency_id, Face("Sở Kho bạc", "SKB"), PAPER),
            ),
            ("agency_without_name", lambda: rename_agency(work, house.placed.agency_id, Face(" "), PAPER)),
            ("no_such_agency", lambda: rename_agency(work, "khong-co", Face("Sở X"), PAPER)),
        ):
            with pytest.raises(ReorganisationRefused) as refused:
                act()
            assert refused.value.facts["why"] == why


def test_an_agency_bears_identifiers_of_both_schemes_each_used_once(house: House) -> None:
    with house.work("quantri") as work:
        give_code(work, house.placed.agency_id, "qd20", "h99.12.ab", PAPER)
        give_code(work, house.placed.agency_id, "tt01", "000.12.00.H99", PAPER)
        assert agency_with_code(work, "H99.12.AB") == agency_with_code(work, "000.12.00.h99")
        for scheme, code, why in (
            ("qd20", "Z99.12", "code_wrong"),
            ("qd20", "H99." + "A" * 40, "code_wrong"),
            ("tt01", "H99.12", "code_wrong"),
            ("khac", "H99.12", "code_wrong"),
            ("qd20", "H99.12.AB", "code_taken"),
        ):
            with pytest.raises(ReorganisationRefused) as refused:
                give_code(work, house.placed.agency_id, scheme, code, PAPER)
            assert refused.value.facts["why"] == why


# ------------------------------------------------------------ search bridges names


def test_the_new_name_finds_the_old_units_papers_and_the_other_way_round(house: House, tmp_path: Any) -> None:
    from documents.journal import JournalHead
    from search.feed import tell

    engine = WhooshEngine(tmp_path / "index")
    old = house.upload("Trước")
    rename(house)
    new = house.upload("Sau")
    with house.look() as work:
        tell(work, engine, [old, new], position=work.session.get_one(JournalHead, 1).last_id)
    for text in ("Phòng Tổng hợp", "phong ke hoach tong hop", "PHÒNG KẾ HOẠCH - TỔNG HỢP"):
        text = text.replace("hoach tong", "hoach - tong")
        with house.look("soanthao") as work:
            also = other_names(work.session, text, work.now)
            assert {hit.document_id for hit in find(work, engine, text, also=also).hits} == {old, new}, text
            assert find(work, engine, text, also=also).total == 2
    with house.look("quantri") as work:
        assert find(work, engine, "Phòng Tổng hợp", also=[NEW.name]).total == 0


def test_other_names_are_put_in_the_place_of_the_one_that_was_typed(house: House) -> None:
    rename(house)
    with house.look() as work:
        told = other_names(work.session, 'hội thi "phong tong hop" 2026', work.now)
        assert told == ['hội thi "Phòng Kế hoạch - Tổng hợp" 2026']
        assert other_names(work.session, "hội thi văn thư", work.now) == []
        assert other_names(work.session, "", work.now) == []
