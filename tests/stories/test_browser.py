"""The pages in a real browser: signing by keyboard, fitting the phone, quiet console, working without a mouse."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from app.deliveries import FAST, drain
from app.demo.papers import our_plan
from documents.comments import comments_on
from documents.model import Document
from tests.conftest import NOW
from tests.office import PASSWORD, Keys
from tests.site import Site, build_site
from tests.stories.browser import Window, chromium, served, window

pytestmark = pytest.mark.browser

LONG = (
    "Tổ chức sơ kết giai đoạn một và đẩy mạnh phong trào thi đua thực hành tiết kiệm, chống lãng phí trong cán bộ, "
    "công chức, viên chức, người lao động các phòng chuyên môn, đơn vị trực thuộc"
)
UNBROKEN = "Đườngdẫnkhôngcódấucách" * 8


@dataclass
class House:
    site: Site
    address: str
    browser: Any
    drafted: str
    desk: list[str]
    issued: str


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Iterator[House]:
    site = build_site(tmp_path_factory.mktemp("stories") / "home", keys, extra={"RATELIMIT_ENABLED": False})
    drafted = site.house.upload(UNBROKEN, recipients=["Hội Người cao tuổi"])
    desk = [site.house.on_the_desk(f"{LONG}, lần {count}") for count in range(1, 6)]
    issued = site.issued(LONG)
    site.house.signed(LONG)
    drain(site.office, FAST)
    with chromium() as browser, served(site) as address:
        yield House(site, address, browser, drafted, desk, issued)


@pytest.fixture
def desktop(open_house: House) -> Iterator[Window]:
    with window(open_house.browser, open_house.address) as opened:
        yield opened
    assert opened.trouble == []


@pytest.fixture
def phone(open_house: House) -> Iterator[Window]:
    with window(open_house.browser, open_house.address, width=360, height=740) as opened:
        yield opened
    assert opened.trouble == []


def test_nothing_needs_sideways_scrolling_on_a_phone(open_house: House, phone: Window) -> None:
    paper = open_house.drafted
    visits = {
        "": ["/sign-in", "/verify", "/khong-co"],
        "soanthao": [
            "/",
            "/drafts/new",
            "/drafts/templates",
            "/drafts/templates/quyet-dinh",
            f"/compare/{paper}",
            f"/documents/{paper}",
            "/find?q=thi+dua",
            "/find",
            "/signing",
            "/password",
        ],
        "giamdoc": ["/", "/signing", f"/documents/{open_house.desk[0]}"],
        "vanthu": ["/registry", "/registry/book", f"/documents/{open_house.issued}"],
        "ketoan": ["/", "/inbox"],
        "luutru": ["/", "/dossiers"],
        "quantri": ["/", "/admin", "/admin/kinds", "/admin/kinds/quyet-dinh", "/admin/calendar"],
    }
    for username, paths in visits.items():
        if username:
            phone.page.context.clear_cookies()
            phone.sign_in(username)
        for path in paths:
            phone.go(path)
            assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, (username, path)


def test_what_is_pressed_on_a_phone_is_large_enough(open_house: House, phone: Window) -> None:
    phone.sign_in("giamdoc")
    phone.go("/signing")
    for box in phone.page.locator("main button, main input:not([type=hidden])").all():
        if box.is_visible():
            size = box.evaluate("one => (one.closest('label') || one).getBoundingClientRect().height")
            assert size >= 36, box.evaluate("one => one.outerHTML")


def test_director_signs_a_batch_by_keyboard(open_house: House, desktop: Window) -> None:
    desktop.sign_in("giamdoc")
    keyboard = desktop.page.keyboard
    keyboard.press("3")
    desktop.page.get_by_role("heading", name="Bàn ký").wait_for()
    desktop.page.wait_for_load_state("load")
    for key in ("j", "x", "j", "x", "p"):
        keyboard.press(key)
    assert desktop.page.locator("[data-chosen]").inner_text() == "2"
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    desktop.page.get_by_text("Đã ký:").first.wait_for()
    assert desktop.page.get_by_text("Đã ký:").count() == 2
    states = [open_house.site.house.state(paper) for paper in open_house.desk]
    assert (states.count("signed"), states.count("signing")) == (2, 3)


def test_every_tick_at_once_and_a_wrong_password_keeps_them(open_house: House, desktop: Window) -> None:
    desktop.sign_in("giamdoc")
    desktop.go("/signing")
    desktop.page.locator("[data-all]").check()
    waiting = desktop.page.locator("input[name=document]").count()
    assert desktop.page.locator("[data-chosen]").inner_text() == str(waiting)
    desktop.page.locator("#password").fill("sai mật khẩu")
    desktop.page.keyboard.press("Enter")
    desktop.page.get_by_role("alert").wait_for()
    assert desktop.page.locator("input[name=document]:checked").count() == waiting


def test_slash_searches_and_keys_walk_the_list(open_house: House, desktop: Window) -> None:
    desktop.sign_in("soanthao")
    keyboard = desktop.page.keyboard
    keyboard.press("/")
    keyboard.type("thi dua")
    keyboard.press("Enter")
    desktop.page.get_by_role("heading", name="Tìm văn bản").wait_for()
    desktop.page.locator("[data-paper]").first.wait_for()
    desktop.page.locator("#q").blur()
    keyboard.press("j")
    assert desktop.page.evaluate("document.activeElement.matches('[data-paper]')")
    keyboard.press("Enter")
    desktop.page.locator(".pages img").first.wait_for()


def test_typing_a_digit_in_a_box_types_a_digit(open_house: House, desktop: Window) -> None:
    desktop.sign_in("soanthao")
    desktop.go(f"/documents/{open_house.drafted}")
    box = desktop.page.locator("#f-symbol")
    box.fill("")
    box.press("1")
    assert box.input_value() == "1"
    assert f"/documents/{open_house.drafted}" in desktop.page.url


def test_tab_reaches_the_content_first_and_focus_is_seen(open_house: House, desktop: Window) -> None:
    desktop.go("/verify")
    desktop.page.keyboard.press("Tab")
    assert desktop.page.evaluate("document.activeElement.className") == "skip"
    desktop.page.keyboard.press("Enter")
    desktop.page.keyboard.press("Tab")
    assert desktop.page.evaluate("document.activeElement.id") == "pdf"
    outline = desktop.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_public_page_tells_issued_from_altered(open_house: House, desktop: Window, tmp_path: Path) -> None:
    with open_house.site.house.look("vanthu") as work:
        row = work.session.get_one(Document, open_house.issued)
        pdf = work.files.get(str(row.current_sha256))
    for data, told in ((pdf, "Văn bản đã phát hành"), (pdf + b"\n% them\n", "Bị sửa sau khi ký")):
        place = tmp_path / "01.pdf"
        place.write_bytes(data)
        desktop.go("/verify")
        desktop.page.locator("#pdf").set_input_files(str(place))
        desktop.page.get_by_role("button", name="Kiểm tra").click()
        assert desktop.page.locator(".verdict").first.inner_text() == told


def test_register_prints_its_ten_columns_on_landscape_paper(open_house: House, desktop: Window) -> None:
    desktop.sign_in("vanthu")
    desktop.go("/registry/book")
    assert desktop.page.locator(".book thead tr").first.locator("th").count() == 10
    printed = desktop.page.pdf(prefer_css_page_size=True)
    with pikepdf.open(BytesIO(printed)) as pdf:
        box = [float(edge) for edge in pdf.pages[0].mediabox]
    assert box[2] > box[3]


def test_pages_work_without_our_script(open_house: House) -> None:
    context = open_house.browser.new_context(java_script_enabled=False)
    try:
        opened = Window(context.new_page(), open_house.address)
        opened.go("/sign-in")
        opened.page.fill("#username", "ketoan")
        opened.page.fill("#password", "cho-dang-nhap")
        opened.page.click("main button")
        opened.page.goto(open_house.address + "/inbox")
        opened.page.click("main table button")
        assert "Đã xác nhận nhận văn bản" in opened.page.inner_text("main")
    finally:
        context.close()


def test_a_remark_is_fastened_where_the_page_is_pressed(open_house: House, desktop: Window) -> None:
    desktop.sign_in("truongphong")
    desktop.go(f"/documents/{open_house.drafted}")
    sheet = desktop.page.locator("[data-sheet='1'] img")
    sheet.wait_for()
    box = sheet.bounding_box()
    assert box is not None
    sheet.click(position={"x": box["width"] / 4, "y": box["height"] / 5})
    assert desktop.page.evaluate("document.activeElement.id") == "remark-body"
    desktop.page.keyboard.type("Ghi rõ thời gian")
    desktop.page.get_by_role("button", name="Ghi góp ý").click()
    mark = desktop.page.locator("button.mark")
    mark.wait_for()
    with open_house.site.house.look() as work:
        (remark,) = comments_on(work, open_house.drafted)
    assert (remark.page, remark.body) == (1, "Ghi rõ thời gian")
    assert abs(remark.x - 250) <= 3
    assert abs(remark.y - 200) <= 3
    mark.click()
    assert desktop.page.url.endswith(f"#gop-y-{remark.id}")


def test_the_place_of_the_number_is_dragged_and_moved_by_keys(open_house: House, desktop: Window) -> None:
    desktop.sign_in("soanthao")
    desktop.go("/drafts/new")
    plan = {"name": "ke-hoach.docx", "mimeType": "application/octet-stream", "buffer": our_plan(NOW)}
    desktop.page.set_input_files("#draft", files=[plan])
    desktop.page.get_by_role("button", name="Tải lên").click()
    desktop.page.get_by_text("Chỗ ghi số, ngày và chỗ ký").click()
    box = desktop.page.locator(".place-box", has_text="Số")
    left = desktop.page.locator("#b-number-left")
    began = float(left.input_value())
    box.scroll_into_view_if_needed()
    corner = box.bounding_box()
    assert corner is not None
    desktop.page.mouse.move(corner["x"] + 4, corner["y"] + 4)
    desktop.page.mouse.down()
    desktop.page.mouse.move(corner["x"] + 64, corner["y"] + 4, steps=4)
    desktop.page.mouse.up()
    dragged = float(left.input_value())
    assert dragged > began + 5
    box.focus()
    desktop.page.keyboard.press("ArrowRight")
    assert float(left.input_value()) == pytest.approx(dragged + 1)
    desktop.page.get_by_role("button", name="Lưu các chỗ này").click()
    desktop.page.get_by_text("Đã đặt lại chỗ ghi số").wait_for()
    assert float(left.input_value()) == pytest.approx(dragged + 1, abs=0.1)


def test_a_word_file_is_taken_from_a_template_and_the_button_comes_back(
    open_house: House, desktop: Window
) -> None:
    desktop.sign_in("soanthao")
    desktop.go("/drafts/templates/ke-hoach")
    desktop.page.locator("#t-subject").fill("Trồng cây")
    button = desktop.page.get_by_role("button", name="Chỉ tải tệp Word")
    with desktop.page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == "ke-hoach.docx"
    assert button.is_enabled()
