"""The values of a document that a person confirms: what stands on its face.

Read from the uploaded file, shown beside the page picture, corrected by the drafting officer, then frozen with
the approvals. Keys follow the `inspect` contract.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from documents.errors import FieldsIncomplete
from documents.reading.reader import Reading
from documents.reading.recipients import read_archive_line


@dataclass(frozen=True)
class LegalBasis:
    """A căn cứ: kind, number, ISO date and issuer of the act, where the text gives them."""

    kind: str
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Fields:
    """What the officer confirms.

    printed_day, printed_month   None where the draft leaves a blank for the văn thư
    recipients                   lines of "Nơi nhận" without the dash, without the Lưu line
    signing_lines                from authority to title, e.g. ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    addressees                   who stands under "Kính gửi", as printed
    place, printed_year          None on a paper without a line of place and date, as minutes are
    secretary_name               who signs minutes as their secretary, beside the chair; None on other papers
    referred                     for a line such as "Như trên" or "Như Điều 3": the names it stands for
    """

    agency: str
    parent_agency: str | None
    symbol: str
    place: str | None
    printed_day: int | None
    printed_month: int | None
    printed_year: int | None
    kind: str
    subject: str
    legal_bases: tuple[LegalBasis, ...]
    recipients: tuple[str, ...]
    archive_line: str
    archive_units: tuple[str, ...]
    drafter_initials: str | None
    archive_copies: int | None
    signing_lines: tuple[str, ...]
    signer_name: str
    addressees: tuple[str, ...] = ()
    referred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    secretary_name: str | None = None


DATED = ("place", "printed_year")
"""What only a paper with a line of place and date must say; which kinds have one, their descriptions tell."""
_REQUIRED = (
    "agency",
    "symbol",
    "kind",
    "subject",
    "recipients",
    "archive_line",
    "signing_lines",
    "signer_name",
)
_SECRETARY = ("thư ký", "người ghi")


def fields_of(reading: Reading) -> dict[str, Any]:
    """What was read, as plain values; anything not found is None or empty."""
    archive = reading.archive
    return {
        "agency": reading.agency,
        "parent_agency": reading.parent_agency,
        "symbol": reading.symbol,
        "place": reading.place,
        "printed_day": reading.date_parts.day,
        "printed_month": reading.date_parts.month,
        "printed_year": reading.date_parts.year,
        "kind": reading.kind,
        "subject": reading.subject,
        "legal_bases": [
            {"kind": b.kind, "number": b.number, "date": b.date, "issuer": b.issuer, "title": b.title}
            for b in reading.legal_bases
        ],
        "recipients": list(reading.recipients),
        "archive_line": reading.archive_line,
        "archive_units": list(archive.units) if archive else [],
        "drafter_initials": reading.drafter_initials,
        "archive_copies": reading.archive_copies,
        "signing_lines": list(reading.signing_lines),
        "signer_name": reading.signer_name,
        "addressees": list(reading.addressees),
        "referred": {
            referral.line: list(referral.names)
            for referral in reading.recipients_resolved
            if referral.refers_to == "article" and referral.names
        },
        "secretary_name": _secretary(reading),
    }


def _secretary(reading: Reading) -> str | None:
    """The one other signer who signs as secretary (thư ký, người ghi biên bản)."""
    named = [one.name for one in reading.other_signers if (one.title or "").casefold().startswith(_SECRETARY)]
    return named[0] if len(named) == 1 else None


def archive_values(archive_line: str | None) -> dict[str, Any]:
    """What the Lưu line says, taken apart again after a person corrected it: the register names who keeps a copy."""
    archive = read_archive_line(archive_line) if archive_line else None
    return {
        "archive_units": list(archive.units) if archive else [],
        "drafter_initials": archive.drafter if archive else None,
        "archive_copies": archive.copies if archive else None,
    }


def missing_fields(values: Mapping[str, Any]) -> list[str]:
    """What every paper must say and this one does not."""
    return [key for key in _REQUIRED if not values.get(key)]


def complete_fields(values: dict[str, Any]) -> Fields:
    """The values as `Fields`.

    raises    FieldsIncomplete naming every field the law wants and the paper lacks
    """
    missing = missing_fields(values)
    if missing:
        raise FieldsIncomplete(missing=missing)
    plain: dict[str, Any] = {key: values.get(key) for key in Fields.__dataclass_fields__}
    made = Fields(**plain)
    return replace(
        made,
        legal_bases=tuple(LegalBasis(**basis) for basis in plain["legal_bases"] or ()),
        recipients=tuple(plain["recipients"] or ()),
        archive_units=tuple(plain["archive_units"] or ()),
        signing_lines=tuple(plain["signing_lines"] or ()),
        addressees=tuple(plain["addressees"] or ()),
        referred={line: tuple(names) for line, names in (plain["referred"] or {}).items()},
    )


def freeze(
    draft_sha256: str,
    rendition_sha256: str,
    values: dict[str, Any],
    workflow: str,
    workflow_version: int,
    *,
    annexes_digest: str | None = None,
) -> str:
    """The digest approvals speak about: draft, revision 0, confirmed values, definition version, annexes if any."""
    beside = [annexes_digest] if annexes_digest else []
    line = json.dumps(
        [draft_sha256, rendition_sha256, values, workflow, workflow_version, *beside],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(line.encode()).hexdigest()


def as_values(fields: Fields) -> dict[str, Any]:
    """Back to plain values, as they are stored in a row."""
    return json.loads(json.dumps(asdict(fields), ensure_ascii=False))  # type: ignore[no-any-return]
