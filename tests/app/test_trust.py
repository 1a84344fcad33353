"""The page and the command line of trust: what is typed survives a refusal, and what is confirmed is used at once."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.cli.host import commands
from app.doctor import examine
from tests.certificates import a_root
from tests.conftest import NOW
from tests.lists import Service, a_list, signed
from tests.office import keys_in
from tests.site import Site, text_of

SOURCE = "Trang của nơi cấp, công văn số 1"


@pytest.fixture
def stranger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The root (PEM) of an authority this office does not know."""
    return keys_in(tmp_path_factory.getbasetemp() / "stranger").pki.root_pem


def digits_of(pem: bytes) -> str:
    return sha256(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)).hexdigest()


def proposing(pem: bytes, **more: str) -> dict[str, object]:
    return {"file": (BytesIO(pem), "goc.pem"), "use": "root", "source": SOURCE, **more}


def proposal_in(text: str) -> str:
    return text.split("/admin/trust/proposals/")[1][:20]


def test_the_second_person_finds_the_proposal_and_not_its_fingerprint(site: Site, stranger: bytes) -> None:
    assert site.person("quantri").post("/admin/trust", proposing(stranger)).status_code == 302
    director = site.person("giamdoc")
    assert "chờ người thứ hai xác nhận" in text_of(director.get("/"))
    shown = director.get("/admin/trust").text
    assert digits_of(stranger)[:4] not in text_of(director.get("/admin/trust")).split("Nguồn")[0]
    before = len(site.office.trust.anchors)
    answer = director.post(
        f"/admin/trust/proposals/{proposal_in(shown)}", {"fingerprint": digits_of(stranger)}
    )
    assert answer.status_code == 302
    assert len(site.office.trust.anchors) == before + 2, "a root counts for signatures and for time-stamps"
    assert "1 chứng thư do hai người xác nhận" in next(
        one.detail for one in examine(site.office) if one.name == "trust"
    )


def test_a_wrong_fingerprint_is_told_kept_in_its_box_and_in_the_journal(site: Site, stranger: bytes) -> None:
    site.person("quantri").post("/admin/trust", proposing(stranger))
    director = site.person("giamdoc")
    made = proposal_in(director.get("/admin/trust").text)
    answer = director.post(f"/admin/trust/proposals/{made}", {"fingerprint": "12" * 32})
    assert answer.status_code == 409
    assert "không phải mã SHA-256 của tệp" in text_of(answer)
    assert "12" * 32 in answer.text
    assert site.journal()[-1] == ("Trần Thị Thử", "act_denied")


def test_what_was_typed_survives_a_file_that_is_no_certificate(site: Site) -> None:
    answer = site.person("quantri").post("/admin/trust", proposing("không phải chứng thư".encode()))
    assert answer.status_code == 422
    assert "không phải chứng thư PEM hoặc DER" in text_of(answer)
    assert SOURCE in answer.text


def test_withdrawing_wants_a_day_or_the_word_that_it_was_never_right(site: Site, stranger: bytes) -> None:
    administrator, director = site.person("quantri"), site.person("giamdoc")
    administrator.post("/admin/trust", proposing(stranger))
    made = proposal_in(director.get("/admin/trust").text)
    director.post(f"/admin/trust/proposals/{made}", {"fingerprint": digits_of(stranger)})
    anchor = administrator.get("/admin/trust").text.split("/withdraw")[0][-20:]
    reason = {"reason": "Khóa của nơi cấp bị lộ", "since_when": "day"}
    answer = administrator.post(f"/admin/trust/{anchor}/withdraw", reason)
    assert answer.status_code == 422
    assert "chưa ghi ngày thôi tin" in text_of(answer)
    assert "Khóa của nơi cấp bị lộ" in answer.text
    dated = {**reason, "distrusted_from": "2026-03-01"}
    assert administrator.post(f"/admin/trust/{anchor}/withdraw", dated).status_code == 302
    assert "trước 01/03/2026 vẫn có giá trị" in text_of(director.get("/admin/trust"))


def run(house_folder: Path, *words: str) -> tuple[int, dict[str, list[str]], str]:
    done = CliRunner().invoke(commands, [*words, "--home", str(house_folder)])
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return done.exit_code, json.loads(lines[-1]) if lines else {}, done.output


def test_the_command_line_asks_for_two_people_too(site: Site, stranger: bytes, tmp_path: Path) -> None:
    home, file = site.office.config.home, tmp_path / "goc.pem"
    file.write_bytes(stranger)
    words = ("trust", "propose", str(file), "--source", SOURCE, "--json")
    code, _, said = run(home, *words, "--as", "soanthao")
    assert code == 1
    assert "không có quyền" in said
    code, told, _ = run(home, *words, "--as", "quantri")
    assert code == 0
    confirm = ("trust", "confirm", told["proposals"][0], "--fingerprint", digits_of(stranger))
    code, _, said = run(home, *confirm, "--as", "quantri")
    assert code == 1
    assert "không tự xác nhận" in said
    assert run(home, *confirm, "--as", "giamdoc")[0] == 0
    code, told, _ = run(home, "trust", "list", "--json", "--as", "giamdoc")
    assert [one["fingerprint"] for one in told["anchors"]] == [digits_of(stranger)]  # type: ignore[index]


def test_a_list_is_brought_on_the_same_page_and_its_date_is_an_alarm(site: Site) -> None:
    operator = a_root("Người ký danh sách giả định", is_authority=False)
    administrator, director = site.person("quantri"), site.person("giamdoc")
    administrator.post("/admin/trust", proposing(operator.pem, use="list_signer"))
    made = proposal_in(director.get("/admin/trust").text)
    director.post(f"/admin/trust/proposals/{made}", {"fingerprint": operator.fingerprint})
    unsigned = a_list(Service(a_root("Nơi cấp giả định")))
    answer = administrator.post("/admin/trust", proposing(unsigned, use="list"))
    assert answer.status_code == 422
    assert "không do người ký đã được xác nhận ký" in text_of(answer)
    xml = signed(unsigned, operator)
    assert administrator.post("/admin/trust", proposing(xml, use="list")).status_code == 302
    shown = text_of(director.get("/admin/trust"))
    assert "Thêm vào: 1" in shown
    assert sha256(xml).hexdigest()[:8] not in shown.replace(" ", "")
    made = proposal_in(director.get("/admin/trust").text)
    director.post(f"/admin/trust/proposals/{made}", {"fingerprint": sha256(xml).hexdigest()})
    assert next(one.ok for one in examine(site.office) if one.name == "trust")
    later = site.office.at(lambda: NOW + timedelta(days=91))
    alarm = next(one for one in examine(later) if one.name == "trust")
    assert not alarm.ok
    assert "Cơ quan lập danh sách giả định số 1" in alarm.detail


def test_the_command_line_brings_a_list(site: Site, tmp_path: Path) -> None:
    operator = a_root("Người ký danh sách giả định", is_authority=False)
    home, signer, file = site.office.config.home, tmp_path / "ky.pem", tmp_path / "ds.xml"
    signer.write_bytes(operator.pem)
    # The command line lives by the machine's clock.
    now = datetime.now(UTC)
    listed = a_list(Service(a_root("Nơi cấp giả định")), issued_at=now, next_update=now + timedelta(days=9))
    file.write_bytes(signed(listed, operator))
    words = ("--source", SOURCE, "--json", "--as", "quantri")
    _, told, _ = run(home, "trust", "propose", str(signer), "--use", "list_signer", *words)
    confirm = ("--as", "giamdoc", "--fingerprint")
    assert run(home, "trust", "confirm", told["proposals"][0], *confirm, operator.fingerprint)[0] == 0
    code, told, said = run(home, "trust", "import-list", str(file), *words)
    assert code == 0, said
    digest = sha256(file.read_bytes()).hexdigest()
    assert run(home, "trust", "confirm", told["proposals"][0], *confirm, digest)[0] == 0
    assert "1 dòng" in run(home, "trust", "list", "--as", "giamdoc")[2]
