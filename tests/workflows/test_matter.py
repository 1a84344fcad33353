"""The matter a paper belongs to: told to whoever may see its papers, in as many queries for fifty as for one."""

from sqlalchemy import Engine, event

from documents.model import Child
from tests.arrivals import directed
from tests.office import House
from tests.records import open_one, put_in
from tests.workflows.test_citing import plan
from workflows.incoming import handling
from workflows.issuing import issue_document
from workflows.matter import MOST_PAPERS, Matter, matters

FIRST = plan("01/KH-STNĐT")


def issued(house: House, subject: str) -> str:
    """The first paper of its series."""
    document_id = house.signed(subject)
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    return document_id


def matter_of(house: House, username: str, document_id: str) -> Matter:
    with house.look(username) as work:
        return matters(work, [document_id]).get(document_id, Matter())


def told(house: House, username: str, document_id: str) -> list[tuple[str, str]]:
    return [(one.why, one.subject) for one in matter_of(house, username, document_id).papers]


def answering(house: House) -> tuple[str, str]:
    """An incoming paper and the draft that answers it, on the director's desk."""
    incoming, draft = directed(house), house.on_the_desk("Trả lời về số dư")
    with house.work("truongphong") as work:
        handling.link_reply(work, incoming, draft)
    return incoming, draft


def test_who_may_not_see_the_papers_around_is_told_of_none(house: House) -> None:
    incoming, draft = answering(house)
    dossier = open_one(house)
    put_in(house, dossier, incoming)
    assert matter_of(house, "quantri", draft) == Matter()


def test_the_director_sees_what_the_draft_answers_and_the_dossier_it_lies_in(house: House) -> None:
    incoming, draft = answering(house)
    dossier = open_one(house)
    for paper in (incoming, house.signed("Kế hoạch cũ"), house.signed("Kế hoạch mới")):
        put_in(house, dossier, paper)
    matter = matter_of(house, "giamdoc", draft)
    assert [one.why for one in matter.papers] == ["answers", "same_dossier", "same_dossier"]
    assert [one.subject for one in matter.papers[1:]] == ["Kế hoạch mới", "Kế hoạch cũ"]
    assert matter.papers[0].document_id == incoming
    assert [(one.id, one.opens) for one in matter.dossiers] == [(dossier, False)]


def test_whoever_keeps_the_dossier_may_open_it(house: House) -> None:
    dossier, draft = open_one(house), house.on_the_desk("Báo cáo")
    put_in(house, dossier, draft)
    assert [one.opens for one in matter_of(house, "soanthao", draft).dossiers] == [True]


def test_what_a_draft_rests_on_is_found_by_its_number_and_day(house: House) -> None:
    issued(house, "Kế hoạch gốc")
    draft = house.on_the_desk("Điều chỉnh kế hoạch", legal_bases=[FIRST])
    assert told(house, "giamdoc", draft) == [("rests_on", "Kế hoạch gốc")]


def test_what_a_draft_was_made_from_comes_before_what_it_rests_on(house: House) -> None:
    issued(house, "Kế hoạch gốc")
    minutes = house.signed("Biên bản họp")
    draft = house.on_the_desk("Quyết định sau họp", legal_bases=[FIRST])
    with house.office() as work:
        work.session.add(Child(parent_id=minutes, child_id=draft))
    assert told(house, "giamdoc", draft) == [("made_from", "Biên bản họp"), ("rests_on", "Kế hoạch gốc")]


def test_a_thick_dossier_shows_its_end(house: House) -> None:
    dossier, draft = open_one(house), house.on_the_desk("Báo cáo cuối năm")
    put_in(house, dossier, draft)
    for number in range(MOST_PAPERS + 3):
        put_in(house, dossier, house.on_the_desk(f"Báo cáo tháng {number}"))
    shown = told(house, "giamdoc", draft)
    assert len(shown) == MOST_PAPERS
    assert shown[0] == ("same_dossier", f"Báo cáo tháng {MOST_PAPERS + 2}")


def test_a_paper_alone_has_no_matter(house: House) -> None:
    assert matter_of(house, "giamdoc", house.on_the_desk("Văn bản riêng")) == Matter()
    with house.look("giamdoc") as work:
        assert matters(work, []) == {}


def test_fifty_papers_take_no_more_queries_than_one(house: House) -> None:
    issued(house, "Kế hoạch gốc")
    drafts = [house.on_the_desk(f"Dựa vào {number}", legal_bases=[FIRST]) for number in range(8)]
    dossier = open_one(house)
    for draft in drafts:
        put_in(house, dossier, draft)
    assert queries(house, drafts) == queries(house, drafts[:1]) <= 9


def queries(house: House, drafts: list[str]) -> int:
    counted = []
    with house.look("giamdoc") as work:
        engine: Engine = house.database
        event.listen(engine, "before_cursor_execute", lambda *_: counted.append(1))
        matters(work, drafts)
        return len(counted)
