"""A signer unknown on arrival may be known later: the văn thư looks again, and the journal keeps both answers."""

import json

import pytest
from sqlalchemy import select

from documents.errors import NoSuchDocument, NotAllowed, VersionMoved
from documents.incoming import Incoming
from documents.journal import JournalEntry
from documents.pdf.report import Report
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from documents.receiving import receive_file
from tests import arrivals
from tests.arrivals import signed_pdf
from tests.office import NOW, House
from workflows.incoming.rechecking import file_to_recheck, keep_verdict


@pytest.fixture
def paper(house: House, monkeypatch: pytest.MonkeyPatch) -> str:
    """A signed paper that came while nobody was trusted."""
    monkeypatch.setattr(
        arrivals, "received", lambda _, data, name="den.pdf": receive_file(name, data, trust=Trust(), at=NOW)
    )
    return arrivals.take(house, signed_pdf(house))


def verdict(house: House, paper: str) -> str | None:
    with house.look() as work:
        return work.session.get_one(Incoming, paper).verdict


def rechecked(house: House) -> list[dict[str, str]]:
    with house.look() as work:
        told = select(JournalEntry.body).where(JournalEntry.fact == "signatures_rechecked")
        return [json.loads(body) for body in work.session.scalars(told)]


@pytest.mark.parametrize("username", ["quantri", "soanthao", "luutru"])
def test_nobody_but_the_clerk_looks_again(house: House, paper: str, username: str) -> None:
    with pytest.raises((NoSuchDocument, NotAllowed)), house.look(username) as work:
        file_to_recheck(work, paper)
    with pytest.raises((NoSuchDocument, NotAllowed)), house.work(username) as work:
        keep_verdict(work, paper, "0" * 64, Report("issued"))
    assert verdict(house, paper) == "unknown_signer"
    assert rechecked(house) == []


def test_what_is_trusted_by_now_counts(house: House, paper: str) -> None:
    with house.look("vanthu") as work:
        digest, pdf = file_to_recheck(work, paper)
    report = verify(pdf, trust=house.keys.trust, at=NOW)
    with house.work("vanthu") as work:
        keep_verdict(work, paper, digest, report)
    assert verdict(house, paper) == "issued"
    assert [(one["before"], one["after"]) for one in rechecked(house)] == [("unknown_signer", "issued")]


def test_a_verdict_about_other_bytes_is_not_kept(house: House, paper: str) -> None:
    with pytest.raises(VersionMoved), house.work("vanthu") as work:
        keep_verdict(work, paper, "0" * 64, Report("issued"))
    assert verdict(house, paper) == "unknown_signer"


def test_a_paper_without_a_file_has_nothing_to_look_at(house: House) -> None:
    on_paper = arrivals.take(house)
    with pytest.raises(NotAllowed), house.look("vanthu") as work:
        file_to_recheck(work, on_paper)
