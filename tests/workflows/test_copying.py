"""Electronic copies: what the law knows, who decides, the one series, and what the agency's line says."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from documents.copies import (
    Copy,
    CopyNotPossible,
    PartNeeded,
    ScanUnfit,
    check_scan,
    forms_for,
    prepare_copy,
    source_of,
)
from documents.errors import NotAllowed, VanthuError
from documents.issue_log import check_log, standing_of
from documents.journal import JournalEntry
from documents.model import Document
from documents.pdf.errors import TimestampUnavailable
from documents.pdf.report import as_json
from documents.pdf.verify import verify
from documents.registers import NumberAllocation, NumberSeries, RegisterEntry, check_series
from tests.annexes import annex_page
from tests.arrivals import letter, registered
from tests.copied import ask, decided, paper, scan
from tests.office import NOW, House
from workflows.copying import CopyRequest, DeciderUnknown, issue_copy, request_copy, reserve_copy, resume_copy
from workflows.dispatch import recipients_of
from workflows.errors import ActDenied, CertificateNotEnrolled, RecipientUnknown, TimestampPending
from workflows.issuing import issue_document
from workflows.steps import take


def facts(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def copies(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(Copy)) or 0


def issue(house: House, document_id: str, who: str = "vanthu") -> None:
    issue_copy(house.begin(who), house.rules, house.tools(), document_id, house.keys.agency)


def issued_file(house: House, document_id: str) -> bytes:
    with house.look() as work:
        return work.files.get(str(work.session.get_one(Document, document_id).issued_sha256))


def of_ours(house: House) -> str:
    """An issued paper of this office: an electronic original."""
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    return document_id


# ------------------------------------------------------------ who may, and what the law knows


@pytest.mark.parametrize("who", ["quantri", "ketoan", "luutru"])
def test_who_may_not_see_a_paper_asks_for_no_copy_of_it(house: House, who: str) -> None:
    source_id = paper(house)
    before = facts(house)
    with pytest.raises(VanthuError):
        ask(house, source_id, who=who)
    assert (copies(house), facts(house)) == (0, before)


def test_an_electronic_original_is_sent_not_copied(house: House) -> None:
    source_id = of_ours(house)
    with house.look() as work:
        source = source_of(work, work.session.get_one(Document, source_id))
    assert list(forms_for(source)) == ["ban-trich-sao"]
    for kind in ("ban-sao-y", "ban-sao-luc"):
        with pytest.raises(CopyNotPossible):
            prepare_copy(kind, source, None, at=NOW)


def test_a_paper_that_is_not_scanned_cannot_be_copied_yet(house: House) -> None:
    source_id = registered(house, medium="paper")
    with pytest.raises(CopyNotPossible):
        ask(house, source_id)
    assert copies(house) == 0


def test_a_paper_that_is_not_issued_yet_cannot_be_copied(house: House) -> None:
    with pytest.raises(CopyNotPossible):
        ask(house, house.signed(), "ban-trich-sao", who="soanthao", part="Điều 1")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: scan(150), "scan_coarse"),
        (lambda: scan(200, "L"), "scan_grey"),
        (letter, "scan_no_picture"),
    ],
)
def test_a_scan_that_is_not_as_the_decree_wants_it_is_refused(data, why: str) -> None:
    with pytest.raises(ScanUnfit) as refused:
        check_scan(data())
    assert refused.value.facts["why"] == why


def test_a_colour_scan_of_200_dpi_is_good_enough() -> None:
    check_scan(scan())
    check_scan(scan(300))


def test_an_excerpt_says_what_it_takes(house: House) -> None:
    with pytest.raises(PartNeeded):
        ask(house, paper(house), "ban-trich-sao", part="  ")
    assert copies(house) == 0


def test_only_who_may_sign_papers_of_the_office_decides_on_copies(house: House) -> None:
    source_id = paper(house)
    for nobody in ("soanthao", "ketoan", ""):
        with pytest.raises(DeciderUnknown):
            ask(house, source_id, signer=nobody)
    assert copies(house) == 0


def test_an_unknown_recipient_is_told_before_anything_is_kept(house: House) -> None:
    source_id = paper(house)
    with pytest.raises(RecipientUnknown):
        ask(house, source_id, recipients=("Hội Người cao tuổi",))
    assert copies(house) == 0


def test_an_excerpt_of_a_paper_whose_signatures_prove_nothing_is_refused(house: House) -> None:
    source_id = of_ours(house)
    with house.look() as work:
        source = source_of(work, work.session.get_one(Document, source_id))
    prepared = prepare_copy("ban-trich-sao", source, ("trich.pdf", annex_page("A")), at=NOW)
    asked = CopyRequest("ban-trich-sao", house.placed.people["giamdoc"], "Điều 1")
    broken = bytes(source.data or b"")[:-40] + b"x" * 40
    report = as_json("", verify(broken, trust=house.keys.trust, at=NOW))
    with pytest.raises(CopyNotPossible), house.work("vanthu") as work:
        request_copy(work, house.rules, asked, source, prepared, report)
    assert copies(house) == 0


@pytest.mark.parametrize("who", ["quantri", "soanthao", "vanthu", "pho"])
def test_nobody_but_the_chosen_one_decides(house: House, who: str) -> None:
    document_id = ask(house, paper(house))
    before = facts(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        take(work, house.rules, document_id, "decide_copy")
    assert (house.state(document_id), facts(house)) == ("requested", before)


def test_the_clerk_cannot_sign_a_copy_nobody_decided_on(house: House) -> None:
    document_id = ask(house, paper(house))
    with pytest.raises(NotAllowed):
        issue(house, document_id)
    with house.look() as work:
        held = select(NumberAllocation).where(NumberAllocation.document_id == document_id)
        assert work.session.scalars(held).all() == []


@pytest.mark.parametrize("who", ["quantri", "soanthao", "giamdoc", "luutru"])
def test_nobody_but_the_clerk_signs_for_the_agency(house: House, who: str) -> None:
    document_id = decided(house, paper(house))
    with pytest.raises(NotAllowed):
        issue(house, document_id, who)
    assert house.state(document_id) == "decided"


def test_a_persons_key_does_not_sign_a_copy(house: House) -> None:
    document_id = decided(house, paper(house))
    with pytest.raises(CertificateNotEnrolled):
        issue_copy(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.director)
    assert house.state(document_id) == "decided"


def test_a_decision_on_other_bytes_does_not_count(house: House) -> None:
    document_id = decided(house, paper(house))
    with house.office() as work:
        document = work.session.get_one(Document, document_id)
        document.rendition_sha256 = work.keep(annex_page("KHÁC"), "application/pdf")
    with pytest.raises(ActDenied):
        issue(house, document_id)


# ------------------------------------------------------------ what a copy is


def test_a_digitised_paper_becomes_a_copy_signed_by_the_agency(house: House) -> None:
    document_id = decided(house, paper(house), recipients=("Các phòng",))
    issue(house, document_id)
    pdf = issued_file(house, document_id)
    report = verify(pdf, trust=house.keys.trust, at=NOW)
    assert report.verdict == "issued"
    assert report.filled == {"KyCoQuan": "SAO Y; Sở Thử nghiệm và Đào tạo; 12/03/2026; 09:30:00 +07:00"}
    with house.look() as work:
        assert check_log(work.session).ok
        found = standing_of(work.session, pdf, report.verdict)
        assert found.standing == "issued_version"
        assert found.paper is not None
        assert found.paper.number_symbol == "01/SY-STNĐT"
        kept = work.session.get_one(Copy, document_id)
        assert (kept.source_medium, kept.source_verdict) == ("paper", "unsigned")
        assert "15/KH-SKB" in kept.source_name
        sent = recipients_of(work.session, document_id)
        assert {row.name for row in sent if row.status == "delivered"} == {"Phòng Tổng hợp", "Phòng Kế toán"}


def test_an_excerpt_keeps_what_its_source_proved(house: House) -> None:
    document_id = decided(house, of_ours(house), "ban-trich-sao", part="Điều 1")
    issue(house, document_id)
    report = verify(issued_file(house, document_id), trust=house.keys.trust, at=NOW)
    assert report.filled["KyCoQuan"].startswith("TRÍCH SAO; ")
    with house.look() as work:
        kept = work.session.get_one(Copy, document_id)
        assert (kept.source_verdict, kept.part) == ("issued", "Điều 1")
        assert kept.source_report["verdict"] == "issued"


def test_all_copies_of_a_year_share_one_series(house: House) -> None:
    source_id = paper(house)
    first, second = decided(house, source_id), decided(house, source_id, "ban-sao-luc")
    third = decided(house, source_id, "ban-trich-sao", part="Phần I")
    for one in (first, second, third):
        issue(house, one)
    with house.look() as work:
        lines = work.session.scalars(select(RegisterEntry.number_symbol).order_by(RegisterEntry.number)).all()
        assert lines == ["01/SY-STNĐT", "02/SL-STNĐT", "03/TrS-STNĐT"]
        series = work.session.scalars(select(NumberSeries).where(NumberSeries.name == "Bản sao")).one()
        assert series.next_number == 4
        assert all(not report.gaps for report in check_series(work.session))


def test_a_copy_takes_no_number_of_other_papers(house: House) -> None:
    issue(house, decided(house, paper(house)))
    of_ours(house)
    with house.look() as work:
        lines = set(work.session.scalars(select(RegisterEntry.number_symbol)))
    assert lines == {"01/SY-STNĐT", "01/KH-STNĐT"}


def test_without_a_time_stamp_a_copy_waits_and_keeps_its_number(house: House) -> None:
    document_id = decided(house, paper(house))

    class NoServer:
        def stamp(self, digest: bytes) -> bytes:
            raise TimestampUnavailable(url="http://127.0.0.1:9/")

    failing = replace(house.tools(), timestamper=NoServer())
    with pytest.raises(TimestampPending):
        issue_copy(house.begin("vanthu"), house.rules, failing, document_id, house.keys.agency)
    assert house.state(document_id) == "decided"
    resume_copy(house.begin("vanthu"), house.rules, house.tools(), document_id)
    assert house.state(document_id) == "issued"
    with house.look() as work:
        assert work.session.get_one(Document, document_id).number == 1


def test_killed_after_the_number_a_retry_keeps_it(house: House) -> None:
    document_id = decided(house, paper(house))
    with house.work("vanthu") as work:
        reserve_copy(work, house.rules, document_id, house.keys.agency.facts.sha256)
    issue(house, document_id)
    with house.look() as work:
        assert work.session.get_one(Document, document_id).number == 1


def test_two_clerks_at_once_give_two_numbers(house: House) -> None:
    source_id = paper(house)
    wanted = [decided(house, source_id) for _ in range(3)]
    threads = [threading.Thread(target=issue, args=(house, one)) for one in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with house.look() as work:
        numbers = [work.session.get_one(Document, one).number for one in wanted]
    assert sorted(number or 0 for number in numbers) == [1, 2, 3]


def test_a_refused_copy_says_why_and_is_never_signed(house: House) -> None:
    document_id = ask(house, paper(house))
    with house.work("giamdoc") as work:
        take(work, house.rules, document_id, "refuse_copy", "Không cần thiết")
    with pytest.raises(NotAllowed):
        issue(house, document_id)
    assert house.state(document_id) == "refused"
