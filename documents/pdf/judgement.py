"""Weighing the evidence of one file: times from the outside in, then signers, then the level and the stage.

`verify` gathers what is in the file; the rules about which time and which answer counts for whom are here.
"""

# mypy: disable-error-code="import-untyped"

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.changes import Changes
from documents.pdf.containers import certificates_in_container
from documents.pdf.integrity import Integrity, certificate_sha256
from documents.pdf.objects import name
from documents.pdf.report import Finding, SignatureReport
from documents.pdf.revocation import CLOCK_TOLERANCE, Answers, Standing, link_standings, weakest
from documents.pdf.roles import registered_role, somebody_is_registered
from documents.pdf.stamps import Stamp, StampVerdict, judge_stamp
from documents.pdf.trust import Path, Paths, Trust

PADES = "/ETSI.CAdES.detached"

PATH_FINDINGS = {
    "unknown": "signer_unknown",
    "distrusted": "authority_distrusted",
    "expired": "certificate_expired",
    "not_yet_valid": "certificate_not_yet_valid",
    "unfit": "certificate_unfit",
}


@dataclass(frozen=True)
class Evidence:
    """One signature or document timestamp with everything read from it; `stamp` is its own token, if right."""

    signature: EmbeddedPdfSignature
    integrity: Integrity
    stamp: Stamp | None
    findings: tuple[Finding, ...]
    changes: Changes
    covers_file: bool
    role: str

    @property
    def field(self) -> str:
        return str(self.signature.fq_name)

    @property
    def is_timestamp(self) -> bool:
        return self.role == "timestamp"


@dataclass(frozen=True)
class Judged:
    """The verdict on one signature. `level` counts how far its proof carries: 0 B-B, 1 B-T, 2 B-LT, 3 B-LTA.

    is_pades     false for older kinds of CMS signatures, whose level has no such name
    """

    report: SignatureReport
    findings: tuple[Finding, ...]
    level: int
    time: datetime | None
    is_pades: bool = True


@dataclass(frozen=True)
class Bench:
    """What a judge needs beside the evidence. `in_file` are the answers the file itself carries."""

    trust: Trust
    paths: Paths
    answers: Answers
    in_file: Answers
    at: datetime
    strict: bool


def judge(evidence: Sequence[Evidence], bench: Bench) -> tuple[Judged, ...]:
    """All signatures of a file, in the order they were made."""
    stamps = _archive_stamps(evidence, bench)
    judged: list[Judged] = []
    for one in evidence:
        if one.is_timestamp:
            judged.append(_judged_timestamp(one, stamps.get(one.field)))
        else:
            judged.append(_judged_signature(one, stamps, evidence, bench))
    return tuple(judged)


def order_of_times(evidence: Sequence[Evidence], judged: Sequence[Judged], *, strict: bool) -> list[Finding]:
    """Later signatures may not carry earlier times; a computer's clock is only a reason to look closer."""
    findings = []
    proven: datetime | None = None
    seen: datetime | None = None
    for one, verdict in zip(evidence, judged, strict=True):
        moment = verdict.time or (None if strict else _claimed(one.signature))
        if moment is None:
            continue
        if verdict.time is not None and proven is not None and moment < proven - CLOCK_TOLERANCE:
            findings.append(Finding("order_of_time", {"field": one.field}))
        elif seen is not None and moment < seen - CLOCK_TOLERANCE:
            findings.append(Finding("order_of_time_seen", {"field": one.field}))
        seen = moment if seen is None else max(seen, moment)
        if verdict.time is not None:
            proven = moment if proven is None else max(proven, moment)
    return findings


def _archive_stamps(evidence: Sequence[Evidence], bench: Bench) -> dict[str, StampVerdict]:
    """Document timestamps from the outermost inwards: each is looked at when the one around it was made."""
    looked_at, verdicts = bench.at, {}
    for one in reversed([one for one in evidence if one.is_timestamp and one.stamp]):
        assert one.stamp is not None
        verdict = judge_stamp(one.stamp, bench.paths, bench.answers, looked_at)
        outermost = looked_at == bench.at
        if verdict.holds and outermost and verdict.standing in ("not_checked", "older"):
            note = Finding("timestamp_revocation_not_checked", {"field": one.field})
            verdict = replace(verdict, findings=(*verdict.findings, note))
        verdicts[one.field] = verdict
        if verdict.holds:
            looked_at = one.stamp.time
    return verdicts


def _judged_timestamp(one: Evidence, verdict: StampVerdict | None) -> Judged:
    findings = [*one.findings, *one.integrity.findings, *(verdict.findings if verdict else ())]
    time = one.stamp.time if one.stamp and verdict and verdict.holds else None
    standing: Standing = verdict.standing if verdict else "not_checked"
    return Judged(_report(one, findings, time, standing), tuple(findings), 3, time)


def _judged_signature(
    one: Evidence, stamps: dict[str, StampVerdict], evidence: Sequence[Evidence], bench: Bench
) -> Judged:
    around = [
        other.stamp.time
        for other in evidence
        if other.stamp
        and other.field in stamps
        and stamps[other.field].holds
        and other.signature.signed_revision > one.signature.signed_revision
    ]
    looked_at = min(around, default=bench.at)
    time, findings = _trusted_time(one, looked_at, bench, archived=bool(around))
    certificate = one.integrity.certificate
    standing: Standing = "not_checked"
    if certificate is not None:
        moment = time or _untrusted_moment(one, bench)
        path = bench.paths.at(certificate, "signing", moment)
        findings += _signer_findings(one, path, certificate, bench, time)
        links = link_standings(bench.answers, path.links, time or bench.at)
        if path.status == "ok" and not links:
            # Believed by itself: nobody above it could have told of a revocation.
            links = ("not_checked",)
        standing = "revoked" if "revoked" in links else links[0] if links else standing
        findings += _standing_findings(one, certificate, links, standing, time)
        if time is None and {"revoked", "revoked_later"} & {*links}:
            findings.append(_revoked_without_proof(one, path, certificate, bench))
        proven = _carries_proof(path, time or bench.at, bench)
    else:
        proven = False
    all_findings = [*one.findings, *one.integrity.findings, *findings]
    level = 0 if time is None else (3 if around else 2) if proven else 1
    is_pades = one.integrity.names_certificate and name(one.signature.sig_object, "/SubFilter") == PADES
    return Judged(_report(one, all_findings, time, standing), tuple(all_findings), level, time, is_pades)


def _carries_proof(path: Path, moment: datetime, bench: Bench) -> bool:
    """The file itself answers for the whole path. Ours must be newer than the signature, others' need only exist."""
    enough = ("good", "revoked_later") if bench.strict else ("good", "revoked_later", "older")
    return weakest(link_standings(bench.in_file, path.links, moment)) in enough


def _trusted_time(
    one: Evidence, looked_at: datetime, bench: Bench, *, archived: bool
) -> tuple[datetime | None, list[Finding]]:
    """The time by the signature's own token; else by the first document timestamp around it; else none."""
    if one.stamp is not None:
        verdict = judge_stamp(one.stamp, bench.paths, bench.answers, looked_at)
        return (one.stamp.time if verdict.holds else None), list(verdict.findings)
    if archived and not bench.strict:
        return looked_at, []
    code = "time_not_proven" if bench.strict else "time_from_computer"
    return None, [Finding(code, {"field": one.field})]


def _untrusted_moment(one: Evidence, bench: Bench) -> datetime:
    """Without a proven time our own files are judged now; others at the time they claim, which the report says."""
    claimed = _claimed(one.signature)
    return bench.at if bench.strict or claimed is None else min(claimed, bench.at)


def _signer_findings(
    one: Evidence, path: Path, certificate: x509.Certificate, bench: Bench, time: datetime | None
) -> list[Finding]:
    facts = {"field": one.field, "signer": _name(certificate), "reason": path.reason}
    if path.status == "expired" and time is None and bench.strict:
        # It may well have been good when signing; what would prove that is missing or has ended itself.
        return [Finding("expired_unproven", facts)]
    if path.status != "ok":
        return [Finding(PATH_FINDINGS[path.status], facts)]
    # Whoever holds a key that is no longer believed can write any time: only a proven one reaches back.
    if time is None and bench.paths.at(certificate, "signing", bench.at).status in ("distrusted", "unknown"):
        return [Finding("authority_distrusted", facts)]
    if bench.strict and not bench.paths.uses_all(path, certificates_in_container(one.signature.signed_data)):
        return [Finding("container_damaged", {"field": one.field, "reason": "chứng thư thừa"})]
    ended = [Finding("ended_since", facts)] if time is None and path.at(bench.at).status != "ok" else []
    return [*ended, *_registration_findings(one, certificate, bench, facts)]


def _registration_findings(
    one: Evidence, certificate: x509.Certificate, bench: Bench, facts: dict[str, str]
) -> list[Finding]:
    if not somebody_is_registered(bench.trust):
        return []
    role = registered_role(certificate, bench.trust)
    if role is None:
        return [Finding("signer_not_registered", facts)]
    if role != one.role:
        words = {"person": "cá nhân có thẩm quyền", "agency": "cơ quan"}
        return [Finding("role_mismatch", {**facts, "role": words[one.role]})]
    return []


def _standing_findings(
    one: Evidence,
    certificate: x509.Certificate,
    links: Sequence[Standing],
    standing: Standing,
    time: datetime | None,
) -> list[Finding]:
    facts = {"field": one.field, "signer": _name(certificate)}
    if not links:
        return []
    if time is None and {"revoked", "revoked_later"} & {*links}:
        return []
    if standing == "revoked":
        return [Finding("certificate_revoked", facts)]
    codes = {
        "revoked_later": "revoked_later",
        "older": "revocation_older",
        "not_checked": "revocation_not_checked",
    }
    findings = [Finding(codes[standing], facts)] if standing in codes else []
    if standing != "not_checked" and "not_checked" in links:
        findings.append(Finding("authority_not_checked", facts))
    return findings


def _revoked_without_proof(one: Evidence, path: Path, certificate: x509.Certificate, bench: Bench) -> Finding:
    """Revoked, and nothing proves when it signed; who claims a later time himself needs no proof against him."""
    claimed = _claimed(one.signature)
    facts = {"field": one.field, "signer": _name(certificate)}
    if claimed is not None and "revoked" in link_standings(bench.answers, path.links, claimed):
        return Finding("certificate_revoked", facts)
    return Finding("revoked_unproven", facts)


def _report(
    one: Evidence, findings: Sequence[Finding], time: datetime | None, standing: Standing
) -> SignatureReport:
    certificate = one.integrity.certificate
    return SignatureReport(
        field=one.field,
        signer=_name(certificate) if certificate else "",
        issuer=_issuer(certificate) if certificate else "",
        role=one.role,
        status=_status(findings),
        trusted_time=time,
        claimed_time=_claimed(one.signature),
        covers="nothing" if not one.integrity.gap else "whole_file" if one.covers_file else "revision",
        changes=one.changes,
        revocation=standing,
        algorithm=one.integrity.algorithm,
        certificate_sha256=certificate_sha256(certificate) if certificate else "",
    )


def _status(findings: Sequence[Finding]) -> str:
    effects = {finding.effect for finding in findings}
    for effect in ("invalid", "altered", "unverifiable", "unknown_signer"):
        if effect in effects:
            return effect
    return "valid"


def _name(certificate: x509.Certificate) -> str:
    subject = certificate.subject.native
    return _text(subject.get("common_name")) or certificate.subject.human_friendly


def _issuer(certificate: x509.Certificate) -> str:
    return _text(certificate.issuer.native.get("common_name")) or certificate.issuer.human_friendly


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _claimed(signature: EmbeddedPdfSignature) -> datetime | None:
    """The computer's own time, for display; a broken one is none."""
    try:
        moment = signature.self_reported_timestamp
    except Exception:
        return None
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
