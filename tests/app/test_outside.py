"""Signing with a USB token at the person's own PC: the desk gives a code, the program signs, the office takes it in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509 import load_der_x509_certificate
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from app.cli.outside import Desk, sign_outside
from tests.devices import DRIVER, PIN, make_token, put_certificate, put_key
from tests.office import PASSWORD, Keys
from tests.site import Person, Site, build_site, text_of
from tests.workflows.test_outside_files import by_program
from workflows.outside import LASTS
from workflows.signing import sign_document

CODE = re.compile(r'<strong class="break">([\w-]{43})</strong>')


@pytest.fixture
def site(tmp_path: Path, keys: Keys) -> Site:
    return build_site(tmp_path / "home", keys)


def offered(site: Site, *papers: str, who: str = "giamdoc", desk: str = "/signing") -> str:
    """The code the desk shows."""
    form = {"document": [f"{one}@{site.version(one)}" for one in papers], "outside": "1"}
    answer = site.person(who).post(desk, form)
    assert answer.status_code == 200, text_of(answer)
    (code,) = CODE.findall(answer.text)
    return str(code)


def asked(person: Person, path: str, code: str, **form: object) -> TestResponse:
    return person.client.post(f"/api/outside{path}", data={"code": code, **form})


# ------------------------------------------------------------ who gets and uses a code


@pytest.mark.parametrize("who", ["quantri", "soanthao", "vanthu", "pho"])
def test_a_paper_of_another_desk_gets_no_code(site: Site, who: str) -> None:
    paper = site.house.on_the_desk("Kín")
    form = {"document": f"{paper}@{site.version(paper)}", "outside": "1"}
    answer = site.person(who).post("/signing", form)
    assert answer.status_code in (403, 409)
    assert not CODE.findall(answer.text)
    assert "Kín" not in answer.text


def test_without_the_code_nothing_is_told_and_no_journal_grows(site: Site) -> None:
    paper = site.house.on_the_desk("Kín")
    offered(site, paper)
    told = len(site.journal())
    for path in ("", f"/{paper}/prepare", f"/{paper}/file", f"/{paper}/finish"):
        answer = asked(site.visitor(), path, "x" * 43)
        assert (answer.status_code, answer.json["error"]) == (404, "outside_ticket_unknown")
    assert len(site.journal()) == told


def test_a_code_in_somebody_elses_session_is_refused_and_told(site: Site) -> None:
    paper = site.house.on_the_desk("Kín")
    code = offered(site, paper)
    other = site.person("pho")
    assert asked(other, "", code).json == {"papers": []}
    answer = asked(other, f"/{paper}/file", code)
    assert answer.status_code == 403
    assert site.journal()[-1][1] == "act_denied"
    assert site.house.state(paper) == "signing"


def test_a_code_of_yesterday_is_refused_in_words(site: Site) -> None:
    paper = site.house.on_the_desk()
    code = offered(site, paper)
    site.clock.now += LASTS
    answer = asked(site.visitor(), "", code)
    assert answer.status_code == 410
    assert "hết hạn" in answer.json["message"]


@pytest.mark.parametrize("value", ["", "????", "A" * 5000, "QUFB"])
def test_what_is_no_value_leaves_the_paper_where_it_is(site: Site, keys: Keys, value: str) -> None:
    paper = site.house.on_the_desk()
    code, visitor = offered(site, paper), site.visitor()
    assert asked(visitor, f"/{paper}/prepare", code, certificates="không").status_code == 422
    pem = load_der_x509_certificate(keys.director.certificate).public_bytes(Encoding.PEM)
    assert asked(visitor, f"/{paper}/prepare", code, certificates=pem.decode()).json == {"files": 1}
    assert asked(visitor, f"/{paper}/finish", code, value=value).status_code in (409, 422)
    assert site.house.state(paper) == "signing"


def test_nothing_chosen_and_an_empty_page_say_what_to_do(site: Site) -> None:
    director = site.person("giamdoc")
    assert "Chưa chọn văn bản nào" in text_of(director.post("/signing", {"outside": "1"}))
    assert "Không có phiên ký nào" in text_of(director.get("/outside"))


# ------------------------------------------------------------ the program beside the key


@dataclass
class Pc:
    """A PC with a token in it, and the office's real address."""

    address: str
    token: str
    folder: Path

    def sign(self, code: str, *, pin: str = PIN, yes: str = "y\n") -> tuple[int, str]:
        arguments = [self.address, "--code", code, "--driver", DRIVER, "--token", self.token]
        more = ["--pin", pin, "--save", str(self.folder)]
        answer = CliRunner().invoke(sign_outside, [*arguments, *more], input=yes)
        return answer.exit_code, answer.output


@contextmanager
def served(site: Site) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/outside"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def pc(site: Site, keys: Keys, softhsm: Path, tmp_path: Path) -> Iterator[Pc]:
    """The PC of whoever holds both the director's and the agency's token in one."""
    label = f"Ngoài {tmp_path.name}"[:28]
    make_token(label)
    packed = next(one.key_file for one in keys.pki.issued if one.sha256 == keys.director.facts.sha256)
    key, _, _ = pkcs12.load_key_and_certificates(packed.read_bytes(), PASSWORD.encode())
    put_key(softhsm, label, 3, key)  # type: ignore[arg-type]
    put_certificate(label, 3, keys.director.certificate)
    for number, der in enumerate(keys.director.chain, 90):
        put_certificate(label, number, der)
    with served(site) as address:
        yield Pc(address, label, tmp_path / "cho-ky")


def test_a_batch_is_read_confirmed_and_signed_at_the_pc(site: Site, pc: Pc) -> None:
    papers = [site.house.on_the_desk(f"Văn bản {number}") for number in range(3)]
    code = offered(site, *papers)
    status, told = pc.sign(code)
    assert status == 0, told
    assert {site.house.state(one) for one in papers} == {"signed"}
    assert told.count("Đã ký: Văn bản") == 3
    assert len(list(pc.folder.glob("*.pdf"))) == 3
    assert "đã nhận chữ ký" in text_of(site.person("giamdoc").get("/outside"))
    assert pc.sign(code)[1].strip().endswith("không còn văn bản nào chờ ký.")


def test_a_paper_that_moved_meanwhile_does_not_stop_the_others(
    site: Site, pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = site.house.on_the_desk("Văn bản 1"), site.house.on_the_desk("Văn bản 2")
    code, real = offered(site, one, two), Desk.ask

    def while_somebody_signs_here(self: Desk, path: str = "", **form: object) -> bytes:
        if path == f"/{one}/finish":
            house = site.house
            sign_document(house.begin("giamdoc"), house.rules, house.tools(), one, house.keys.director)
        return real(self, path, **form)

    monkeypatch.setattr(Desk, "ask", while_somebody_signs_here)
    status, told = pc.sign(code)
    assert status == 1
    assert "Chưa ký: Văn bản 1" in told
    assert "Đã ký: Văn bản 2" in told
    assert site.house.state(two) == "signed"


def test_who_says_no_signs_nothing(site: Site, pc: Pc) -> None:
    paper = site.house.on_the_desk()
    assert pc.sign(offered(site, paper), yes="n\n")[0] == 1
    assert site.house.state(paper) == "signing"


def test_a_wrong_pin_signs_nothing(site: Site, pc: Pc) -> None:
    paper = site.house.on_the_desk()
    status, told = pc.sign(offered(site, paper), pin="999999")
    assert (status, "không đúng" in told) == (1, True)
    assert site.house.state(paper) == "signing"


def test_the_directors_token_gives_no_number_and_no_seal(site: Site, pc: Pc) -> None:
    paper = site.house.signed()
    code = offered(site, paper, who="vanthu", desk="/registry")
    status, told = pc.sign(code)
    assert (status, "không phải là chứng thư đã đăng ký" in told) == (1, True)
    assert site.house.state(paper) == "signed"


def test_the_program_signs_no_file_that_asks_for_something_else(
    site: Site, pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that lies gives another file: nothing in it waits for exactly one signature."""
    paper = site.house.on_the_desk()
    code, real = offered(site, paper), Desk.ask

    def lying(self: Desk, path: str = "", **form: object) -> bytes:
        answer = real(self, path, **form)
        return answer + b"\n% and more" if path.endswith("/file") else answer

    monkeypatch.setattr(Desk, "ask", lying)
    status, told = pc.sign(code)
    assert (status, "Không ký tệp này" in told) == (1, True)
    assert site.house.state(paper) == "signing"


def test_a_code_never_travels_in_the_clear() -> None:
    pc = Pc("http://van-thu.example/api/outside", "X", Path())
    status, told = pc.sign("x" * 43)
    assert (status, "https://" in told) == (1, True)


def test_an_office_that_is_away_is_told_in_words() -> None:
    status, told = Pc("http://127.0.0.1:9/api/outside", "X", Path()).sign("x" * 43)
    assert (status, "Không nối được" in told) == (1, True)


# ------------------------------------------------------------ whole files


def test_a_file_signed_by_another_program_comes_back_through_the_page(site: Site) -> None:
    paper, director = site.house.on_the_desk("Văn bản chờ ký"), site.person("giamdoc")
    offered(site, paper)
    given = director.get(f"/outside/{paper}.pdf").data
    spoiled = director.post(f"/outside/{paper}", {"file": (BytesIO(given + b"x"), "a.pdf")})
    assert (spoiled.status_code, "không có chữ ký mới" in text_of(spoiled)) == (422, True)
    assert director.post(f"/outside/{paper}", {}).status_code == 422
    assert site.house.state(paper) == "signing"
    signed = by_program(site.house, given)
    back = director.post(f"/outside/{paper}", {"file": (BytesIO(signed), "a.pdf")})
    assert "đã nhận chữ ký" in text_of(back)
    assert site.house.state(paper) == "signed"
