"""Is this file a document as it was issued? Evidence is gathered here, weighed in `judgement`, worded in `report`.

Two profiles. *own*: built by this system, judged by exactly how it builds. *interop*: what Vietnamese agencies'
other tools send, judged by what those really do. Nothing is repaired and nothing escapes: whatever cannot be
understood is "unverifiable". People, positions and mandates are judged by the workflows room, not here.
"""

# mypy: disable-error-code="import-untyped"

import logging
from datetime import datetime
from functools import cache
from typing import Literal

from asn1crypto import x509
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf import anatomy
from documents.pdf.agency_line import AgencyLine
from documents.pdf.changes import INTEROP_POLICY, OWN_POLICY, ChangeReview, freed_something
from documents.pdf.construction import Construction, check_construction, is_ours
from documents.pdf.fields import AGENCY_FIELD, LINE_FIELD, SECRETARY_FIELD
from documents.pdf.grades import Grade, grade
from documents.pdf.integrity import Integrity, examine
from documents.pdf.inventory import Inventory, take_inventory
from documents.pdf.judgement import Bench, Evidence, Judged, judge, order_of_times
from documents.pdf.later_fields import form_of, is_tricked
from documents.pdf.line_construction import check_line, is_line
from documents.pdf.objects import dictionary, name, streams
from documents.pdf.opening import open_reader
from documents.pdf.quick_hex import install as read_containers_quickly
from documents.pdf.report import GRAVITY, Finding, Report, Verdict
from documents.pdf.revocation import Answers, readable
from documents.pdf.roles import role_of
from documents.pdf.stamps import Stamp, document_stamp, signature_stamp
from documents.pdf.strangers import strangers_on_certified
from documents.pdf.trust import Paths, Trust

Profile = Literal["auto", "own", "interop"]

read_containers_quickly()

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
OLD_LEVELS = ("CMS", "CMS-T", "CMS-LT", "CMS-LTA")

# pyHanko logs every refused change with a traceback; the report says it in words, the host may still listen.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())


def verify(pdf: bytes, *, trust: Trust, at: datetime, profile: Profile = "auto") -> Report:
    """The verdict on a file as seen at a moment; never raises."""
    try:
        return _verify(pdf, trust, at, profile)
    except Exception as problem:
        # A hostile file may break a parser in any way; the answer must still be one of the seven verdicts.
        return Report("unverifiable", findings=(Finding("unreadable", {"reason": type(problem).__name__}),))


def _verify(pdf: bytes, trust: Trust, at: datetime, profile: Profile) -> Report:
    refused = anatomy.over_limit(pdf)
    if refused:
        return Report("unverifiable", findings=(refused,))
    before = anatomy.header_offset(pdf)
    if before is None:
        return Report("unverifiable", findings=(Finding("not_a_pdf"),))
    if before and anatomy.has_signature_traces(pdf):
        return Report("unverifiable", findings=(_explain_prefix(pdf, before, trust, at, profile),))
    if not anatomy.has_end(pdf):
        return Report("unverifiable", findings=(Finding("unreadable", {"reason": "không có phần cuối tệp"}),))
    reader = open_reader(pdf)
    # Asked again for each object of each revision; the file does not change meanwhile.
    reader.xrefs.get_last_change = cache(reader.xrefs.get_last_change)  # type: ignore[method-assign]
    reader.xrefs.get_introducing_revision = cache(reader.xrefs.get_introducing_revision)  # type: ignore[method-assign]
    if reader.encrypted and reader.decrypt("").status == AuthStatus.FAILED:
        return Report("unverifiable", findings=(Finding("needs_password"),))
    inventory = take_inventory(reader)
    if not inventory.signatures and not inventory.findings:
        return _without_signatures(pdf)
    own = profile == "own" or (profile == "auto" and (is_line(reader) or is_ours(reader)))
    if own and reader.xrefs.total_revisions > anatomy.MOST_OWN_REVISIONS:
        limit = f"{anatomy.MOST_OWN_REVISIONS} phiên bản"
        return Report("unverifiable", findings=(Finding("too_large", {"limit": limit}),))
    return _signed(pdf, reader, inventory, trust, at, own=own)


def _explain_prefix(pdf: bytes, before: int, trust: Trust, at: datetime, profile: Profile) -> Finding:
    """Say what the signatures would be worth without the stray bytes; still nobody may rely on this copy."""
    inner = verify(pdf[before:], trust=trust, at=at, profile=profile)
    intact = inner.verdict in ("issued", "signed", "unknown_signer")
    words = "Phần còn lại còn nguyên vẹn." if intact else "Phần còn lại cũng không xác minh được."
    return Finding("bytes_before_header", {"count": before, "after_removal": words})


def _without_signatures(pdf: bytes) -> Report:
    if anatomy.has_signature_traces(pdf):
        return Report("unverifiable", findings=(Finding("signature_hidden"),))
    return Report("unsigned", findings=(Finding("unsigned"),))


def _signed(
    pdf: bytes, reader: PdfFileReader, inventory: Inventory, trust: Trust, at: datetime, *, own: bool
) -> Report:
    findings = [*inventory.findings]
    try:
        cut = anatomy.revisions(pdf, reader)
    except ValueError as problem:
        return _report((), [*findings, Finding("unreadable", {"reason": str(problem)})], None, own=own)
    findings += _bytes(pdf, reader, cut, own=own)
    review = ChangeReview(OWN_POLICY if own else INTEROP_POLICY)
    evidence = [_evidence(pdf, one, cut, trust, review, own=own) for one in inventory.signatures]
    in_file, extra, proof = _proof(reader, evidence)
    findings += proof
    bench = Bench(
        trust=trust,
        paths=Paths(trust, extra, strict=own),
        answers=in_file.joined(Answers(trust.ocsps, trust.crls)),
        in_file=in_file,
        at=at,
        strict=own,
    )
    judged = judge(evidence, bench)
    findings += order_of_times(evidence, judged, strict=own)
    findings += [] if own else strangers_on_certified(evidence, judged)
    check = check_line if own and is_line(reader) else check_construction
    construction = check(pdf, reader, inventory.signatures, cut) if own else None
    if construction:
        findings += construction.findings
    findings += _same_signer(evidence) + _stage_findings(evidence, construction)
    return _report(judged, findings, construction, own=own)


def _bytes(
    pdf: bytes, reader: PdfFileReader, cut: tuple[anatomy.Revision, ...], *, own: bool
) -> list[Finding]:
    found = [anatomy.bytes_outside(pdf, cut), anatomy.objects_outside(reader, cut)]
    findings = [one for one in found if one]
    if own and cut[-1].end != len(pdf) and not findings:
        findings.append(Finding("bytes_outside_revisions", {"offset": cut[-1].end}))
    return findings


def _evidence(
    pdf: bytes,
    signature: EmbeddedPdfSignature,
    cut: tuple[anatomy.Revision, ...],
    trust: Trust,
    review: ChangeReview,
    *,
    own: bool,
) -> Evidence:
    reader = signature.reader
    integrity = examine(pdf, signature, cut, strict=own)
    is_timestamp = name(signature.sig_object, "/SubFilter") == "/ETSI.RFC3161"
    findings: list[Finding] = []
    stamp: Stamp | None = None
    if integrity.gap is not None and integrity.certificate is not None:
        read = (
            document_stamp(pdf, signature, integrity.gap, strict=own)
            if is_timestamp
            else signature_stamp(signature, strict=own)
        )
        if isinstance(read, Finding):
            findings.append(read)
        else:
            stamp = read
    changes = review.after(signature)
    if changes == "altered" or freed_something(reader, signature.signed_revision):
        changes = "altered"
        findings.append(Finding("changed_after_signing", {"field": signature.fq_name}))
    if not is_timestamp and integrity.certificate and not integrity.names_certificate:
        findings.append(Finding("no_signing_certificate_attribute", {"field": signature.fq_name}))
    if not own and _fields_tricked(reader, signature):
        changes = "altered"
        findings.append(Finding("changed_after_signing", {"field": signature.fq_name}))
    covers_file = integrity.gap is not None and integrity.gap.covered >= len(pdf.rstrip(b"\r\n"))
    role = "timestamp" if is_timestamp else _role(signature, integrity, trust, own=own)
    return Evidence(signature, integrity, stamp, tuple(findings), changes, covers_file, role)


def _fields_tricked(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    if signature.signed_revision == reader.xrefs.total_revisions - 1:
        return False
    before = form_of(reader.get_historical_resolver(signature.signed_revision))
    return is_tricked(before, form_of(reader), certified=signature.docmdp_level is not None)


def _role(signature: EmbeddedPdfSignature, integrity: Integrity, trust: Trust, *, own: bool) -> str:
    if own:
        return "agency" if signature.fq_name in (AGENCY_FIELD, LINE_FIELD) else "person"
    return role_of(integrity.certificate, trust) if integrity.certificate else "person"


def _proof(
    reader: PdfFileReader, evidence: list[Evidence]
) -> tuple[Answers, tuple[x509.Certificate, ...], list[Finding]]:
    """Validation data in the file, and every certificate in it that may stand between a signer and a root."""
    store = dictionary(reader.root, "/DSS")
    ocsps, lists, certificates = (streams(store, key) for key in ("/OCSPs", "/CRLs", "/Certs"))
    if not readable(ocsps, lists, certificates):
        return Answers(), _embedded(evidence), [Finding("damaged_proof")]
    loaded = tuple(x509.Certificate.load(der) for der in certificates)
    return Answers(ocsps, lists), (*loaded, *_embedded(evidence)), []


def _embedded(evidence: list[Evidence]) -> tuple[x509.Certificate, ...]:
    found: list[x509.Certificate] = []
    for one in evidence:
        for choice in one.signature.signed_data["certificates"] or ():
            if choice.name == "certificate":
                found.append(choice.chosen)
        for attribute in one.signature.signer_info["unsigned_attrs"] or ():
            if attribute["type"].native == "signature_time_stamp_token":
                for token in attribute["values"]:
                    choices = token["content"]["certificates"] or ()
                    found += [choice.chosen for choice in choices if choice.name == "certificate"]
    return tuple(found)


def _same_signer(evidence: list[Evidence]) -> list[Finding]:
    """One key may not be both the person and the agency, nor both persons of a paper that two sign."""
    people, agencies = (
        [
            one.integrity.certificate.sha256
            for one in evidence
            if one.role == role and one.integrity.certificate
        ]
        for role in ("person", "agency")
    )
    findings = [Finding("same_signer_twice")] if {*people} & {*agencies} else []
    two_sign = any(one.signature.fq_name == SECRETARY_FIELD for one in evidence)
    if two_sign and len({*people}) < len(people):
        findings.append(Finding("same_person_twice"))
    return findings


def _stage_findings(evidence: list[Evidence], construction: Construction | None) -> list[Finding]:
    if construction and construction.awaits_chair:
        return [Finding("chair_not_signed")]
    if construction and construction.line:
        return []
    roles = {one.role for one in evidence}
    if roles == {"timestamp"}:
        return [Finding("only_timestamp")]
    return [] if "agency" in roles else [Finding("not_sealed")]


def _report(
    judged: tuple[Judged, ...], findings: list[Finding], construction: Construction | None, *, own: bool
) -> Report:
    everything = [*(finding for one in judged for finding in one.findings), *findings]
    line = construction.line if construction else None
    verdict = _verdict(judged, everything, stands_alone=line is not None)
    if verdict in ("issued", "signed"):
        everything.append(_closing(line) if line else Finding(verdict))
    return Report(
        verdict=verdict,
        level=_level(judged),
        signatures=tuple(one.report for one in judged),
        findings=tuple(_once(everything)),
        profile="own" if own else "interop",
        filled=construction.filled if construction else {},
        line=line,
        grade=_grade(judged, everything) if verdict in ("issued", "signed") else None,
    )


def _grade(judged: tuple[Judged, ...], findings: list[Finding]) -> Grade:
    levels = [one.level for one in judged if one.report.role != "timestamp"]
    return grade(levels, (finding.code for finding in findings))


def _closing(line: AgencyLine) -> Finding:
    """What a file that the agency signed alone is: an annex of a paper, or a copy."""
    if line.form is None:
        return Finding("issued_annex", {"name": line.name})
    return Finding("issued_copy", {"form": line.form.capitalize(), "name": line.name})


def _verdict(judged: tuple[Judged, ...], findings: list[Finding], *, stands_alone: bool) -> Verdict:
    """stands_alone: an annex or copy, which the agency signs and nobody else."""
    effects = {finding.effect for finding in findings}
    for effect in GRAVITY:
        if effect in effects:
            return effect  # type: ignore[return-value]  # every grave effect is the name of a verdict
    roles = [one.report.role for one in judged]
    if stands_alone or ("person" in roles and "agency" in roles[roles.index("person") :]):
        return "issued"
    return "signed" if {"person", "agency"} & set(roles) else "unverifiable"


def _level(judged: tuple[Judged, ...]) -> str | None:
    """What all signatures reach together."""
    signatures = [one for one in judged if one.report.role != "timestamp"]
    if not signatures:
        return None
    names = LEVELS if all(one.is_pades for one in signatures) else OLD_LEVELS
    return names[min(one.level for one in signatures)]


def _once(findings: list[Finding]) -> list[Finding]:
    seen: list[Finding] = []
    for finding in findings:
        if finding not in seen:
            seen.append(finding)
    return seen
