"""A package of another house brings a kind and a workflow by entry point; nothing here changes for it."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.host import commands
from app.packages import KINDS, WORKFLOWS, packages_for
from documents.forms.values import FormValues, Signing
from documents.forms.write import write_form
from documents.model import Document
from tests.office import Keys
from tests.site import Site, build_site, text_of

SAMPLE = Path(__file__).resolve().parents[1] / "sample_package"
MESSAGE = FormValues(
    kind="Thông điệp", abbreviation="TĐp", agency="SỞ THỬ NGHIỆM VÀ ĐÀO TẠO", symbol="TĐp-STNĐT", place="Sao Mai",
    month=3, year=2026, subject="Chào mùa cây mới", body=("Mời các phòng cùng trồng cây.",),
    recipients=("Lãnh đạo Sở",), archive_line="Lưu: VT", signing=Signing(("GIÁM ĐỐC",), "Trần Thị Thử"),
)  # fmt: skip


@pytest.fixture
def site_with_package(tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.syspath_prepend(str(SAMPLE))
    return build_site(tmp_path / "home", keys)


def test_without_the_package_its_kind_is_unknown(site: Site) -> None:
    assert packages_for(KINDS) == packages_for(WORKFLOWS) == ()
    file = {"draft": (io.BytesIO(write_form("1.4", MESSAGE)), "thong-diep.docx")}
    answer = site.person("soanthao").post("/drafts/new", file)
    assert answer.status_code == 422
    assert "Chưa hỗ trợ loại văn bản" in text_of(answer)


def test_a_packages_kind_is_uploaded_read_and_goes_the_packages_way(site_with_package: Site) -> None:
    officer = site_with_package.person("soanthao")
    file = {"draft": (io.BytesIO(write_form("1.4", MESSAGE)), "thong-diep.docx")}
    answer = officer.post("/drafts/new", file)
    assert answer.status_code == 302, text_of(answer)
    paper = str(answer.location).rsplit("/", 1)[-1]
    assert "Đang viết thông điệp" in text_of(officer.get(f"/documents/{paper}"))
    officer.post(
        f"/review/{paper}/withdraw", {"version": site_with_package.version(paper), "reason": "Để năm sau"}
    )
    with site_with_package.house.look() as work:
        document = work.session.get_one(Document, paper)
    assert (document.kind, document.workflow, document.state) == ("thong-diep", "duong-ngan", "withdrawn")
    assert "Thông điệp" in text_of(site_with_package.person("quantri").get("/admin/kinds"))


def test_the_same_paper_is_seen_through_json(site_with_package: Site) -> None:
    officer = site_with_package.person("soanthao")
    file = {"draft": (io.BytesIO(write_form("1.4", MESSAGE)), "thong-diep.docx")}
    paper = str(officer.post("/drafts/new", file).location).rsplit("/", 1)[-1]
    told = json.loads(officer.get(f"/api/documents/{paper}").data)
    assert "Chào mùa cây mới" in json.dumps(told, ensure_ascii=False)


def test_the_command_line_reads_the_packages_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "thong-diep.docx").write_bytes(write_form("1.4", MESSAGE))
    line = ["inspect", str(tmp_path / "thong-diep.docx"), "--json"]
    assert json.loads(CliRunner().invoke(commands, line).stdout)["type"] is None
    monkeypatch.syspath_prepend(str(SAMPLE))
    assert json.loads(CliRunner().invoke(commands, line).stdout)["type"] == "Thông điệp"


def test_steps_roles_and_machines_of_the_packages_own_run_by_its_file_alone(site_with_package: Site) -> None:
    site, officer = site_with_package, site_with_package.person("soanthao")
    file = {"draft": (io.BytesIO(write_form("1.4", MESSAGE)), "thong-diep.docx")}
    paper = str(officer.post("/drafts/new", file).location).rsplit("/", 1)[-1]
    told = {
        "version": site.version(paper),
        "step": "read_out_loud",
        "ask-when": "13/3/2026",
        "ask-ears": "ba",
    }
    refused = officer.post(f"/review/{paper}/read_out_loud", told)
    assert (refused.status_code, "Số người nghe" in text_of(refused)) == (422, True)
    assert 'value="13/3/2026"' in refused.text
    assert site.person("vanthu").post(f"/review/{paper}/put_away", told).status_code == 403
    assert officer.post(f"/review/{paper}/read_out_loud", {**told, "ask-ears": "12"}).status_code == 302
    assert site.house.states(paper) == {"processing": "read_out", "greeting": "heard"}
    assert "người giữ sổ chào" in text_of(site.person("quantri").get("/admin/workflows/duong-ngan"))
    clerk = site.person("vanthu")
    assert "Cất vào tủ" in text_of(clerk.get("/"))
    assert clerk.post(f"/review/{paper}/put_away", {"version": site.version(paper)}).status_code == 302
    told_in_json = json.loads(officer.get(f"/api/documents/{paper}").data)
    assert told_in_json["row"]["state_title"] == "Đã cất"
    assert "2026-03-13" in json.dumps(told_in_json["history"])


def test_the_command_line_tells_of_the_packages_workflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SAMPLE))
    shown = CliRunner().invoke(commands, ["workflow", "show", "duong-ngan", "--language", "en"])
    assert (shown.exit_code, "keeper of greetings" in shown.stdout) == (0, True)
    place = SAMPLE / "vanthu_sample" / "workflows" / "duong-ngan.toml"
    checked = CliRunner().invoke(commands, ["workflow", "check", str(place), "--json"])
    assert json.loads(checked.stdout)["ok"] is True
