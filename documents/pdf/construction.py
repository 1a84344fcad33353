"""Is this file built exactly the way our system builds one? Nothing less is "issued" under the own profile.

The difference policy asks what pyHanko considers allowed; this asks what we would have written: which fields, which
locks, which revision brought what, and that the shown number is the recorded one.
"""

# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.agency_line import AgencyLine
from documents.pdf.anatomy import Revision, first_complete_revision
from documents.pdf.errors import NotPrepared
from documents.pdf.fields import (
    AGENCY_FIELD,
    DIRECTOR_FIELD,
    SECRETARY_FIELD,
    SIGNING_ORDER,
    TEXT_FIELDS,
    baseline_pt,
    left_open_by,
)
from documents.pdf.lettering import RESOURCE_NAMES, appearance, face
from documents.pdf.long_term import ARCHIVE_FIELD
from documents.pdf.objects import dictionary, entry, listed
from documents.pdf.objects import name as name_in
from documents.pdf.report import Finding
from documents.pdf.seal import READ_ONLY, letters_of

TRAILER_KEYS = {"/Root", "/Info", "/Size", "/ID", "/Prev"}
DRAWN = re.compile(rb"BT /\w+ ([\d.]+) Tf 0 g \S+ \S+ Td <([0-9A-F]*)> Tj ET")


@dataclass(frozen=True)
class Construction:
    """awaits_chair: minutes that only the secretary has signed so far; line: see `line_construction`."""

    findings: tuple[Finding, ...]
    sealed: bool
    awaits_chair: bool = False
    filled: dict[str, str] = field(default_factory=dict)
    line: AgencyLine | None = None


def is_ours(reader: PdfFileReader) -> bool:
    """The first revision already carries our fields, and the director's field our lock."""
    first = fields_of(reader.get_historical_resolver(first_complete_revision(reader)))
    if not {DIRECTOR_FIELD, AGENCY_FIELD} <= first.keys():
        return False
    excluded = {str(name) for name in listed(dictionary(first[DIRECTOR_FIELD], "/Lock"), "/Fields")}
    return set(TEXT_FIELDS) <= excluded


def fields_of(revision: PdfHandler) -> dict[str, generic.DictionaryObject]:
    fields = listed(dictionary(revision.root, "/AcroForm"), "/Fields")
    return {str(entry(one, "/T")): one for one in fields if isinstance(one, generic.DictionaryObject)}


def check_construction(
    pdf: bytes,
    reader: PdfFileReader,
    signatures: tuple[EmbeddedPdfSignature, ...],
    cut: tuple[Revision, ...],
) -> Construction:
    by_name = {one.fq_name: one for one in signatures}
    sealed = AGENCY_FIELD in by_name
    revision_0 = reader.get_historical_resolver(first_complete_revision(reader))
    first, last = fields_of(revision_0), fields_of(reader)
    people = [name for name in SIGNING_ORDER if name in first and name != AGENCY_FIELD]
    reasons = [
        *_order(signatures, people, sealed=sealed),
        *_certification(reader, by_name.get(people[0]) if people else None),
        *(reason for name in people[1:] for reason in _approval(by_name.get(name))),
        *_agency(by_name.get(AGENCY_FIELD)),
        *_field_names(first, last),
        *trailer_reasons(reader),
        *unsigned_revisions(pdf, reader, signatures, cut),
    ]
    findings = [Finding("not_our_construction", {"reason": reason}) for reason in reasons]
    findings += kept_fields(first, last)
    awaits_chair = SECRETARY_FIELD in by_name and DIRECTOR_FIELD not in by_name
    texts, filled = _texts(reader, first, last, sealed=sealed)
    return Construction((*findings, *texts), sealed, awaits_chair, filled)


def _order(signatures: tuple[EmbeddedPdfSignature, ...], people: Sequence[str], *, sealed: bool) -> list[str]:
    """The people in their order, the agency, then archive timestamps; each in the revision we make for it.

    people   the fields prepared for persons; before the seal those who come last may still be missing
    """
    names = [one.fq_name for one in signatures]
    signed = [name for name in names if name in people]
    expected = [*people, AGENCY_FIELD] if sealed else [*people][: max(len(signed), 1)]
    if names[: len(expected)] != expected:
        return ["thứ tự chữ ký"]
    numbers = [one.signed_revision for one in signatures]
    if numbers[: len(expected)] != list(range(1, len(expected) + 1)):
        return ["số phiên bản trước khi ký"]
    if len(set(numbers)) != len(numbers):
        return ["nhiều chữ ký trong một phiên bản"]
    archive = signatures[len(expected) :]
    if archive and not sealed:
        return ["dấu thời gian lưu trữ trước khi đóng dấu"]
    return archive_reasons(archive)


def archive_reasons(archive: Sequence[EmbeddedPdfSignature]) -> list[str]:
    """What comes behind the agency's signature are archive timestamps and nothing else."""
    if any(not re.fullmatch(rf"{ARCHIVE_FIELD}\d+", one.fq_name) for one in archive):
        return ["tên trường lạ"]
    if any(name_in(one.sig_object, "/SubFilter") != "/ETSI.RFC3161" for one in archive):
        return ["chữ ký lạ sau dấu cơ quan"]
    return []


def _certification(reader: PdfFileReader, first: EmbeddedPdfSignature | None) -> list[str]:
    if first is None:
        return ["thiếu chữ ký của người ký đầu"]
    certified = dictionary(reader.root, "/Perms")
    value = first.sig_field.raw_get("/V")
    is_certification = "/DocMDP" in certified and certified.raw_get("/DocMDP") == value
    if not is_certification or first.docmdp_level != MDPPerm.FILL_FORMS:
        return ["chữ ký đầu không phải chứng nhận P=2"]
    if not _leaves_open(first):
        return ["khóa trường của chữ ký đầu"]
    return pades_reasons(first)


def _approval(signature: EmbeddedPdfSignature | None) -> list[str]:
    """A person who signs after the one who certified; whether they may still be missing, `_order` says."""
    if signature is None:
        return []
    if not _leaves_open(signature) or signature.docmdp_level is not None:
        return ["khóa trường của chữ ký sau"]
    return pades_reasons(signature)


def _leaves_open(signature: EmbeddedPdfSignature) -> bool:
    """The lock freezes everything but what those who come after fill in."""
    lock = signature.fieldmdp
    expected = set(left_open_by(signature.fq_name))
    return lock is not None and lock.action == FieldMDPAction.EXCLUDE and set(lock.fields or ()) == expected


def _agency(agency: EmbeddedPdfSignature | None) -> list[str]:
    if agency is None:
        return []
    lock = agency.fieldmdp
    if lock is None or lock.action != FieldMDPAction.ALL or agency.docmdp_level is not None:
        return ["khóa trường của dấu cơ quan"]
    return pades_reasons(agency)


def pades_reasons(signature: EmbeddedPdfSignature) -> list[str]:
    kinds = {one["type"].native for one in signature.signer_info["signed_attrs"]}
    is_pades = name_in(signature.sig_object, "/SubFilter") == "/ETSI.CAdES.detached"
    return [] if is_pades and "signing_certificate_v2" in kinds else ["chữ ký không theo PAdES"]


def _field_names(
    first: dict[str, generic.DictionaryObject], last: dict[str, generic.DictionaryObject]
) -> list[str]:
    ours = {*TEXT_FIELDS, *SIGNING_ORDER}
    added = {name for name in last.keys() - first.keys() if not re.fullmatch(rf"{ARCHIVE_FIELD}\d+", name)}
    if first.keys() - ours or first.keys() - last.keys() or added:
        return ["trường lạ trong biểu mẫu"]
    return []


def trailer_reasons(reader: PdfFileReader) -> list[str]:
    """Every revision names the same catalogue and information, and nothing else beside."""
    views = [reader.trailer.flatten(number) for number in range(reader.xrefs.total_revisions)]
    for view in views:
        if set(view.keys()) - TRAILER_KEYS:
            return ["phần cuối tệp có khóa lạ"]
        for key in ("/Root", "/Info"):
            if (key in view) != (key in views[0]) or (
                key in view and view.raw_get(key) != views[0].raw_get(key)
            ):
                return ["phần cuối tệp đổi gốc"]
    return []


def unsigned_revisions(
    pdf: bytes,
    reader: PdfFileReader,
    signatures: tuple[EmbeddedPdfSignature, ...],
    cut: tuple[Revision, ...],
) -> list[str]:
    """Revisions behind the last signature (validation data) have no byte outside their listed objects."""
    signed = max((one.signed_revision for one in signatures), default=0)
    for number in range(signed + 1, len(cut)):
        if not _is_tiled(pdf, reader, number, cut[number]):
            return ["dữ liệu thừa sau chữ ký cuối"]
    return []


def _is_tiled(pdf: bytes, reader: PdfFileReader, number: int, revision: Revision) -> bool:
    section = reader.xrefs.get_xref_data(number)
    table = reader.xrefs.get_startxref_for_revision(number)
    starts = sorted(position for _, position in section.standard_xrefs.values())
    if not starts or starts[0] != revision.start:
        return False
    for start, end in zip(starts, [*starts[1:], table], strict=True):
        written = pdf[start:end]
        if not re.match(rb"\d+ \d+ obj\b", written) or not written.endswith(b"endobj\n"):
            return False
        if written.count(b"endobj") != 1:
            return False
    return True


def kept_fields(
    first: dict[str, generic.DictionaryObject], last: dict[str, generic.DictionaryObject]
) -> list[Finding]:
    """Together with its value a field may get an appearance and its read-only flag; nothing else ever changes."""
    for name, before in first.items():
        after = last.get(name, generic.DictionaryObject())
        open_keys = {"/V", "/AP", "/Ff"} if "/V" in after else set()
        for key in (before.keys() | after.keys()) - open_keys:
            same = key in before and key in after and _raw(before, key) == _raw(after, key)
            if not same:
                return [Finding("changed_after_signing", {"field": name})]
    return []


def _raw(holder: generic.DictionaryObject, key: str) -> object:
    value = holder.raw_get(key)
    if isinstance(value, generic.IndirectObject):
        return generic.Reference(value.idnum, value.generation)
    return value


def _texts(
    reader: PdfFileReader,
    first: dict[str, generic.DictionaryObject],
    last: dict[str, generic.DictionaryObject],
    *,
    sealed: bool,
) -> tuple[list[Finding], dict[str, str]]:
    findings: list[Finding] = []
    filled: dict[str, str] = {}
    for name in (name for name in TEXT_FIELDS if name in first and name in last):
        blank, shown = first[name], last[name]
        if "/V" in blank:
            findings.append(Finding("not_our_construction", {"reason": f"ô {name} đã có sẵn giá trị"}))
        elif "/V" not in shown:
            findings += [Finding("blank_not_filled", {"field": name})] if sealed else []
        elif not sealed:
            findings.append(Finding("filled_without_seal", {"field": name}))
        elif not _shows_its_value(reader, shown):
            findings.append(Finding("shown_text_differs", {"field": name}))
        else:
            filled[name] = str(shown["/V"])
    return findings, filled


def _shows_its_value(reader: PdfFileReader, shown: generic.DictionaryObject) -> bool:
    """The drawn line is, to the byte, what we draw for this value in this field."""
    if "/Ff" not in shown or shown["/Ff"] != READ_ONLY or set(shown["/AP"].keys()) != {"/N"}:
        return False
    picture = shown["/AP"]["/N"]
    try:
        style, wanted_pt = letters_of(str(shown["/DA"]))
    except (NotPrepared, ValueError):
        return False
    drawn = DRAWN.search(picture.data)
    if drawn is None or face(style).decode(bytes.fromhex(drawn[2].decode())) != shown["/V"]:
        return False
    x1, y1, x2, y2 = (float(edge) for edge in shown["/Rect"])
    expected = appearance(
        style,
        str(shown["/V"]),
        size_pt=float(drawn[1]),
        width_pt=x2 - x1,
        baseline_pt=baseline_pt(style, wanted_pt),
    )
    box = [float(edge) for edge in picture["/BBox"]]
    name = RESOURCE_NAMES[style]
    fonts = reader.root["/AcroForm"]["/DR"]["/Font"]
    return (
        picture.data == expected
        and "/Matrix" not in picture
        and box == [0, 0, round(x2 - x1, 3), round(y2 - y1, 3)]
        and picture["/Resources"]["/Font"].raw_get(name) == fonts.raw_get(name)
    )
