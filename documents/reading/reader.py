"""From a file to what it says: the one door of this room.

Chooses the loader by the first bytes, never by the name; guards a .docx before reading it; then the same readers
work on the lines, wherever they came from.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from documents.errors import VanthuError
from documents.reading import container, docx, guard, pdf, text
from documents.reading.citations import Citation, basis_paragraphs, legal_bases
from documents.reading.errors import DamagedFile, EmptyFile, NotADocx, TooBig
from documents.reading.letterhead import DateParts, Letterhead, read_letterhead
from documents.reading.outline import read_outline
from documents.reading.paper import Line, Paper
from documents.reading.recipients import ArchiveLine, Distribution, read_addressees, read_distribution
from documents.reading.referrals import Referral, resolve_referrals
from documents.reading.secrecy import refuse_secret
from documents.reading.signing_block import Signer, SigningBlock, read_signing_block
from documents.reading.warnings import warnings_of

__all__ = ["ArchiveLine", "Citation", "DateParts", "Reading", "as_inspect", "read_file"]


# No printed line or basis is longer; what is longer was made to tire the readers. The text for search stays whole.
LINE_CHARACTERS = 6_000


@dataclass(frozen=True)
class Reading:
    """Everything a file says, as far as we could read it; None where it says nothing or we are not sure.

    suggested   of a scan or a worthless text layer: what character recognition made of it, for a person to confirm
    """

    number: int | str | None
    symbol: str | None
    agency: str | None
    parent_agency: str | None
    place: str | None
    date: str | None
    date_parts: DateParts
    kind: str | None
    subject: str | None
    addressees: tuple[str, ...]
    legal_bases: tuple[Citation, ...]
    recipients: tuple[str, ...]
    archive_line: str | None
    archive: ArchiveLine | None
    drafter_initials: str | None
    copies: int | None
    archive_copies: int | None
    issuing_authority: str | None
    signing_lines: tuple[str, ...]
    signer_authority: str | None
    signer_title: str | None
    signer_name: str | None
    other_signers: tuple[Signer, ...]
    recipients_resolved: tuple[Referral, ...]
    text_quality: str
    warnings: tuple[str, ...]
    outline: tuple[str, ...]
    text: str
    suggested: "Reading | None" = None


def read_file(name: str, data: bytes, more_kinds: Collection[str] = ()) -> Reading:
    """Read an uploaded file.

    name        for messages only; the bytes decide
    more_kinds  names of kinds that other packages brought, to be known in a title
    raises    children of VanthuError, and nothing else, whatever the bytes
    """
    try:
        paper = _paper(data)
        refuse_secret(line.text for line in paper.lines)
        return reading_of(paper, more_kinds)
    except VanthuError as error:
        error.facts.setdefault("file", name)
        raise
    except guard.BROKEN as error:
        raise DamagedFile(file=name, reason=type(error).__name__) from error


def _paper(data: bytes) -> Paper:
    if not data.strip():
        raise EmptyFile()
    if len(data) > container.FILE_BYTES:
        raise TooBig(part="", what="file")
    kind = container.recognise(data)
    if kind == "pdf":
        return pdf.read_pdf(data)
    if kind == "unknown":
        return _plain_text(data)
    guard.guard_docx(data)
    return docx.read_docx(data)


def _plain_text(data: bytes) -> Paper:
    # Bytes that no text holds: some other program's file.
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data[:4096] and not marked:
        raise NotADocx(found="unknown")
    return text.read_text(data)


def reading_of(paper: Paper, more_kinds: Collection[str] = ()) -> Reading:
    """Read a paper that is already lines."""
    lines = tuple(line.cut(LINE_CHARACTERS) for line in paper.lines)
    head = read_letterhead(lines, more_kinds)
    sent = read_distribution(lines)
    signed = read_signing_block(lines, sent.begin, sent.end)
    body = lines[: sent.begin] if sent.begin is not None else lines
    return _assembled(paper, lines, head, sent, signed, legal_bases(body), basis_paragraphs(body))


def _assembled(
    paper: Paper,
    lines: tuple[Line, ...],
    head: Letterhead,
    sent: Distribution,
    signed: SigningBlock,
    bases: tuple[Citation, ...],
    printed_bases: tuple[str, ...],
) -> Reading:
    addressees = read_addressees(lines)
    return Reading(
        number=head.number,
        symbol=head.symbol,
        agency=head.agency,
        parent_agency=head.parent_agency,
        place=head.place,
        date=head.date.iso,
        date_parts=head.date,
        kind=head.kind,
        subject=head.subject,
        addressees=addressees,
        legal_bases=bases,
        recipients=sent.recipients,
        archive_line=sent.archive.text if sent.archive else None,
        archive=sent.archive,
        drafter_initials=sent.archive.drafter if sent.archive else None,
        copies=sent.copies,
        archive_copies=sent.archive_copies,
        issuing_authority=head.issuing_authority,
        signing_lines=signed.lines,
        signer_authority=signed.authority,
        signer_title=signed.title,
        signer_name=signed.name,
        other_signers=signed.others,
        recipients_resolved=resolve_referrals(sent.recipients, addressees, lines[: sent.begin]),
        text_quality=paper.quality,
        warnings=warnings_of(paper, head, sent, signed, printed_bases),
        outline=read_outline(lines),
        text=paper.text,
    )


def as_inspect(file: str, reading: Reading) -> dict[str, object]:
    """The keys of `vanthu inspect`, in the order of its contract."""
    return {
        "file": file,
        "type": reading.kind,
        "number": reading.number,
        "symbol": reading.symbol,
        "agency": reading.agency,
        "parent_agency": reading.parent_agency,
        "place": reading.place,
        "date": reading.date,
        "date_parts": asdict(reading.date_parts),
        "subject": reading.subject,
        "addressees": list(reading.addressees),
        "legal_bases": [
            {"kind": base.kind, "number": base.number, "date": base.date, "issuer": base.issuer}
            for base in reading.legal_bases
        ],
        "recipients": list(reading.recipients),
        "archive_line": reading.archive_line,
        "drafter_initials": reading.drafter_initials,
        "copies": reading.copies,
        "archive_copies": reading.archive_copies,
        "issuing_authority": reading.issuing_authority,
        "signing_lines": list(reading.signing_lines),
        "signer_authority": reading.signer_authority,
        "signer_title": reading.signer_title,
        "signer_name": reading.signer_name,
        "text_quality": reading.text_quality,
        "warnings": list(reading.warnings),
        "other_signers": [asdict(signer) for signer in reading.other_signers],
        "recipients_resolved": [asdict(referral) for referral in reading.recipients_resolved],
        "suggested": _suggestion(file, reading),
    }


def _suggestion(file: str, reading: Reading) -> dict[str, object] | None:
    if reading.suggested is None:
        return None
    told = as_inspect(file, reading.suggested)
    return {key: told[key] for key in told if key not in ("file", "text_quality", "warnings", "suggested")}
