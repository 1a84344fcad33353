"""Every finding says what to do next, and good papers say how much they prove."""

from datetime import UTC, datetime, timedelta

import pytest

from documents.pdf.remedies import REMEDIES
from documents.pdf.report import FINDINGS, Finding, as_json
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks.bases import approved, sent
from tests.documents.pdf.conftest import LOOKED_AT, Office

#: Nothing is to be done about these.
GOOD = {"issued", "issued_annex", "issued_copy", "signed", "revoked_later"}
ORDERS = ("ề nghị", "ông sử dụng", "iên hệ", "cần ", "Hãy ", "Nạp ", "Chờ ", "Xem lại", "ỏi ", "lập lại")


@pytest.mark.parametrize("code", sorted(FINDINGS.keys() - GOOD))
def test_a_finding_says_what_to_do_next(code):
    finding = Finding(code)
    assert any(order in finding.message + finding.remedy for order in ORDERS)


def test_remedies_are_for_findings_that_exist():
    assert REMEDIES.keys() <= FINDINGS.keys()


def test_a_paper_is_graded_by_the_weakest_of_its_signatures(office, signed, sealed, archived):
    graded = [verify(pdf, trust=office.trust, at=LOOKED_AT).grade for pdf in (signed, sealed, archived)]
    assert graded == ["C", "C", "A"]


def believed(office: Office, pdf: bytes):
    trust = Trust(roots=office.trust.roots, intermediates=office.agency.chain)
    return verify(pdf, trust=trust, at=datetime.now(UTC) + timedelta(hours=1))


@pytest.mark.parametrize("way", [{"at": None}, {"at": None, "digest": "sha1"}, {}])
def test_papers_signed_the_old_way_have_the_lowest_grade(office, way):
    report = believed(office, sent(office, **way))
    assert (report.verdict, report.grade) == ("issued", "D")


def test_a_timestamped_signature_that_names_its_certificate_is_better(office):
    assert believed(office, approved(office)).grade == "C"


def test_what_is_not_accepted_has_no_grade(office, archived, prepared):
    assert verify(archived, trust=Trust(), at=LOOKED_AT).grade is None
    assert verify(prepared, trust=office.trust, at=LOOKED_AT).grade is None
    assert verify(archived + b"x", trust=office.trust, at=LOOKED_AT).grade is None


def test_grade_and_remedy_stand_in_the_answer_for_machines(office, signed):
    said = as_json("a.pdf", verify(signed, trust=office.trust, at=LOOKED_AT))
    assert said["grade"] == "C"
    remedies = {one["code"]: one["remedy"] for one in said["findings"]}
    assert remedies["not_sealed"].startswith("Chờ bản có số và dấu")
