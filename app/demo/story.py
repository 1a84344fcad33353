"""The plan's whole way, by the real commands as the real people; killed at any moment, it goes on from there.

Each step asks the database whether it is already done. What is remembered beside the database is only the marker
file: which paper this is and when the story began.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.clock import Clock, StoryClock, machine_clock
from app.deliveries import FAST, SLOW, catch_up, drain
from app.demo.home import OUR_PLAN, Marker, write_whole
from app.demo.pictures import SEAL_MM, SIGNATURE_MM, seal_png, signature_png
from app.demo.seed import CAST, PASSWORD, our_profile, profile_of
from app.devpki import DevPki
from app.doctor import examine, sweep_orphans
from app.office import OFFICE, Office
from app.profile import (
    Placed,
    Profile,
    apply_profile,
    check_profile,
    give_account,
    register_picture,
)
from documents.access import Actor, may
from documents.database import HANOI
from documents.journal import JournalEntry, check_chain
from documents.model import Document
from documents.pdf.keys import load_pkcs12
from documents.pdf.verify import verify
from documents.reading.reader import read_file
from documents.registers import print_number
from search.queries import find
from search.words import fold_letters
from workflows import review
from workflows.directory.certificates import enroll_certificate
from workflows.directory.model import certificate_of
from workflows.dispatch import RecipientRow, accept, inbox, recipients_of
from workflows.filing import file_into, open_dossiers
from workflows.issuing import issue_document
from workflows.signing import sign_document


@dataclass(frozen=True)
class Step:
    step: str
    actor: str
    at: str
    ms: float


@dataclass
class Told:
    """What the story says of itself, in the keys of the command line's contract."""

    home: str
    document_id: str = ""
    symbol: str = ""
    number: int | None = None
    date: str | None = None
    steps: list[Step] = field(default_factory=list)
    recipients: list[dict[str, Any]] = field(default_factory=list)
    pdf: str = ""
    verdict: str = ""
    level: str | None = None
    search_hit: bool = False
    journal_ok: bool = False
    doctor_ok: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _is_now(starts_at: datetime) -> bool:
    began, now = starts_at.astimezone(HANOI), machine_clock().astimezone(HANOI)
    return (began.year, began.month) == (now.year, now.month)


class Story:
    """One paper's way through one office. `say` gets a line of progress before each step."""

    def __init__(self, office: Office, marker: Marker, plan: bytes, say: Callable[[str], None]) -> None:
        # A paper of this very month is issued in real time; an older one in the month it prints.
        self._story = None if _is_now(marker.starts_at) else StoryClock(marker.starts_at)
        self._clock: Clock = self._story or machine_clock
        self._office = office.at(self._clock)
        self._marker, self._plan, self._say = marker, plan, say
        self._told = Told(str(office.config.home))
        self._placed: Placed | None = None

    def run(self) -> Told:
        """Every step that is not done yet; then what can be shown of the whole."""
        if self._story is not None:
            self._story.jump_to(self._last_entry())
        self._set_up()
        catch_up(self._office)
        document_id = self._document() or self._upload()
        self._told.document_id = document_id
        self._review(document_id)
        self._sign(document_id)
        self._issue(document_id)
        self._raise()
        self._receive(document_id)
        self._file(document_id)
        self._show(document_id)
        return self._told

    # ------------------------------------------------------------ the steps

    def _set_up(self) -> None:
        with self._step("setup", OFFICE):
            pki = DevPki.create(self._office.pki_folder, starts_at=self._marker.starts_at)
            profile = self._profile()
            since = self._marker.starts_at - timedelta(days=365)
            with self._office.work(OFFICE) as work:
                placed = apply_profile(work, self._office.rules, profile, since=since)
                for username, person_id in placed.people.items():
                    give_account(work, username, PASSWORD, person_id, must_change=False)
            self._placed = placed
            self._enroll(pki, profile, placed, since)

    def _enroll(self, pki: DevPki, profile: Profile, placed: Placed, since: datetime) -> None:
        for person in profile.people:
            # The officer takes the minutes of meetings, which their secretary signs.
            if person.function in ("director", "deputy") or person.username == CAST.drafter:
                holder = f"person:{placed.people[person.username]}"
                if not self._has_key(holder):
                    packed = pki.issue_person(
                        person.name, title=person.title, agency=profile.name, password=PASSWORD
                    )
                    ink = (signature_png(person.name), *SIGNATURE_MM)
                    self._keep_key(holder, person.username, packed, ink, since)
        holder = f"agency:{placed.agency_id}"
        if not self._has_key(holder):
            packed = pki.issue_agency(profile.name, password=PASSWORD)
            ink = (seal_png(profile.name, profile.parent or profile.place), SEAL_MM, SEAL_MM)
            self._keep_key(holder, "co-quan", packed, ink, since)

    def _keep_key(
        self, holder: str, name: str, packed: bytes, ink: tuple[bytes, float, float], since: datetime
    ) -> None:
        key_name = self._office.keep_key(name, packed)
        certificate = load_pkcs12(packed, PASSWORD).certificate
        with self._office.work(OFFICE) as work:
            enroll_certificate(work, holder, certificate, key_name, since=since)
            register_picture(work, holder, ink[0], width_mm=ink[1], height_mm=ink[2], since=since)

    def _upload(self) -> str:
        actor = self._actor(CAST.drafter)
        with self._step("upload", actor):
            draft = self._office.prepare(self._marker.plan_name, self._plan)
            with self._office.work(actor, "upload") as work:
                document = review.upload_draft(work, self._office.rules, draft)
                document_id = document.id
        with self._step("confirm", actor), self._office.work(actor, "confirm") as work:
            document = work.session.get_one(Document, document_id)
            review.confirm_fields(
                work, self._office.rules, document_id, dict(document.fields), seen_version=document.version
            )
        return document_id

    def _review(self, document_id: str) -> None:
        rules = self._office.rules
        acts: tuple[tuple[str, str, str, Callable[..., Document]], ...] = (
            ("drafting", "submit", CAST.drafter, review.submit),
            ("content_check", "content_check", CAST.head, review.check_content),
            ("form_check", "form_check", CAST.form_checker, review.check_form),
        )
        for state, name, who, act in acts:
            if self._state(document_id) == state:
                actor = self._actor(who)
                with self._step(name, actor), self._office.work(actor, name) as work:
                    act(work, rules, document_id)

    def _sign(self, document_id: str) -> None:
        if self._state(document_id) != "signing":
            return
        actor = self._actor(CAST.signer)
        with self._step("sign", actor):
            begin = self._office.beginning(actor, "sign")
            with self._office.opened_key(f"person:{actor.person_id}", PASSWORD) as key:
                sign_document(begin, self._office.rules, self._office.tools, document_id, key)

    def _issue(self, document_id: str) -> None:
        if self._state(document_id) != "signed":
            return
        actor = self._actor(CAST.clerk)
        with self._step("issue", actor):
            assert self._placed is not None
            begin = self._office.beginning(actor, "issue")
            with self._office.opened_key(f"agency:{self._placed.agency_id}", PASSWORD) as key:
                issue_document(begin, self._office.rules, self._office.tools, document_id, key)

    def _raise(self) -> None:
        with self._step("long_term", OFFICE):
            drain(self._office, SLOW)

    def _receive(self, document_id: str) -> None:
        assert self._placed is not None
        for person_id in self._placed.people.values():
            actor = self._office.actor(person_id)
            with self._office.reading(actor) as work:
                waits = any(
                    row.document_id == document_id and row.status == "delivered" for row in inbox(work)
                )
            if waits:
                with self._step("accept", actor), self._office.work(actor, "accept") as work:
                    accept(work, document_id)

    def _file(self, document_id: str) -> None:
        actor = self._actor(CAST.archivist)
        with self._office.reading(actor) as work:
            waits = select(Document.id).where(Document.id == document_id, may(actor, "file", work.now))
            if work.session.scalar(waits) is None:
                return
        with self._step("file", actor), self._office.work(actor, "file") as work:
            file_into(work, self._office.rules, document_id, open_dossiers(work)[0].id)

    def _show(self, document_id: str) -> None:
        drain(self._office, FAST | SLOW)
        sweep_orphans(self._office)
        told = self._told
        with self._step("search", self._actor(CAST.drafter)):
            told.search_hit = self._found(document_id)
        with self._step("verify", OFFICE), self._office.reading(OFFICE) as work:
            document = work.session.get_one(Document, document_id)
            pdf = work.files.get(str(document.current_sha256))
            report = verify(pdf, trust=self._office.trust, at=max(machine_clock(), self._clock()))
            told.verdict, told.level = report.verdict, report.level
            told.symbol, told.number = document.symbol, document.number
            told.date = document.issued_on.isoformat() if document.issued_on else None
            told.recipients = _by_line(recipients_of(work.session, document_id))
            told.journal_ok = check_chain(work.session).ok
        told.pdf = str(self._export(document, pdf))
        with self._step("doctor", OFFICE):
            told.doctor_ok = all(check.ok for check in examine(self._office))

    # ------------------------------------------------------------ helpers of the story

    @contextmanager
    def _step(self, name: str, actor: Actor) -> Iterator[None]:
        self._say(f"{name}: {actor.name}")
        began, at = time.perf_counter(), self._clock()
        yield
        elapsed_ms = round((time.perf_counter() - began) * 1000, 1)
        self._told.steps.append(Step(name, actor.name, at.isoformat(timespec="seconds"), elapsed_ms))

    def _profile(self) -> Profile:
        ours = self._marker.plan_name == OUR_PLAN
        profile = our_profile() if ours else profile_of(read_file(self._marker.plan_name, self._plan))
        check_profile(profile)
        return profile

    def _actor(self, username: str) -> Actor:
        assert self._placed is not None
        return self._office.actor(self._placed.people[username])

    def _has_key(self, holder: str) -> bool:
        with self._office.reading(OFFICE) as work:
            return certificate_of(work.session, holder, work.now) is not None

    def _document(self) -> str | None:
        with self._office.reading(OFFICE) as work:
            return work.session.scalar(
                select(Document.id).where(Document.draft_sha256 == self._marker.plan_sha256).limit(1)
            )

    def _state(self, document_id: str) -> str:
        with self._office.reading(OFFICE) as work:
            return work.session.get_one(Document, document_id).state

    def _last_entry(self) -> datetime:
        with self._office.reading(OFFICE) as work:
            last = work.session.scalar(select(JournalEntry.at).order_by(JournalEntry.id.desc()).limit(1))
        return last or self._marker.starts_at

    def _found(self, document_id: str) -> bool:
        """With marks and without, as the drafting officer."""
        actor = self._actor(CAST.drafter)
        with self._office.reading(actor) as work:
            subject = work.session.get_one(Document, document_id).subject
            words = " ".join(subject.split()[:8])
            return all(
                document_id in {hit.document_id for hit in find(work, self._office.engine, text).hits}
                for text in (words, fold_letters(words))
            )

    def _export(self, document: Document, pdf: bytes) -> Path:
        name = f"{print_number(document.number or 0)}-{plain_symbol(document.symbol)}.pdf"
        place = self._office.config.home / name
        write_whole(place, pdf)
        return place


def plain_symbol(symbol: str) -> str:
    """ "KH-SLĐTBXH" as a file name: "KH-SLDTBXH"."""
    return "".join(
        letter.upper() if original.isupper() else letter
        for letter, original in zip(fold_letters(symbol), symbol, strict=True)
    )


def _by_line(rows: list[RecipientRow]) -> list[dict[str, Any]]:
    """One row per printed line: who it resolved to, and how far it is."""
    lines: dict[str, list[RecipientRow]] = {}
    for row in rows:
        lines.setdefault(row.line, []).append(row)
    return [
        {
            "line": line,
            "resolved": [row.name for row in those if row.status != "kept"],
            "status": _status([row.status for row in those]),
        }
        for line, those in lines.items()
    ]


def _status(statuses: list[str]) -> str:
    return next(
        (status for status in ("delivered", "sent_outside", "kept") if status in statuses),
        "accepted",
    )
