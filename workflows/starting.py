"""A new draft from a fill-in template: what the directory already knows is not typed again.

source  Decree 30/2020/NĐ-CP, annex III (the forms) and annex I, II.7 (who signs in which capacity)
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from documents.database import local_date
from documents.errors import KindNotReady
from documents.forms.values import FormValues, Signing
from documents.forms.write import write_form
from documents.kinds import Kind
from documents.work import Work
from workflows.directory.mandates import Asked, Signer, Standing
from workflows.directory.mandates import signers as signers_of
from workflows.directory.model import Person, Position, in_force, our_agency
from workflows.review import drafting_unit

DECIDING = ("1.1", "1.2", "1.3")
MINUTES = "1.9"


@dataclass(frozen=True)
class Start:
    """What is known of a new draft of a kind before anything is typed.

    signers       who may sign it; of minutes everybody of the office, as chair
    secretaries   who may take minutes; empty for other kinds
    """

    kind: Kind
    agency: str
    agency_in_text: str
    parent_agency: str
    place: str
    symbol: str
    archive_line: str
    month: int
    year: int
    signers: tuple[Signer, ...]
    issuing_authority: str
    secretaries: tuple[Signer, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What the officer typed; lists are one item a line, people are ids."""

    subject: str
    signer: str
    secretary: str = ""
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    archive_line: str = ""
    urgency: str = ""


def start_draft(work: Work, kinds: Mapping[str, Kind], code: str) -> Start:
    """What a new draft of this kind begins with, for the actor's unit.

    raises    NotAllowed when the actor drafts in no unit; KindNotReady when the kind has no form of ours
    """
    kind = kinds.get(code)
    if kind is None or not kind.form or not kind.workflow:
        raise KindNotReady(found=kind.name if kind else code, ready=[k.name for k in writable(kinds)])
    agency, unit = our_agency(work.session, work.now), drafting_unit(work)
    today = local_date(work.now)
    abbreviation = agency.abbreviation or ""
    asked = Asked(agency.id, kind.code, unit.id)
    minutes = kind.form == MINUTES
    chairs = _seated(work, agency.id, "CHỦ TỌA", "chair") if minutes else ()
    signers = chairs or tuple(signers_of(work.session, asked, work.now))
    return Start(
        kind=kind,
        agency=agency.name.upper(),
        agency_in_text=agency.name,
        parent_agency=(agency.parent_name or "").upper(),
        place=agency.place or "",
        symbol=f"{kind.abbreviation}-{abbreviation}"
        if kind.abbreviation
        else f"{abbreviation}-{unit.abbreviation}",
        archive_line="Lưu: VT, Hồ sơ" if minutes else f"Lưu: VT, {unit.abbreviation}",
        month=today.month,
        year=today.year,
        signers=signers,
        issuing_authority=_authority(signers, agency.name) if kind.form in DECIDING else "",
        secretaries=_seated(work, agency.id, "THƯ KÝ", "secretary") if minutes else (),
    )


def _seated(work: Work, agency_id: str, title: str, seat: str) -> tuple[Signer, ...]:
    """Everybody of the office who could sit in this seat of a meeting, the actor first."""
    people = work.session.scalars(
        select(Person)
        .join(Position, Position.person_id == Person.id)
        .where(Position.agency_id == agency_id, in_force(Position, work.now), in_force(Person, work.now))
        .distinct()
        .order_by(Person.name)
    )
    found = [Signer(one.id, one.name, (title,), Standing("", seat=seat)) for one in people]
    return tuple(sorted(found, key=lambda one: one.person_id != work.actor.person_id))


def writable(kinds: Mapping[str, Kind]) -> list[Kind]:
    """The kinds a draft can be begun of: with a form, and with a way to go."""
    return [kind for kind in kinds.values() if kind.form and kind.workflow]


def write_start(start: Start, typed: Typed) -> bytes:
    """The draft as .docx: number and day stay blank for the văn thư."""
    signer = next((one for one in start.signers if one.person_id == typed.signer), None)
    secretary = next((one for one in start.secretaries if one.person_id == typed.secretary), None)
    return write_form(
        start.kind.form,
        FormValues(
            kind=start.kind.name,
            abbreviation=start.kind.abbreviation,
            agency=start.agency,
            agency_in_text=start.agency_in_text,
            parent_agency=start.parent_agency,
            symbol=start.symbol,
            place=start.place,
            month=start.month,
            year=start.year,
            subject=typed.subject,
            issuing_authority=start.issuing_authority,
            legal_bases=typed.legal_bases,
            addressees=typed.addressees,
            body=typed.body,
            recipients=typed.recipients,
            archive_line=typed.archive_line or start.archive_line,
            signing=Signing(signer.lines, signer.name) if signer else Signing(),
            second=Signing(secretary.lines, secretary.name) if secretary else Signing(),
            urgency=typed.urgency,
        ),
    )


def _authority(signers: tuple[Signer, ...], agency: str) -> str:
    """Who decides stands above the legal bases: "GIÁM ĐỐC SỞ …" (form 1.2, note 6)."""
    head = next((one for one in signers if len(one.lines) == 1), None)
    return f"{head.lines[0]} {agency}".upper() if head else agency.upper()
