"""Commands for whoever runs the office: doctor, serve, pki, profile, user, index."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from app import passkeys
from app.accounts import change_password, find_account
from app.cli.offices import office_at, year_start
from app.cli.serving import serve_office
from app.cli.speaking import as_json, put, say, speaks
from app.demo.home import write_whole
from app.devpki import DevPki
from app.doctor import examine, sweep_orphans
from app.office import OFFICE, Office
from app.profile import (
    apply_profile,
    give_account,
    read_profile,
    register_picture,
)
from app.profile_export import describe, write_profile
from app.second_step import SecondStepReset, forget
from documents.database import new_id
from documents.pdf.keys import certificate_facts, load_pkcs12
from documents.pdf.outside import read_certificates
from documents.pdf.tokens import keys_on
from search.feed import rebuild
from workflows.directory.certificates import REMOTE, enroll_certificate
from workflows.directory.model import our_agency

home_option = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu."
)


@click.command(help="Khám hệ thống: nhật ký, tệp, sổ, chỉ mục, cấu hình.")
@home_option
@as_json
@speaks
def doctor(home: Path | None, json_output: bool) -> None:
    office = office_at(home)
    checks = examine(office)
    ok = all(check.ok for check in checks)
    if json_output:
        put({"ok": ok, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            click.echo(f"{'ĐẠT ' if check.ok else 'LỖI '} {check.name:14} {check.detail}")
    if not ok:
        raise SystemExit(1)


@click.command(help="Chạy máy chủ web.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@home_option
@speaks
def serve(host: str, port: int, home: Path | None) -> None:
    say(f"Vanthu: http://{host}:{port} (Ctrl+C để dừng)")
    serve_office(home, host, port)


@click.group(help="Khóa và chứng thư.")
def pki() -> None:
    """The group."""


@pki.command("dev", help="Tạo nơi cấp chứng thư và dấu thời gian THỬ NGHIỆM trên máy này; không dùng thật.")
@home_option
@as_json
@speaks
def pki_dev(home: Path | None, json_output: bool) -> None:
    office = office_at(home, must_exist=False)
    made = DevPki.create(office.pki_folder, starts_at=office.clock())
    told = {"folder": str(office.pki_folder), "root": str(made.root_file), "for_real_use": False}
    if json_output:
        put(told)
    say(f"Chứng thư gốc THỬ NGHIỆM, KHÔNG DÙNG THẬT: {made.root_file}")


@pki.command("issue", help="Cấp chứng thư THỬ NGHIỆM cho một người hoặc cho cơ quan và đăng ký luôn.")
@click.option("--user", "username", help="Tên đăng nhập; bỏ trống để cấp cho cơ quan.")
@click.option(
    "--picture", type=click.Path(path_type=Path, exists=True), help="Hình chữ ký hoặc hình dấu (PNG)."
)
@click.option("--width-mm", type=float, default=36.0, show_default=True)
@click.option("--height-mm", type=float, default=36.0, show_default=True)
@click.password_option(help="Mật khẩu mở khóa ký.")
@home_option
@speaks
def pki_issue(
    username: str | None,
    picture: Path | None,
    width_mm: float,
    height_mm: float,
    password: str,
    home: Path | None,
) -> None:
    office = office_at(home)
    authority = DevPki.create(office.pki_folder, starts_at=office.clock())
    holder, name, title, agency = _holder(office, username)
    if username is None:
        packed = authority.issue_agency(agency, password=password)
    else:
        packed = authority.issue_person(name, title=title, agency=agency, password=password)
    _enroll(office, holder, username or "co-quan", packed, password, picture, (width_mm, height_mm))
    say(f"Đã cấp và đăng ký chứng thư THỬ NGHIỆM cho {name}.")


@pki.command("enroll", help="Đăng ký tệp khóa PKCS#12 thật cho một người hoặc cho cơ quan.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--user", "username", help="Tên đăng nhập; bỏ trống để đăng ký cho cơ quan.")
@click.option(
    "--picture", type=click.Path(path_type=Path, exists=True), help="Hình chữ ký hoặc hình dấu (PNG)."
)
@click.option("--width-mm", type=float, default=36.0, show_default=True)
@click.option("--height-mm", type=float, default=36.0, show_default=True)
@click.option("--password", prompt=True, hide_input=True, help="Mật khẩu của tệp khóa.")
@home_option
@speaks
def pki_enroll(
    file: Path,
    username: str | None,
    picture: Path | None,
    width_mm: float,
    height_mm: float,
    password: str,
    home: Path | None,
) -> None:
    office = office_at(home)
    holder, name, _, _ = _holder(office, username)
    _enroll(
        office, holder, username or "co-quan", file.read_bytes(), password, picture, (width_mm, height_mm)
    )
    say(f"Đã đăng ký chứng thư cho {name}.")


@pki.command(
    "enroll-token", help="Đăng ký khóa nằm trong thiết bị ký (HSM, USB token) cho một người hoặc cơ quan."
)
@click.argument("token")
@click.option("--user", "username", help="Tên đăng nhập; bỏ trống để đăng ký cho cơ quan.")
@click.option("--id", "key_id", help="Mã khóa (hex) khi thiết bị có nhiều khóa.")
@click.option("--pin", prompt=True, hide_input=True, help="Mã PIN của thiết bị; chỉ dùng để xem, không lưu.")
@home_option
@speaks
def pki_enroll_token(
    token: str, username: str | None, key_id: str | None, pin: str, home: Path | None
) -> None:
    office = office_at(home)
    holder, name, _, _ = _holder(office, username)
    found = keys_on(office.config.pkcs11_driver, token, pin)
    chosen = [one for one in found if key_id is None or one.address.key_id.hex() == key_id.lower()]
    if len(chosen) != 1:
        for one in found:
            say(f"  --id {one.address.key_id.hex()}  {certificate_facts(one.certificate).subject}")
        raise click.UsageError(
            "Chọn đúng một khóa bằng --id." if found else "Thiết bị không có khóa kèm chứng thư."
        )
    certificate_facts(chosen[0].certificate).check_valid_at(datetime.now(UTC))
    with office.work(OFFICE, "enroll") as work:
        enroll_certificate(work, holder, chosen[0].certificate, str(chosen[0].address), since=work.now)
    say(f"Đã đăng ký khóa trong thiết bị {token} cho {name}.")


@pki.command("enroll-outside", help="Đăng ký chứng thư (PEM, DER) mà khóa ở ngoài: USB token của người ký.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--user", "username", help="Tên đăng nhập; bỏ trống để đăng ký cho cơ quan.")
@home_option
@speaks
def pki_enroll_outside(file: Path, username: str | None, home: Path | None) -> None:
    office = office_at(home)
    holder, name, _, _ = _holder(office, username)
    certificate, _ = read_certificates(file.read_bytes())
    certificate_facts(certificate).check_valid_at(datetime.now(UTC))
    with office.work(OFFICE, "enroll") as work:
        enroll_certificate(work, holder, certificate, None, since=work.now)
    say(f"Đã đăng ký chứng thư {certificate_facts(certificate).subject} cho {name}; khóa ở ngoài máy chủ.")


@pki.command("enroll-remote", help="Đăng ký khóa ở dịch vụ ký số từ xa (CSC) cho một người hoặc cơ quan.")
@click.argument("credential", required=False)
@click.option("--user", "username", help="Tên đăng nhập; bỏ trống để đăng ký cho cơ quan.")
@home_option
@speaks
def pki_enroll_remote(credential: str | None, username: str | None, home: Path | None) -> None:
    office = office_at(home)
    holder, name, _, _ = _holder(office, username)
    service = office.remote_service
    if service is None:
        raise click.UsageError("Đặt VANTHU_CSC_URL và VANTHU_CSC_CLIENT trước.")
    if credential is None:
        for one in service.credential_ids():
            say(f"  {one}  {certificate_facts(service.credential(one).certificates[0]).subject}")
        raise click.UsageError("Chọn một khóa bằng mã ở trên.")
    found = service.credential(credential)
    certificate_facts(found.certificates[0]).check_valid_at(datetime.now(UTC))
    with office.work(OFFICE, "enroll") as work:
        address = f"{REMOTE}{credential}"
        enroll_certificate(work, holder, found.certificates[0], address, since=work.now)
    say(f"Đã đăng ký khóa {credential} ở dịch vụ ký số từ xa cho {name}.")


@click.group(help="Mô tả cơ quan bằng tệp.")
def profile() -> None:
    """The group."""


@profile.command("import", help="Dựng cơ quan từ tệp mô tả TOML; in mật khẩu lần đầu của từng người.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@home_option
@as_json
@speaks
def profile_import(file: Path, home: Path | None, json_output: bool) -> None:
    described = read_profile(file)
    office = office_at(home, must_exist=False)
    first_passwords: dict[str, str] = {}
    with office.work(OFFICE, "profile_import") as work:
        placed = apply_profile(work, office.rules, described, since=year_start(office.clock()))
        for username, person_id in placed.people.items():
            if find_account(work.session, username) is None:
                first_passwords[username] = new_id()
                give_account(work, username, first_passwords[username], person_id, must_change=True)
    if json_output:
        put({"agency": described.name, "people": len(placed.people), "first_passwords": first_passwords})
    else:
        for username, password in first_passwords.items():
            click.echo(f"{username:20} {password}")
    say("Mỗi người phải đổi mật khẩu ở lần đăng nhập đầu tiên.")


@profile.command("export", help="Ghi mô tả cơ quan hiện tại ra tệp TOML, để đọc, so sánh hoặc nhập nơi khác.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@home_option
@as_json
@speaks
def profile_export(file: Path, home: Path | None, json_output: bool) -> None:
    office = office_at(home)
    with office.reading(OFFICE) as work:
        described = describe(work)
    write_whole(file, write_profile(described).encode())
    if json_output:
        put({"file": str(file), "agency": described.name, "people": len(described.people)})
    say(f"Đã ghi mô tả {described.name} vào {file}.")


@click.group(help="Tài khoản.")
def user() -> None:
    """The group."""


@user.command("password", help="Đặt lại mật khẩu; người dùng phải đổi ở lần đăng nhập sau.")
@click.argument("username")
@home_option
@speaks
def user_password(username: str, home: Path | None) -> None:
    office = office_at(home)
    password = new_id()
    with office.work(OFFICE, "reset_password") as work:
        account = find_account(work.session, username)
        if account is None:
            raise click.UsageError(f"Không có tài khoản {username}.")
        change_password(account, password)
        account.must_change, account.locked_until, account.failures = True, None, 0
    click.echo(password)


@user.command(
    "second-step-reset", help="Bỏ điện thoại và thiết bị xác nhận hai bước của một người, khi họ mất máy."
)
@click.argument("username")
@home_option
@speaks
def user_second_step_reset(username: str, home: Path | None) -> None:
    office = office_at(home)
    with office.work(OFFICE, "second_step") as work:
        account = find_account(work.session, username)
        if account is None:
            raise click.UsageError(f"Không có tài khoản {username}.")
        phone = forget(work.session, account.person_id)
        for one in passkeys.devices(work.session, account.person_id):
            work.record(passkeys.remove(work.session, account.person_id, one.id))
            phone = True
        if phone:
            work.record(SecondStepReset(None, account.person_id))
    say(
        "Đã bỏ; người này cài lại ở trang «Xác nhận hai bước»."
        if phone
        else "Người này chưa cài điện thoại hay thiết bị nào."
    )


@click.group(help="Chỉ mục tìm kiếm.")
def index() -> None:
    """The group."""


@index.command("rebuild", help="Dựng lại chỉ mục từ cơ sở dữ liệu.")
@home_option
@as_json
@speaks
def index_rebuild(home: Path | None, json_output: bool) -> None:
    office = office_at(home)
    with office.reading(OFFICE) as work:
        count = rebuild(work, office.engine)
    swept = sweep_orphans(office)
    if json_output:
        put({"documents": count, "swept": len(swept)})
    say(f"Đã dựng lại chỉ mục: {count} văn bản.")


def _holder(office: Office, username: str | None) -> tuple[str, str, str, str]:
    """(holder, name, title, agency name) of whom a key is for."""
    with office.reading(OFFICE) as work:
        agency = our_agency(work.session, work.now)
        if username is None:
            return f"agency:{agency.id}", agency.name, "", agency.name
        account = find_account(work.session, username)
        if account is None:
            raise click.UsageError(f"Không có tài khoản {username}.")
        person_id = account.person_id
    person = office.actor(person_id)
    return f"person:{person_id}", person.name, person.title, agency.name


def _enroll(
    office: Office,
    holder: str,
    file_name: str,
    packed: bytes,
    password: str,
    picture: Path | None,
    size_mm: tuple[float, float],
) -> None:
    key = load_pkcs12(packed, password)
    key.check_valid_at(datetime.now(UTC))
    key_name = office.keep_key(file_name, packed)
    with office.work(OFFICE, "enroll") as work:
        enroll_certificate(work, holder, key.certificate, key_name, since=work.now)
        if picture is not None:
            width_mm, height_mm = size_mm
            png = picture.read_bytes()
            register_picture(work, holder, png, width_mm=width_mm, height_mm=height_mm, since=work.now)
