"""Every signature the file ever held, over all its revisions, and whether each is still there.

pyHanko lists what the last revision shows. A removed field, a value that points elsewhere, a signature of an unknown
kind would simply be missing there; here they are found.
"""

from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.anatomy import first_complete_revision
from documents.pdf.containers import DIGEST_KIND
from documents.pdf.objects import dictionary, entry
from documents.pdf.report import Finding

KNOWN_KINDS = {
    "/adbe.pkcs7.detached": "/Sig",
    DIGEST_KIND: "/Sig",
    "/ETSI.CAdES.detached": "/Sig",
    "/ETSI.RFC3161": "/DocTimeStamp",
}

#: Real kinds of signatures that nobody makes any more or that belong to another country; not checked here.
FOREIGN_KINDS = ("/adbe.x509.rsa_sha1", "/PBAD.PAdES")


@dataclass(frozen=True)
class Held:
    """One filled signature field: its name and the object its value is."""

    field: str
    value: generic.Reference


@dataclass(frozen=True)
class Inventory:
    """`signatures` in the order they were made; `findings` about those that cannot be looked at or are gone."""

    signatures: tuple[EmbeddedPdfSignature, ...]
    findings: tuple[Finding, ...]


def take_inventory(reader: PdfFileReader) -> Inventory:
    revisions = range(first_complete_revision(reader), reader.xrefs.total_revisions)
    ever = {held for number in revisions for held in _held(reader.get_historical_resolver(number))}
    now = set(_held(reader))
    findings = [Finding("signature_removed", {"field": held.field}) for held in sorted_held(ever - now)]
    findings += _shared_values(now)
    signatures = []
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        problem = _unknown_kind(name, value.get_object())
        if problem:
            findings.append(problem)
            continue
        try:
            signatures.append(EmbeddedPdfSignature(reader, field, name))
        except Exception as damage:
            # Whatever the parsers raise on a damaged container, it is this signature that is damaged.
            findings.append(Finding("container_damaged", {"field": name, "reason": type(damage).__name__}))
    findings += _dangling_certification(reader, now)
    signatures.sort(key=lambda one: (one.signed_revision, one.fq_name))
    return Inventory(tuple(signatures), tuple(findings))


def sorted_held(held: set[Held]) -> list[Held]:
    return sorted(held, key=lambda one: (one.field, one.value.idnum))


def _held(revision: PdfHandler) -> list[Held]:
    found = []
    for name, _, field in enumerate_sig_fields(revision, filled_status=True):
        value = field.get_object().raw_get("/V")
        if not isinstance(value, generic.IndirectObject):
            raise ValueError("a signature that is not an object of its own")
        found.append(Held(str(name), generic.Reference(value.idnum, value.generation)))
    return found


def _shared_values(now: set[Held]) -> list[Finding]:
    values = [held.value for held in now]
    twice = {value for value in values if values.count(value) > 1}
    return [
        Finding("container_damaged", {"field": held.field, "reason": "hai trường dùng chung một chữ ký"})
        for held in sorted_held(now)
        if held.value in twice
    ]


def _unknown_kind(name: str, signature: generic.PdfObject) -> Finding | None:
    if not isinstance(signature, generic.DictionaryObject):
        return Finding("container_damaged", {"field": name, "reason": "không phải từ điển chữ ký"})
    kind = str(entry(signature, "/SubFilter"))
    if kind in FOREIGN_KINDS:
        return Finding("kind_not_supported", {"field": name, "kind": kind.removeprefix("/")})
    if kind not in KNOWN_KINDS:
        return Finding("container_damaged", {"field": name, "reason": f"loại {kind}"})
    if str(entry(signature, "/Type") or KNOWN_KINDS[kind]) != KNOWN_KINDS[kind]:
        return Finding("container_damaged", {"field": name, "reason": "loại không khớp"})
    return None


def _dangling_certification(reader: PdfFileReader, now: set[Held]) -> list[Finding]:
    """/Perms /DocMDP must name a signature that is in a field."""
    permissions = dictionary(reader.root, "/Perms")
    if "/DocMDP" not in permissions:
        return []
    certified = permissions.raw_get("/DocMDP")
    values = {(held.value.idnum, held.value.generation) for held in now}
    if isinstance(certified, generic.IndirectObject) and (certified.idnum, certified.generation) in values:
        return []
    return [Finding("signature_removed", {"field": "chứng nhận (DocMDP)"})]
