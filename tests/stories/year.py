"""A year of an office by chance: papers drafted, returned, changed, signed, sent, received; people away; units moved.

Everything goes through the real commands as the people who may, sometimes as people who may not. What must hold at
the end is asked of the database alone, by `broken_laws`.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import func, select

from app.deliveries import FAST, drain
from app.office import OFFICE, Office
from documents.access import Actor, document_terms, may, view_terms
from documents.commands import frozen_digest
from documents.database import local_date
from documents.errors import VanthuError
from documents.incoming import Incoming, Values
from documents.journal import JournalEntry, check_chain
from documents.model import Approval, Blob, Document, SignatureProof
from documents.pdf.verify import verify
from documents.registers import check_series
from documents.work import Work
from tests.office import FIELDS, a_draft, rendition
from tests.site import Site
from workflows import review
from workflows.calendar import Calendar
from workflows.directory.absences import Declaring, declare_absence
from workflows.directory.model import Unit, in_force
from workflows.directory.reorganising import Decision, NewUnit, rename_unit
from workflows.dispatch import Recipient, accept, inbox
from workflows.filing import file_into, open_dossiers
from workflows.incoming import intake
from workflows.issuing import issue_document
from workflows.opinions import asking as opinions
from workflows.routing import frozen_plan
from workflows.signing import sign_document
from workflows.steps import take
from workflows.worklists import worklists

KINDS = (
    ("Kế hoạch", "KH-STNĐT", {}),
    ("Thông báo", "TB-STNĐT", {}),
    ("Tờ trình", "TTr-STNĐT", {"addressees": ["Sở Kho bạc"], "recipients": ["Như trên", "Các phòng"]}),
)
BASIS = {"kind": "Luật", "number": "30/2020/QH14", "date": None, "issuer": None, "title": None}
DECISION = ("Quyết định", "QĐ-STNĐT", {"legal_bases": [BASIS]})
BUSY = (
    "soanthao", "soanthao", "soanthao", "truongphong", "truongphong", "thethuc", "thethuc", "giamdoc", "giamdoc",
    "vanthu", "vanthu", "pho", "ketoan", "luutru", "quantri",
)  # fmt: skip
"""Who comes to work how often."""

VISITS_A_PAPER = 2
WHY = "Đề nghị sửa lại cho rõ"


@dataclass
class Year:
    """One run: the same seed gives the same year.

    signed_share   how many in a hundred of the papers on the director's desk are really signed and issued; the rest
                   is returned or withdrawn, for a signature takes a third of a second and a year has many
    """

    site: Site
    seed: int
    documents: int
    signed_share: int = 100
    told: Counter[str] = field(default_factory=Counter)
    snapshots: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.calendar = Calendar()
        self.made = 0
        self._today: dict[str, Actor] = {}
        self.began = self.site.clock.now

    @property
    def office(self) -> Office:
        return self.site.office

    def run(self) -> None:
        """Working day after working day, until the papers of the year are made."""
        days = [self.began + timedelta(days=count) for count in range(365)]
        working = [day for day in days if self.calendar.is_working(local_date(day))]
        for number, day in enumerate(working):
            self.site.clock.now = day
            self._event_of_the_day(number)
            self._today.clear()
            due = round(self.documents * (number + 1) / len(working))
            while self.made < due:
                self._make_one()
                for _ in range(VISITS_A_PAPER):
                    self._somebody_works()
            if number % 5 == 4:
                drain(self.office, FAST)
        for _ in range(len(working)):
            self._somebody_works()
        drain(self.office, FAST)

    # ------------------------------------------------------------ what happens

    def _make_one(self) -> None:
        self.made += 1
        if self.chance.random() < 0.3:
            self._try("vanthu", "take_in", self._take_in)
            return
        kind, symbol, more = self.chance.choice((*KINDS, DECISION))
        today = local_date(self.site.clock.now)
        fields = {
            **FIELDS, "kind": kind, "symbol": symbol, "printed_month": today.month, "printed_year": today.year,
            **more,
        }  # fmt: skip
        self._try("soanthao", "upload", lambda work: self._upload(work, fields))

    def _upload(self, work: Work, fields: dict[str, object]) -> None:
        draft = a_draft(f"Việc số {self.made}", **{k: v for k, v in fields.items() if k != "subject"})
        document = review.upload_draft(work, self.office.rules, draft)
        self.snapshots[document.id] = (document.unit_name, document.drafter_name, document.agency_name)

    def _take_in(self, work: Work) -> None:
        today = local_date(work.now)
        values = Values(
            sender="Sở Kho bạc", subject=f"Văn bản đến số {self.made}", number_symbol=f"{self.made}/SKB",
            kind="Công văn", arrived_on=today, document_date=today,
        )  # type: ignore[call-arg]  # fmt: skip
        taken = intake.take_in(work, self.office.rules, values, None, sheet=self._sheet)
        if self.chance.random() < 0.9:
            intake.register(work, self.office.rules, taken.document_id)

    @property
    def _sheet(self) -> bytes:
        return rendition()

    def _event_of_the_day(self, number: int) -> None:
        """Somebody is away; now and then a unit gets another name."""
        if number % 9 == 4:
            who, other = self.chance.choice(
                (("truongphong", "soanthao"), ("thethuc", "vanthu"), ("vanthu", "luutru"))
            )
            today = local_date(self.site.clock.now)
            people = self.site.house.placed.people
            away = Declaring(people[who], people[other], today, today + timedelta(days=3), "Nghỉ phép", False)
            self._try("quantri", "absence", lambda work: declare_absence(work, away))
        if number % 83 == 50:
            self._try("quantri", "rename", self._rename)

    def _rename(self, work: Work) -> None:
        unit = work.session.scalars(
            select(Unit).where(Unit.agency_id == self.site.house.placed.agency_id, in_force(Unit, work.now))
        ).first()
        assert unit is not None
        today = local_date(work.now)
        new = NewUnit(f"{unit.name} {self.made}", f"{unit.abbreviation}{self.made % 97}")
        rename_unit(work, unit.id, new, Decision("Quyết định mẫu", today))

    def _somebody_works(self) -> None:
        who = self.chance.choice(BUSY)
        if self.chance.random() < 0.08:
            self._trespass(who)
            return
        actor = self._actor(who)
        with self.office.reading(actor) as work:
            lists = [one for one in worklists(work, self.office.rules, limit=5) if one.rows]
            waiting = [row.document_id for row in inbox(work, limit=5) if row.status == "delivered"]
        if waiting and self.chance.random() < 0.4:
            self._try(who, "accept", lambda work: accept(work, waiting[0]))
        if not lists:
            return
        one = self.chance.choice(lists)
        for row in one.rows:
            self._handle(who, one.step, row.id)

    def _handle(self, who: str, step: str, document_id: str) -> None:
        luck = self.chance.random()
        rules = self.office.rules
        if step == "sign":
            if luck * 100 < self.signed_share:
                self._slow(who, "sign", document_id)
            else:
                # Not worth signing, so not worth drafting again: else the same papers would go round all year.
                self._step(who, "refuse_signing", document_id)
                self._step("soanthao", "withdraw", document_id)
        elif step == "issue":
            # A paper of last month cannot go out with this month's day: it goes back.
            if not self._slow(who, "issue", document_id):
                self._step(who, "return_signed", document_id)
        elif step == "file":
            self._try(
                who, "file", lambda work: file_into(work, rules, document_id, open_dossiers(work)[0].id)
            )
        elif step == "submit" and luck < 0.1:
            self._step(who, "withdraw", document_id)
        elif step == "submit" and (luck < 0.2 or self._is_of_another_month(document_id)):
            if self._try(who, "replace", lambda work: self._replace(work, document_id)):
                self._step(who, "submit", document_id)
        elif step == "submit" and luck < 0.3:
            self._try(who, "ask", lambda work: self._ask(work, document_id))
        elif step in ("check_content", "check_form") and luck < 0.15:
            self._step(
                who, {"check_content": "return_content", "check_form": "return_form"}[step], document_id
            )
        else:
            self._step(who, step, document_id)

    def _is_of_another_month(self, document_id: str) -> bool:
        with self.office.reading(OFFICE) as work:
            printed = work.session.get_one(Document, document_id).fields["printed_month"]
        return bool(printed != local_date(self.site.clock.now).month)

    def _step(self, who: str, step: str, document_id: str) -> bool:
        def act(work: Work) -> None:
            made = self.office.rules.workflow_of(work.session.get_one(Document, document_id))
            asks = made.transitions[step].asks
            usual = {"text": "1/SKB", "date": "2026-12-31", "number": "1"}
            answers = {ask.code: (ask.choices or (usual[ask.type],))[0] for ask in asks}
            take(work, self.office.rules, document_id, step, WHY, answers=answers)

        return self._try(who, step, act)

    def _slow(self, who: str, step: str, document_id: str) -> bool:
        keys, actor = self.site.house.keys, self._actor(who)
        begin, rules, tools = self.office.beginning(actor, step), self.office.rules, self.office.tools
        try:
            if step == "sign":
                sign_document(begin, rules, tools, document_id, keys.director)
            else:
                issue_document(begin, rules, tools, document_id, keys.agency)
        except VanthuError as refused:
            self.told[f"{step}: {refused.code}"] += 1
            return False
        self.told[step] += 1
        return True

    def _replace(self, work: Work, document_id: str) -> None:
        document = work.session.get_one(Document, document_id)
        today = local_date(work.now)
        fields = {**document.fields, "printed_month": today.month, "printed_year": today.year}
        fields.pop("subject")
        draft = a_draft(f"{document.subject}, sửa", **fields)
        changed = replace(draft, data=f"{document.id} {self.made} {self.chance.random()}".encode())
        review.replace_draft(work, document_id, changed, seen_version=document.version)

    def _ask(self, work: Work, document_id: str) -> None:
        other = self.site.house.placed.people["ketoan"]
        opinions.ask_opinions(work, document_id, opinions.Asking("Có đồng ý không?", (f"person:{other}",)))

    def _trespass(self, who: str) -> None:
        """Somebody tries any step on any paper."""
        with self.office.reading(OFFICE) as work:
            total = work.session.scalar(select(func.count()).select_from(Document)) or 0
            place = self.chance.randrange(total) if total else 0
            document = work.session.scalars(
                select(Document).order_by(Document.id).offset(place).limit(1)
            ).first()
            if document is None:
                return
            steps = list(self.office.rules.workflow_of(document).transitions.values())
        plain = [one.code for one in steps if one.by == "user" and not one.needs]
        if plain:
            self._step(who, self.chance.choice(plain), document.id)

    def _try(self, who: str, name: str, act: Callable[[Work], object]) -> bool:
        try:
            with self._work(who, name) as work:
                act(work)
        except VanthuError as refused:
            self.told[f"{name}: {refused.code}"] += 1
            return False
        self.told[name] += 1
        return True

    def _work(self, who: str, name: str) -> AbstractContextManager[Work]:
        return self.office.work(self._actor(who), name)

    def _actor(self, who: str) -> Actor:
        """Asked of the directory once a day: what changes there, changes with the day."""
        if who not in self._today:
            self._today[who] = self.office.actor(self.site.house.placed.people[who])
        return self._today[who]


# ------------------------------------------------------------------ what must hold


def broken_laws(year: Year) -> list[str]:
    """What of the laws of the house does not hold at the end; empty when all do."""
    with year.office.reading(OFFICE) as work:
        return [
            *_chain(work),
            *_numbers(work),
            *_order(work),
            *_proofs(work, year),
            *_approvals(work),
            *_recipients(work),
            *_names(work, year),
            *_rights(work, year),
            *_nothing_lost(work, year),
        ]


def _chain(work: Work) -> list[str]:
    return [] if check_chain(work.session).ok else ["7: the journal's chain is broken"]


def _numbers(work: Work) -> list[str]:
    """No gap but what a recorded cancellation explains, in any series; nothing held by two documents."""
    found = [f"3: {report}" for report in check_series(work.session) if report.gaps]
    arrivals: dict[str | None, list[int]] = {}
    rows = select(Incoming.series_id, Incoming.number).where(Incoming.number.is_not(None))
    for series, number in work.session.execute(rows):
        arrivals.setdefault(series, []).append(number)
    for series, given in arrivals.items():
        if sorted(given) != list(range(1, len(given) + 1)):
            found.append(f"3: the incoming register {series} has a gap or a double")
    return found


def _order(work: Work) -> list[str]:
    """Content, form, signature, number, issue: so it went in each issued paper, since approvals last fell."""
    wanted = [
        "content_check",
        "form_check",
        "approval",
        "document_signed",
        "number_allocated",
        "document_issued",
    ]
    found = []
    for document_id in work.session.scalars(select(Document.id).where(Document.issued_sha256.is_not(None))):
        told = []
        for entry in work.session.scalars(
            select(JournalEntry).where(JournalEntry.document_id == document_id).order_by(JournalEntry.id)
        ):
            if entry.fact == "approvals_fell":
                told = []
            elif entry.fact == "approval_made":
                told.append(entry.body.split('"act": "')[1].split('"')[0])
            elif entry.fact in wanted:
                told.append(entry.fact)
        if told != wanted:
            found.append(f"2: {document_id} went {told}")
    return found


def _proofs(work: Work, year: Year) -> list[str]:
    """A paper is signed or issued only with a proof over its very bytes; some of them are proved once more."""
    found = []
    signed = work.session.scalars(select(Document).where(Document.signed_sha256.is_not(None))).all()
    for document in signed:
        proofs = work.session.scalars(
            select(SignatureProof).where(
                SignatureProof.document_id == document.id, SignatureProof.void_at.is_(None)
            )
        ).all()
        proved = {(proof.role, proof.sha256) for proof in proofs}
        wanted = {("person", document.signed_sha256)}
        wanted |= {("agency", document.issued_sha256)} if document.issued_sha256 else set()
        if proved != wanted:
            found.append(f"1: {document.id} is {document.state} without its proofs")
    for document in year.chance.sample(signed, min(5, len(signed))):
        digest = document.issued_sha256 or document.signed_sha256 or ""
        report = verify(work.files.get(digest), trust=year.office.trust, at=work.now, profile="own")
        if report.verdict != ("issued" if document.issued_sha256 else "signed"):
            found.append(f"1: {document.id} verifies as {report.verdict}")
    stray = select(Document.id).where(
        Document.state.in_(("signed", "issued")), Document.signed_sha256.is_(None)
    )
    incoming = select(Incoming.document_id)
    found += [
        f"1: {one} has no signature"
        for one in work.session.scalars(stray.where(Document.id.not_in(incoming)))
    ]
    return found


def _approvals(work: Work) -> list[str]:
    """Every standing approval speaks of what stands there now."""
    standing = work.session.execute(
        select(Approval, Document)
        .join(Document, Document.id == Approval.document_id)
        .where(Approval.fallen_at.is_(None))
    )
    return [
        f"4: an approval of {document.id} stands over other bytes"
        for approval, document in standing
        if approval.digest != frozen_digest(document)
    ]


def _recipients(work: Work) -> list[str]:
    """Each line of the frozen plan was carried out, none twice, and nobody else was sent anything."""
    found = []
    for document in work.session.scalars(select(Document).where(Document.issued_sha256.is_not(None))):
        lines = {line.ordinal for line in frozen_plan(work.session, document.id)}
        rows = work.session.execute(
            select(Recipient.ordinal, Recipient.principal).where(Recipient.document_id == document.id)
        ).all()
        if {ordinal for ordinal, _ in rows} != lines or len(set(rows)) != len(rows):
            found.append(f"5: {document.id} was not sent as planned")
    return found


def _names(work: Work, year: Year) -> list[str]:
    """Old papers keep the names of their day."""
    return [
        f"8: {document_id} says {now}"
        for document_id, then in year.snapshots.items()
        if (now := _said(work, document_id)) != then
    ]


def _said(work: Work, document_id: str) -> tuple[str, str, str]:
    document = work.session.get_one(Document, document_id)
    return document.unit_name, document.drafter_name, document.agency_name


def _rights(work: Work, year: Year) -> list[str]:
    """What SQL and what the index terms say of sight is the same; the administrator sees nothing."""
    found = []
    ids = list(work.session.scalars(select(Document.id)))
    some = year.chance.sample(ids, min(60, len(ids)))
    for who, person_id in year.site.house.placed.people.items():
        actor = year.office.actor(person_id)
        asked = set(view_terms(work.session, actor))
        for document_id in some:
            document = work.session.get_one(Document, document_id)
            by_sql = work.session.scalar(
                select(Document.id).where(Document.id == document_id, may(actor, "view", work.now))
            )
            by_terms = bool(asked & set(document_terms(work.session, document, work.now)))
            if (by_sql is not None) != by_terms:
                found.append(f"6: {who} and {document_id}: SQL and index differ")
            if by_sql is not None and who == "quantri":
                found.append(f"6: the administrator sees {document_id}")
    return found


def _nothing_lost(work: Work, year: Year) -> list[str]:
    """Every paper that was made is there, with all its bytes."""
    found = [f"9: {one} is gone" for one in year.snapshots if work.session.get(Document, one) is None]
    digests = list(work.session.scalars(select(Blob.sha256)))
    return found + [f"9: bytes of {one} are gone" for one in digests if not work.files.get(one)]
