"""The first page of an office with 100,000 documents and 200 people, against the same page with 1,000.

The work in hand is the same in both (an office has as many open papers as its people can carry); the archive grows.
Time may grow as the logarithm does: 5/3 from 1,000 to 100,000. Two further rows are printed for people the plan could
forget: a newcomer with three papers in all, and a văn thư who may see every one.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, text
from sqlalchemy.orm import sessionmaker

from documents.access import Actor, Grant
from documents.files import FolderFiles
from documents.model import Blob, Document, MachineState
from documents.work import Work, open_work
from tests.office import NOW, RULES
from workflows.calls.sight import owed_by_me, waiting_calls
from workflows.commands import install_rights
from workflows.dispatch import Recipient, inbox, inbox_waiting
from workflows.marks import marks_of
from workflows.notices.model import unread_count
from workflows.opinions.sight import asked_count, asked_of
from workflows.records.disposition_sight import waiting_lists
from workflows.records.sight import waiting_dossiers
from workflows.worklists import recent, waiting_counts, waiting_for, worklists

pytestmark = pytest.mark.bench

PEOPLE, UNITS = 200, 20
OPEN, CLOSED = 500, 500
SMALL, LARGE = 1_000, 100_000
LOGARITHM, NOISE = 5 / 3, 1.5
MOST_QUERIES = 3
DIGEST = "0" * 64
MACHINES = {
    "drafting": ("unsigned", "unsent", "not_yet_filed"),
    "filed": ("sealed", "received", "filed"),
}
STATES = ("drafting", "content_check", "form_check", "signing", "signed")


def person(number: int) -> str:
    return f"p{number:019d}"


def actors() -> dict[str, Actor]:
    """One of each kind, as the directory would make them."""
    officer = {f"person:{person(7)}", "unit:u7", "office:officer:a"}
    return {
        "officer": Actor(person(7), "Chuyên viên", "", frozenset(officer)),
        "head": Actor(
            person(3), "Trưởng", "", frozenset({f"person:{person(3)}", "unit:u3", "head:u3", "office:head:a"})
        ),
        "form checker": Actor(
            person(190), "Thể thức", "", frozenset({f"person:{person(190)}", "office:form_checker:a"})
        ),
        "director": Actor(
            person(199), "Giám đốc", "", frozenset({f"person:{person(199)}", "office:director:a"})
        ),
        "văn thư": Actor(
            person(198), "Văn thư", "", frozenset({f"person:{person(198)}", "office:clerk:a", "unit:u0"})
        ),
        "newcomer": Actor(person(500), "Mới", "", frozenset({f"person:{person(500)}", "unit:u99"})),
    }


def fill(database: Engine) -> None:
    """1,000 documents: half of them open, spread over all people and steps; half issued, received and filed."""
    rows: dict[type, list[dict[str, Any]]] = {Document: [], Grant: [], MachineState: [], Recipient: []}
    for number in range(OPEN + CLOSED):
        closed = number >= OPEN
        state = "issued" if closed else STATES[number % len(STATES)]
        _paper(rows, number, state, closed=closed)
    with database.begin() as connection:
        connection.execute(insert(Blob), [{"sha256": DIGEST, "size": 1, "media_type": "x", "stored_at": NOW}])
        for table, made in rows.items():
            connection.execute(insert(table), made)


def _paper(rows: dict[type, list[dict[str, Any]]], number: int, state: str, *, closed: bool) -> None:
    key, drafter, unit = f"{number:020d}", person(number % 180), f"u{number % UNITS}"
    at = NOW - timedelta(days=number % 300, minutes=number)
    nothing = dict.fromkeys(("agency_name", "unit_name", "drafter_name", "text", "draft_name"), "")
    rows[Document].append(
        {
            "id": key, "kind": "ke-hoach", "agency_id": "a", "unit_id": unit, "drafter_id": drafter,
            "created_at": at, "changed_at": at, "workflow": "van-ban-di", "workflow_version": 3,
            "state": state, "state_since": at, "version": 1, "subject": f"Việc số {number}",
            "symbol": "KH-S", "number": number if closed else None, "year": 2026 if closed else None,
            "fields": {}, "warnings": [], "pages": 1, "draft_sha256": DIGEST, "rendition_sha256": DIGEST,
            **nothing,
        }
    )  # fmt: skip
    for machine, place in zip(
        ("signing", "delivery", "records"), MACHINES["filed" if closed else "drafting"], strict=True
    ):
        rows[MachineState].append({"document_id": key, "machine": machine, "state": place, "since": at})
    held = [("drafter", f"person:{drafter}"), ("head", f"head:{unit}"), ("signer", f"person:{person(199)}")]
    held += [("form_checker", "office:form_checker:a"), ("clerk", "office:clerk:a")]
    if closed:
        held += [("archivist", "office:archivist:a")]
        held += [("recipient", f"unit:u{(number + step) % UNITS}") for step in (1, 2)]
    if number in (OPEN + 1, OPEN + 2, OPEN + 3):
        held.append(("recipient", "unit:u99"))
    for role, principal in held:
        rows[Grant].append(
            {
                "id": f"{len(rows[Grant]):020d}", "document_id": key, "role": role, "principal": principal,
                "cause": "office", "since": at, "until": None,
            }
        )  # fmt: skip
        if role == "recipient":
            waits = number % 250 == 0
            rows[Recipient].append(
                {
                    "id": f"{len(rows[Recipient]):020d}", "document_id": key,
                    "ordinal": len(rows[Recipient]), "line": principal, "principal": principal,
                    "name": principal, "status": "delivered" if waits else "accepted", "sent_at": at,
                }
            )  # fmt: skip


def grow(database: Engine) -> None:
    """The archive of many years: every closed paper again and again, of course with another key."""
    times = (LARGE - SMALL) // CLOSED
    with database.begin() as connection:
        _copy_rows(connection, "vanthu_documents", ("id",), "id", times)
        _copy_rows(connection, "vanthu_machine_states", ("document_id",), "document_id", times)
        _copy_rows(connection, "vanthu_grants", ("id", "document_id"), "document_id", times)
        _copy_rows(connection, "vanthu_recipients", ("id", "document_id"), "document_id", times)
        # The newcomer's papers are three, however long the others have been here.
        connection.execute(
            text("DELETE FROM vanthu_grants WHERE principal = 'unit:u99' AND document_id LIKE 'k%'")
        )
        connection.execute(
            text("UPDATE vanthu_recipients SET status = 'accepted' WHERE document_id LIKE 'k%'")
        )
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _copy_rows(connection: Connection, table: str, keys: tuple[str, ...], owner: str, times: int) -> None:
    names = list(connection.execute(text(f"SELECT * FROM {table} LIMIT 1")).keys())
    quoted = ", ".join(f'"{name}"' for name in names)
    # Years of papers, not the same day again: each copy of a paper changed on another one.
    days = "(n.n * 7919 % 300)"
    earlier = (
        f"strftime('%Y-%m-%d %H:%M:%f000', t.changed_at, '-' || {days} || ' days')"
        if connection.dialect.name == "sqlite"
        else f"t.changed_at - {days} * interval '1 day'"
    )
    made = {name: f"'k' || n.n || substr(t.{name}, 9)" for name in keys} | {"changed_at": earlier}
    picked = ", ".join(made.get(name, f't."{name}"') for name in names)
    first = f"{OPEN:020d}"
    connection.execute(
        text(
            f"INSERT INTO {table} ({quoted}) WITH RECURSIVE n(n) AS "
            f"(SELECT 100 UNION ALL SELECT n + 1 FROM n WHERE n < {99 + times}) "
            f"SELECT {picked} FROM {table} t, n WHERE t.{owner} >= '{first}'"
        )
    )


Widget = Callable[[Work], object]
WIDGETS: dict[str, Widget] = {
    "counts": lambda work: waiting_counts(work, RULES),
    "worklists": lambda work: worklists(work, RULES),
    "recent": lambda work: recent(work, RULES),
    "signing desk": lambda work: waiting_for(work, RULES, "sign"),
    "issuing desk": lambda work: waiting_for(work, RULES, "issue"),
    "inbox": inbox,
    "inbox count": inbox_waiting,
    "opinions asked": asked_of,
    "opinions count": asked_count,
    "notices unread": unread_count,
    "dossiers": lambda work: waiting_dossiers(work, RULES),
    "papers owed": lambda work: owed_by_me(work, RULES),
    "calls": lambda work: waiting_calls(work, RULES),
    "lists": lambda work: waiting_lists(work, RULES),
    "marks": lambda work: marks_of(work, RULES, {f"{number:020d}" for number in range(20)}),
}


@dataclass(frozen=True)
class Cost:
    """The median time of a widget and how many statements it sends."""

    ms: float
    queries: int


@contextmanager
def counted(database: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database, "before_cursor_execute", note)


def costs(database: Engine, files: FolderFiles) -> dict[tuple[str, str], Cost]:
    found = {}
    make = sessionmaker(database, expire_on_commit=False)
    for who, actor in actors().items():
        for name, widget in WIDGETS.items():
            times, queries = [], 0
            for _ in range(7):
                with open_work(make, actor, now=NOW, files=files, reads_only=True) as work:
                    with counted(database) as sent:
                        began = time.perf_counter()
                        widget(work)
                        times.append((time.perf_counter() - began) * 1000)
                    queries = len(sent)
            found[who, name] = Cost(statistics.median(times), queries)
    return found


def test_the_first_page_does_not_feel_how_long_the_archive_is(database: Engine, tmp_path: Any) -> None:
    files = FolderFiles(tmp_path / "files")
    make = sessionmaker(database, expire_on_commit=False)
    with open_work(make, actors()["officer"], now=NOW, files=files) as work:
        install_rights(work, RULES)
    fill(database)
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    small = costs(database, files)
    grow(database)
    large = costs(database, files)
    print(f"\n{database.dialect.name}: {SMALL} -> {LARGE} documents, {PEOPLE} people")
    for (who, name), cost in large.items():
        before = small[who, name]
        print(f"  {who:13} {name:15} {before.ms:7.2f} -> {cost.ms:7.2f} ms, {cost.queries} queries")
    for who in actors():
        page = [sum(made[who, name].ms for name in WIDGETS) for made in (small, large)]
        print(
            f"  {who:13} whole page      {page[0]:7.2f} -> {page[1]:7.2f} ms: {page[1] / page[0]:.2f} times"
        )
        assert page[1] <= page[0] * LOGARITHM * NOISE, f"{who}: grows faster than the logarithm"
    for (who, name), cost in large.items():
        # "worklists" is as many widgets as the person has lists, and the counts before them.
        # "marks" are those of all lists together: terms and holds, and who could take the paper in hand.
        widgets = {"worklists": lists_of(database, files, who) + 1, "marks": 2}.get(name, 1)
        assert cost.queries <= MOST_QUERIES * widgets, (who, name, cost)


def lists_of(database: Engine, files: FolderFiles, who: str) -> int:
    make = sessionmaker(database, expire_on_commit=False)
    with open_work(make, actors()[who], now=NOW, files=files, reads_only=True) as work:
        return len(worklists(work, RULES))
