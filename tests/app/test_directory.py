"""The administrator's directory pages, and an office's description taken out and put in again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker

from app.office import OFFICE
from app.profile import (
    MandateProfile,
    PositionProfile,
    Profile,
    ProfileRefused,
    apply_profile,
    check_profile,
    read_profile,
)
from app.profile_export import describe, write_profile
from documents.files import FolderFiles
from documents.work import open_work
from tests.office import NOW, PROFILE, RULES
from tests.site import Site, text_of
from workflows.directory.model import Mandate, Unit

TUQ = MandateProfile(
    "TUQ",
    "Giám đốc",
    "Giấy ủy quyền",
    paper_number="15/GUQ-STNĐT",
    paper_date=date(2026, 1, 5),
    granted_by="giamdoc",
    kinds=("cong-van",),
    units=("TH",),
    scope="Mời họp",
    until=date(2026, 12, 31),
)


def of_many_positions() -> Profile:
    people = tuple(
        replace(
            person,
            positions=(PositionProfile("Phó Trưởng phòng", "deputy_head", "KT"),),
            mandates=(TUQ, MandateProfile("TL", "Giám đốc", "Quy chế làm việc")),
        )
        if person.username == "truongphong"
        else person
        for person in PROFILE.people
    )
    return replace(PROFILE, people=people)


def test_every_position_and_mandate_of_a_person_is_carried_over(database: Engine, tmp_path: Path) -> None:
    profile = of_many_positions()
    with open_work(sessionmaker(database), OFFICE, now=NOW, files=FolderFiles(tmp_path)) as work:
        placed = apply_profile(work, RULES, profile, since=NOW)
        told = describe(work)
        held = work.session.scalars(
            select(Mandate).where(Mandate.person_id == placed.people["truongphong"])
        ).all()
        assert {one.capacity for one in held} == {"TUQ", "TL"}
        assert {one.granted_by for one in held} == {placed.people["giamdoc"], None}
    place = tmp_path / "office.toml"
    place.write_text(write_profile(told), encoding="utf-8")
    again = read_profile(place)
    assert again == told
    head = next(person for person in again.people if person.name == "Phan Trưởng")
    assert [one.title for one in head.seats] == ["Trưởng phòng", "Phó Trưởng phòng"]
    (deputy,) = [person for person in again.people if person.kt_for]
    assert (deputy.name, deputy.basis) == ("Lý Văn Phó", "QĐ mẫu")
    tuq = next(one for one in head.papers if one.capacity == "TUQ")
    assert replace(tuq, granted_by="giamdoc") == TUQ


@pytest.mark.parametrize(
    ("fault", "mandate"),
    [
        ("không có hình thức ký PP", replace(TUQ, capacity="PP")),
        ("không có đơn vị XX", replace(TUQ, units=("XX",))),
        ("không có người giao ký ai-do", replace(TUQ, granted_by="ai-do")),
    ],
)
def test_a_mandate_that_names_nothing_there_is_refused(fault: str, mandate: MandateProfile) -> None:
    people = (replace(PROFILE.people[0], mandates=(mandate,)), *PROFILE.people[1:])
    with pytest.raises(ProfileRefused) as refused:
        check_profile(replace(PROFILE, people=people))
    assert any(fault in one for one in refused.value.facts["faults"])


def test_a_unit_is_split_on_the_page_person_by_person(site: Site) -> None:
    admin, placed = site.person("quantri"), site.house.placed
    asked = admin.get(f"/admin/reorganisation?split={placed.units['TH']}")
    assert "Phan Trưởng" in asked.text
    assert "Nguyễn Soạn" in asked.text
    assert "Đỗ Toán</label>" not in asked.text
    form = {
        "how": "split_unit",
        "split": placed.units["TH"],
        "name-1": "Phòng Kế hoạch",
        "abbreviation-1": "KH",
        "name-2": "Phòng Thống kê",
        "abbreviation-2": "TK",
        f"to-{placed.people['truongphong']}": "1",
        "paper": "Quyết định mẫu",
        "day": "2026-03-12",
    }
    refused = admin.post("/admin/reorganisation", form)
    assert refused.status_code == 422
    assert "còn người chưa được xếp" in text_of(refused)
    assert 'value="Phòng Thống kê"' in refused.text, "nothing typed is lost"
    done = admin.post("/admin/reorganisation", {**form, f"to-{placed.people['soanthao']}": "2"})
    assert done.status_code == 302
    with site.house.look() as work:
        names = set(work.session.scalars(select(Unit.name).where(Unit.until.is_(None))))
    assert {"Phòng Kế hoạch", "Phòng Thống kê"} < names
    assert "Phòng Tổng hợp" not in names


def test_lists_show_the_directory_of_the_day_that_is_asked(site: Site) -> None:
    admin = site.person("quantri")
    assert "Phòng Tổng hợp" in admin.get("/admin/units").text
    assert "Không có đơn vị nào ngày này" in text_of(admin.get("/admin/units?on=2020-01-01"))
    assert admin.get("/admin/people?on=khong-phai-ngay").status_code == 200


def test_a_refused_mandate_says_why_and_keeps_what_was_typed(site: Site) -> None:
    admin, people = site.person("quantri"), site.house.placed.people
    form = {
        "person": people["truongphong"],
        "capacity": "TUQ",
        "on_behalf_of": "Giám đốc",
        "first": "2026-03-12",
        "basis": "Giấy ủy quyền miệng",
    }
    refused = admin.post("/admin/mandates", form)
    assert refused.status_code == 403
    assert "số và ngày của văn bản giao ký" in text_of(refused)
    assert 'value="Giấy ủy quyền miệng"' in refused.text


def test_a_person_added_with_an_account_may_sign_in_at_once(site: Site) -> None:
    seat = {"title": "Chuyên viên", "function": "officer", "unit": site.house.placed.units["TH"]}
    admin = site.person("quantri")
    weak = {"name": "Ngô Mới", "username": "moi", "password": "ngan", "first": "2026-03-12", **seat}
    assert admin.post("/admin/people", weak).status_code == 422
    assert "Ngô Mới" not in text_of(admin.get("/admin/people"))
    done = admin.post("/admin/people", {**weak, "password": "mat-khau-dau-tien"})
    assert done.status_code == 302
    new = site.visitor()
    assert new.sign_in("mat-khau-dau-tien", username="moi").status_code == 302


def test_the_desk_shows_in_which_capacity_and_by_which_paper_one_signs(site: Site) -> None:
    lines = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    document_id = site.house.on_the_desk(signing_lines=lines, signer_name="Lý Văn Phó")
    deputy = site.person("pho")
    for path in ("/signing", f"/documents/{document_id}"):
        assert "Ký với tư cách KT. GIÁM ĐỐC , theo QĐ mẫu" in text_of(deputy.get(path))
    with site.house.office() as work:
        work.session.scalars(select(Mandate)).one().until = NOW
    told = text_of(deputy.get("/signing"))
    assert "đã hết hạn" in told
    assert "QĐ mẫu" in told
