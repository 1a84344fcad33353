"""Dossiers for tests: opened by the archivist for the drafting officer, filled, closed, brought to any state."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select

from documents.model import Dossier, DossierItem
from tests.office import House
from workflows.machines import hear
from workflows.records import dossiers
from workflows.records.dossiers import Kept
from workflows.steps import take_on

ENDED = date(2026, 3, 10)
TEN_YEARS = Kept("10 năm", "Thông tư mẫu, dòng 7")
LONG_AFTER = datetime(2047, 2, 1, 2, 0, tzinfo=UTC)


def open_one(house: House, code: str = "02.TH", *, keeper: str = "soanthao", kept: Kept = TEN_YEARS) -> str:
    with house.work("luutru") as work:
        opened = dossiers.open_dossier_here(
            work,
            house.rules,
            code=code,
            title=f"Hồ sơ {code}",
            kept=kept,
            keeper_id=house.placed.people[keeper] if keeper else "",
        )
        return opened.id


def put_in(house: House, dossier_id: str, document_id: str) -> None:
    """Any paper in a dossier, whatever step it stands at."""
    with house.office() as work:
        inside = select(func.count()).where(DossierItem.dossier_id == dossier_id)
        ordinal = (work.session.scalar(inside) or 0) + 1
        work.session.add(
            DossierItem(
                dossier_id=dossier_id,
                document_id=document_id,
                ordinal=ordinal,
                filed_at=work.now,
                filed_by="mẫu",
            )
        )


def close(house: House, dossier_id: str, *, kept: Kept = TEN_YEARS, ended: date = ENDED) -> None:
    with house.work("soanthao") as work:
        dossiers.close_dossier(work, house.rules, dossier_id, ended, kept)


def hand_over(house: House, dossier_id: str) -> None:
    with house.work("soanthao") as work:
        take_on(work, house.rules, Dossier, dossier_id, "hand_over")


def archive(house: House, dossier_id: str) -> None:
    with house.work("luutru") as work:
        take_on(work, house.rules, Dossier, dossier_id, "take_into_archive", answers={"condition": "Đủ, rõ"})


def age(house: House, dossier_id: str) -> None:
    """Long after the last day."""
    with house.at(LONG_AFTER).office() as work:
        assert dossiers.age(work, house.rules, dossier_id)


def hold_back(house: House, dossier_id: str) -> None:
    with house.work("luutru") as work:
        asked = {"paper": "15/TB-TTr"}
        take_on(work, house.rules, Dossier, dossier_id, "hold_back", "Thanh tra đang xem", answers=asked)


def let_go(house: House, dossier_id: str) -> None:
    with house.work("luutru") as work:
        take_on(work, house.rules, Dossier, dossier_id, "let_go", "Thanh tra đã kết thúc")


def destroy(house: House, dossier_id: str) -> None:
    """As the decision does it; here only what the dossier hears."""
    with house.office() as work:
        hear(work, house.rules, dossier_id, {"dossier_destroyed"})


WAYS = {
    "open": (),
    "closed": (close,),
    "offered": (close, hand_over),
    "archived": (close, hand_over, archive),
    "due": (close, hand_over, archive, age),
    "held_back": (close, hand_over, archive, age, hold_back),
    "destroyed": (close, hand_over, archive, age, destroy),
}


def bring_to(house: House, dossier_id: str, state: str) -> str:
    """A dossier with something in it, to a state by the real steps of real people."""
    for step in WAYS[state]:
        step(house, dossier_id)
    assert state_of(house, dossier_id) == state
    return dossier_id


def state_of(house: House, dossier_id: str) -> str:
    with house.look() as work:
        return work.session.get_one(Dossier, dossier_id).state


def a_filled_one(
    house: House, code: str = "02.TH", *, keeper: str = "soanthao", kept: Kept = TEN_YEARS
) -> tuple[str, str]:
    """A dossier and the draft of the officer in it: (dossier, document)."""
    dossier_id = open_one(house, code, keeper=keeper, kept=kept)
    document_id = house.upload(f"Văn bản trong hồ sơ {code}")
    put_in(house, dossier_id, document_id)
    return dossier_id, document_id
