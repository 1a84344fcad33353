"""Pictures of who put which ink where: for whoever holds the file, and for whoever may see the document."""

import json
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner

from app.cli.host import commands
from documents.model import Document
from tests.site import Site, text_of

SUBJECT = "Giữ kín chuyện cây đa"


def issued_bytes(site: Site, document_id: str) -> bytes:
    with site.house.look() as work:
        row = work.session.get_one(Document, document_id)
    assert row.issued_sha256
    return site.house.files.get(row.issued_sha256)


def test_nobody_sees_the_ink_of_a_paper_they_may_not_see(site: Site) -> None:
    paper = site.issued(SUBJECT)
    answer = site.person("quantri").get(f"/documents/{paper}/ink")
    assert answer.status_code == 404
    assert SUBJECT not in answer.text


def test_a_guest_sees_the_ink_of_the_file_in_their_hand(site: Site) -> None:
    pdf = issued_bytes(site, site.issued(SUBJECT))
    before = {digest for digest, _ in site.office.files.stored()}  # type: ignore[attr-defined]
    answer = site.visitor().post("/verify", {"pdf": (BytesIO(pdf), "a.pdf"), "ink": "1"})
    said = text_of(answer)
    assert "hình chữ ký" in said
    assert "điền số «01»" in said
    assert "hình con dấu" in said
    assert SUBJECT not in said
    assert "data:image/png;base64," in answer.text
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
    assert {digest for digest, _ in site.office.files.stored()} == before  # type: ignore[attr-defined]


def test_pictures_are_drawn_only_where_they_are_asked_for(site: Site) -> None:
    pdf = issued_bytes(site, site.issued(SUBJECT))
    answer = site.visitor().post("/verify", {"pdf": (BytesIO(pdf), "a.pdf")})
    assert "data:image" not in answer.text
    assert "data:" not in answer.headers["Content-Security-Policy"]


def test_a_document_shows_its_own_ink(site: Site) -> None:
    paper = site.issued(SUBJECT)
    officer = site.person("soanthao")
    assert f"/documents/{paper}/ink" in officer.get(f"/documents/{paper}").text
    assert "hình con dấu" in text_of(officer.get(f"/documents/{paper}/ink"))
    assert "chưa có chữ ký số nào" in text_of(
        officer.get(f"/documents/{site.house.upload('Bản thảo khác')}/ink")
    )


def test_the_command_line_writes_the_pictures(site: Site, tmp_path: Path) -> None:
    file, folder = tmp_path / "a.pdf", tmp_path / "net"
    file.write_bytes(issued_bytes(site, site.issued(SUBJECT)))
    words = ["verify", str(file), "--ink", str(folder), "--home", str(site.office.config.home)]
    told = json.loads(CliRunner().invoke(commands, [*words, "--json"]).stdout)
    assert [mark["words"] for mark in told["ink"]["steps"][0]["marks"]] == ["hình chữ ký"]
    assert [Path(one).name for one in told["ink"]["pictures"]] == ["a-trang-1.png"]
    assert (folder / "a-trang-1.png").read_bytes().startswith(b"\x89PNG")
    assert "điền số «01»" in CliRunner().invoke(commands, words).stdout
