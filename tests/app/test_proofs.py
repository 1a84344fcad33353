"""Issued files stay provable: looked at, renewed before the time-stamp's authority ends, else on the alarm list."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.proofs import proofs as command
from app.deliveries import FAST, SLOW, drain
from app.doctor import examine
from app.proofs import look_at_proofs, renew_proofs
from documents.model import Document
from documents.pdf.verify import verify
from documents.provable import Provable, alarms
from tests.office import NOW, keys_in
from tests.site import Site, build_site, text_of

TWO_YEARS, TEN_YEARS = timedelta(days=730), timedelta(days=3650)


@pytest.fixture
def archive(tmp_path: Path) -> Site:
    """An office whose timestamp authority lasts two years, with one issued paper."""
    keys = keys_in(tmp_path / "pki")
    keys.pki.new_timestamp_authority(NOW - timedelta(days=1), lasts=TWO_YEARS)
    site = build_site(tmp_path / "home", keys)
    site.issued("Kế hoạch phải giữ lâu")
    drain(site.office, SLOW)
    return site


def file_of(site: Site) -> tuple[str, bytes, bytes]:
    """The issued paper: its id, the version that was issued, its file of today."""
    with site.house.look() as work:
        (row,) = work.session.query(Provable).all()
        document = work.session.get_one(Document, row.document_id)
        return (
            row.document_id,
            work.files.get(str(document.issued_sha256)),
            work.files.get(str(document.current_sha256)),
        )


def until(site: Site) -> object:
    with site.house.look() as work:
        return [row.until for row in work.session.query(Provable)]


def proof_check(site: Site) -> tuple[bool, str]:
    return next((one.ok, one.detail) for one in examine(site.office) if one.name == "proofs")


def test_the_list_is_for_the_archive_and_the_administrator(archive: Site) -> None:
    assert archive.person("soanthao").get("/admin/proofs").status_code == 403
    archive.clock.now = NOW + timedelta(days=500)
    page = text_of(archive.person("luutru").get("/admin/proofs"))
    assert "01/KH-STNĐT" in page
    assert "Kế hoạch phải giữ lâu" not in page


def test_a_raised_paper_is_provable_until_its_timestamp_authority_ends(archive: Site) -> None:
    assert until(archive) == [NOW - timedelta(days=1) + TWO_YEARS]
    assert look_at_proofs(archive.office) == 0
    assert proof_check(archive) == (True, "mọi văn bản đã phát hành còn hạn chứng minh")


def test_the_document_itself_says_until_when_it_is_provable(archive: Site) -> None:
    document_id, _, _ = file_of(archive)
    address = f"/documents/{document_id}"
    assert "Chứng minh được đến 10/03/2028" in text_of(archive.person("soanthao").get(address))
    archive.clock.now = NOW + TWO_YEARS + timedelta(days=1)
    assert "Hết hạn chứng minh từ 10/03/2028" in text_of(archive.person("soanthao").get(address))
    draft = archive.house.upload("Bản thảo chưa ký")
    assert "hứng minh" not in text_of(archive.person("soanthao").get(f"/documents/{draft}"))


def test_nothing_is_renewed_before_its_time(archive: Site) -> None:
    before = file_of(archive)
    assert renew_proofs(archive.office) == 0
    assert file_of(archive) == before


def test_an_authority_that_ends_the_same_day_renews_nothing_and_raises_the_alarm(archive: Site) -> None:
    before = file_of(archive)
    archive.clock.now = NOW + timedelta(days=500)
    assert renew_proofs(archive.office) == 0
    assert file_of(archive) == before
    assert proof_check(archive) == (True, "1 văn bản cần gia hạn chứng minh")


def test_a_renewed_authority_carries_the_proof_on_again_and_again(archive: Site) -> None:
    document_id, issued, raised = file_of(archive)
    for years in (1, 2, 3):
        # A year before the end, as the setting says; the authority has a new key by then.
        moment = NOW + timedelta(days=500) * years
        archive.clock.now = moment
        assert archive.office.dev_pki is not None
        archive.office.dev_pki.new_timestamp_authority(moment - timedelta(days=1), lasts=TWO_YEARS)
        assert renew_proofs(archive.office) == 1
        assert renew_proofs(archive.office) == 0
        same_id, same_issued, renewed = file_of(archive)
        assert (same_id, same_issued) == (document_id, issued)
        assert renewed.startswith(raised)
        assert len(renewed) > len(raised)
        assert until(archive) == [moment - timedelta(days=1) + TWO_YEARS]
        raised = renewed
    report = verify(raised, trust=archive.office.trust, at=archive.clock.now, profile="own")
    assert (report.verdict, report.level) == ("issued", "B-LTA")
    assert [fact for _, fact in archive.journal()].count("proof_renewed") == 3
    drain(archive.office, FAST | SLOW)
    assert [one for one in examine(archive.office) if not one.ok] == []


def test_what_nobody_renewed_in_time_fails_the_doctor(archive: Site) -> None:
    archive.clock.now = NOW + TWO_YEARS + timedelta(days=1)
    assert proof_check(archive) == (False, "1 văn bản đã hết hạn chứng minh hoặc không đọc được")
    with archive.house.look() as work:
        (line,) = alarms(work.session, archive.clock.now, before=archive.clock.now + timedelta(days=365))
    assert line.over


def test_a_damaged_file_is_not_renewed_and_says_why(archive: Site) -> None:
    document_id, _, raised = file_of(archive)
    with archive.house.look() as work:
        digest = work.session.get_one(Document, document_id).current_sha256
    damaged = raised[:-400] + bytes(400)
    (path,) = (one for one in Path(archive.office.config.home / "files").rglob(f"*{str(digest)[2:]}*"))
    path.chmod(0o600)
    path.write_bytes(damaged)
    archive.clock.now = NOW + timedelta(days=500)
    assert archive.office.dev_pki is not None
    archive.office.dev_pki.new_timestamp_authority(archive.clock.now, lasts=TEN_YEARS)
    assert renew_proofs(archive.office) == 0
    with archive.house.look() as work:
        (row,) = work.session.query(Provable).all()
        assert row.trouble
        assert row.tried_at == archive.clock.now


def test_the_command_says_what_is_near_and_renews_on_demand(archive: Site) -> None:
    home = str(archive.office.config.home)
    told = CliRunner().invoke(command, ["--home", home, "--json"])
    assert told.exit_code == 0, told.output
    assert '"renewed": 0' in told.output
