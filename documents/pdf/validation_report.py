"""A verification as a report other systems read: XML by ETSI TS 119 102-2, one part for each signature.

Verdicts are `verify`'s, names of indications `indications`'; here they are written down with what they rest on:
digests, times, certificates, answers about revocation, time-stamps. Signing the report is `signed_report`'s.
"""

# mypy: disable-error-code="import-untyped"

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from asn1crypto import cms, x509
from lxml import etree
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.errors import VanthuError
from documents.pdf import anatomy
from documents.pdf.containers import certificates_among, signer_of
from documents.pdf.indications import Indication, concerning, indication
from documents.pdf.inventory import take_inventory
from documents.pdf.objects import dictionary, name, streams
from documents.pdf.opening import open_reader
from documents.pdf.report import Finding, Report, SignatureReport
from documents.pdf.revocation import Answers, readable
from documents.pdf.timestamps import tst_info
from documents.pdf.trust import Path, Paths, Trust

VR = "http://uri.etsi.org/19102/v1.2.1#"
DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
NAMESPACES = {"vr": VR, "ds": DS, "XAdES": XADES}
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
URN = "urn:etsi:019102"
POLICIES = {
    "own": "Vanthu: văn bản do hệ thống này dựng, kiểm tra chặt",
    "interop": "Vanthu: văn bản của công cụ khác",
}
STAMP_TOKEN = "signature_time_stamp_token"


class NothingToReport(VanthuError):
    """No signature of a person or agency could be read, so there is nothing the standard has a place for."""

    code = "nothing_to_report"


@dataclass
class _Objects:
    """What the verdicts rest on, each thing once, under the name it is referred to."""

    ids: dict[bytes, str] = field(default_factory=dict)
    nodes: list[etree._Element] = field(default_factory=list)

    def put(self, kind: str, letter: str, der: bytes, poe: datetime | None = None) -> str:
        if der not in self.ids:
            self.ids[der] = f"{letter}-{sha256(der).hexdigest()}"
            node = _node("ValidationObject")
            node.set("id", self.ids[der])
            _add(node, "ObjectType", f"{URN}:validationObject:{kind}")
            _add(_add(node, "ValidationObjectRepresentation"), "base64", _base64(der))
            if poe is not None:
                node.append(_poe("POE", poe, f"{URN}:poetype:validation"))
            self.nodes.append(node)
        return self.ids[der]


@dataclass(frozen=True)
class _Bench:
    """What every part of the report needs."""

    pdf: bytes
    report: Report
    at: datetime
    paths: Paths
    answers: Answers
    objects: _Objects


def validation_report(pdf: bytes, report: Report, *, trust: Trust, at: datetime) -> bytes:
    """The XML, in UTF-8.

    report    of the same bytes, trust and moment
    raises    NothingToReport
    source    ETSI TS 119 102-2 V1.4.1, clause 4
    """
    if all(one.role == "timestamp" for one in report.signatures):
        raise NothingToReport()
    try:
        return _written(pdf, report, trust, at)
    except (ValueError, TypeError, KeyError, IndexError, PdfError) as problem:
        # The verdict was reached in spite of what is broken in the file; a report would have to leave it out.
        raise NothingToReport() from problem


def _written(pdf: bytes, report: Report, trust: Trust, at: datetime) -> bytes:
    signers = {one.field: one for one in report.signatures if one.role != "timestamp"}
    reader = open_reader(pdf)
    found = take_inventory(reader).signatures
    store = dictionary(reader.root, "/DSS")
    kept = tuple(_certificates(streams(store, "/Certs")))
    held = [signature.signed_data for signature in found]
    held += [token["content"] for signature in found for token in _tokens(signature)]
    carried = [one for signed in held for one in certificates_among(signed)]
    ocsps, crls = streams(store, "/OCSPs"), streams(store, "/CRLs")
    in_file = Answers(ocsps, crls) if readable(ocsps, crls, ()) else Answers()
    bench = _Bench(
        pdf,
        report,
        at,
        Paths(trust, (*kept, *carried), strict=report.profile == "own"),
        in_file.joined(Answers(trust.ocsps, trust.crls)),
        _Objects(),
    )
    root = etree.Element(f"{{{VR}}}ValidationReport", nsmap=NAMESPACES)
    for signature in found:
        if str(signature.fq_name) in signers:
            root.append(_part(signature, signers[str(signature.fq_name)], bench))
    _put_proof(found, bench)
    objects = _add(root, "SignatureValidationObjects")
    objects.extend(bench.objects.nodes)
    if not len(objects):
        root.remove(objects)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _part(signature: EmbeddedPdfSignature, told: SignatureReport, bench: _Bench) -> etree._Element:
    findings = concerning(bench.report, told.field)
    part = _node("SignatureValidationReport")
    part.append(_identifier(signature, told))
    part.append(_policy(bench.report))
    part.append(_times(told, bench.at))
    part.extend(_signed_document(signature, bench.pdf))
    if told.claimed_time is not None:
        claimed = _add(_add(part, "SignatureAttributes"), "SigningTime")
        claimed.set("Signed", "true")
        _add(claimed, "Time", _time(told.claimed_time))
    certificate = _signer(signature)
    if certificate is not None:
        signer = _add(part, "SignerInformation")
        _refer(signer, "SignerCertificate", bench.objects.put("certificate", "C", certificate.dump()))
        _add(signer, "Signer", told.signer)
    process = _add(part, "SignatureValidationProcess")
    _add(process, "SignatureValidationProcessID", f"{URN}:validationprocess:{_process(told, bench.report)}")
    part.append(_status(indication(findings), findings, certificate, told, bench))
    return part


def _identifier(signature: EmbeddedPdfSignature, told: SignatureReport) -> etree._Element:
    """The data to be signed, as a digest, and the value over it; by the field's name for whoever has the file."""
    node = _node("SignatureIdentifier")
    attributes = signature.signer_info["signed_attrs"]
    if attributes:
        node.append(_digest("DigestAlgAndValue", attributes.untag().dump()))
    _add(node, "SignatureValue", _base64(signature.signer_info["signature"].native), DS)
    _add(node, "HashOnly", "false")
    _add(node, "DocHashOnly", "false")
    _add(node, "DAIdentifier", told.field)
    return node


def _policy(report: Report) -> etree._Element:
    node = _node("ValidationConstraintsEvaluationReport")
    policy = _add(node, "SignatureValidationPolicy")
    _add(_add(policy, "SignaturePolicyIdentifier"), "SignaturePolicyImplied", None, XADES)
    _add(policy, "PolicyName", POLICIES[report.profile or "interop"])
    return node


def _times(told: SignatureReport, at: datetime) -> etree._Element:
    node = _node("ValidationTimeInfo")
    _add(node, "ValidationTime", _time(at))
    node.append(_poe("BestSignatureTime", told.trusted_time or at, f"{URN}:poetype:validation"))
    return node


def _signed_document(signature: EmbeddedPdfSignature, pdf: bytes) -> Iterator[etree._Element]:
    """The digest of the bytes the signature covers; nothing where its range is not one."""
    try:
        gap = anatomy.gap_of(pdf, signature.sig_object)
    except ValueError:
        return
    node = _node("SignersDocument")
    node.append(_digest("DigestAlgAndValue", pdf[: gap.start] + pdf[gap.end : gap.covered]))
    yield node


def _process(told: SignatureReport, report: Report) -> str:
    """Which of the standard's procedures carried the verdict: with archive stamps, with a time-stamp, or neither."""
    if told.trusted_time is None:
        return "Basic"
    archived = any(one.role == "timestamp" and one.status == "valid" for one in report.signatures)
    return "LTA" if archived else "LTVM"


def _status(
    given: Indication,
    findings: tuple[Finding, ...],
    certificate: x509.Certificate | None,
    told: SignatureReport,
    bench: _Bench,
) -> etree._Element:
    node = _node("SignatureValidationStatus")
    _add(node, "MainIndication", f"{URN}:mainindication:{given.main}")
    if given.sub:
        _add(node, "SubIndication", f"{URN}:subindication:{given.sub}")
    rests_on = _add(node, "AssociatedValidationReportData")
    path = Path("unknown")
    if certificate is not None:
        path = bench.paths.at(certificate, "signing", told.trusted_time or bench.at)
        rests_on.extend(_chain(path, bench.objects))
        rests_on.extend(_revocation(path, bench))
    rests_on.extend(_findings(findings))
    if not len(rests_on):
        node.remove(rests_on)
    return node


def _chain(path: Path, objects: _Objects) -> Iterator[etree._Element]:
    """From the signer to whom the office believes; nothing without a path."""
    if path.status != "ok":
        return
    ids = [objects.put("certificate", "C", one.dump()) for one in path.certificates]
    chain = _node("CertificateChain")
    _refer(chain, "SigningCertificate", ids[0])
    for one in ids[1:-1]:
        _refer(chain, "IntermediateCertificate", one)
    _refer(chain, "TrustAnchor", ids[-1])
    anchor = _node("TrustAnchor")
    anchor.set("VOReference", ids[-1])
    yield anchor
    yield chain


def _revocation(path: Path, bench: _Bench) -> Iterator[etree._Element]:
    """When the signer's certificate was revoked, where an answer says so."""
    if len(path.links) < 2:
        return
    revoked = bench.answers.revoked_at(path.links[0], path.links[1])
    if revoked is not None:
        node = _node("RevocationStatusInformation")
        _refer(node, "ValidationObjectId", bench.objects.put("certificate", "C", path.links[0].dump()))
        _add(node, "RevocationTime", _time(revoked))
        yield node


def _findings(findings: tuple[Finding, ...]) -> Iterator[etree._Element]:
    """Our own sentences, by code, for people and for programs that know us."""
    if not findings:
        return
    node = _node("AdditionalValidationReportData")
    for one in findings:
        data = _add(node, "ReportData")
        _add(data, "Type", f"urn:vanthu:finding:{one.code}")
        _add(data, "Value", f"{one.message} {one.remedy}".strip())
    yield node


def _put_proof(found: tuple[EmbeddedPdfSignature, ...], bench: _Bench) -> None:
    """Everything the file and the office hold for it: certificates, answers, stamps with their times."""
    for der in bench.answers.ocsps:
        bench.objects.put("OCSPResponse", "O", der)
    for der in bench.answers.crls:
        bench.objects.put("CRL", "L", der)
    for one in bench.paths.extra:
        bench.objects.put("certificate", "C", one.dump())
    for signature in found:
        for token in _tokens(signature):
            bench.objects.put("timestamp", "T", token.dump(), _stamped(token))


def _tokens(signature: EmbeddedPdfSignature) -> Iterator[cms.ContentInfo]:
    """The stamp inside a signature, or the document's own."""
    if name(signature.sig_object, "/SubFilter") == "/ETSI.RFC3161":
        yield cms.ContentInfo({"content_type": "signed_data", "content": signature.signed_data})
    for attribute in signature.signer_info["unsigned_attrs"] or ():
        if attribute["type"].native == STAMP_TOKEN:
            yield from attribute["values"]


def _stamped(token: cms.ContentInfo) -> datetime | None:
    try:
        stamped: datetime = tst_info(token["content"])["gen_time"].native
    except (ValueError, TypeError, KeyError):
        return None
    return stamped


def _signer(signature: EmbeddedPdfSignature) -> x509.Certificate | None:
    try:
        return signer_of(signature.signed_data)
    except ValueError:
        return None


def _certificates(ders: tuple[bytes, ...]) -> Iterator[x509.Certificate]:
    """Those that parse; a damaged store is told by the verdict."""
    for der in ders:
        try:
            yield x509.Certificate.load(der, strict=True)
        except (ValueError, TypeError):
            continue


def _node(tag: str) -> etree._Element:
    return etree.Element(f"{{{VR}}}{tag}", nsmap=NAMESPACES)


def _add(parent: etree._Element, tag: str, text: str | None = None, space: str = VR) -> etree._Element:
    node = etree.SubElement(parent, f"{{{space}}}{tag}")
    # A field's name or a signer's may hold what XML has no letter for.
    node.text = None if text is None else "".join(one if one.isprintable() else " " for one in text)
    return node


def _refer(parent: etree._Element, tag: str, reference: str) -> None:
    _add(parent, tag).set("VOReference", reference)


def _digest(tag: str, data: bytes) -> etree._Element:
    node = _node(tag)
    _add(node, "DigestMethod", None, DS).set("Algorithm", SHA256)
    _add(node, "DigestValue", _base64(sha256(data).digest()), DS)
    return node


def _poe(tag: str, moment: datetime, proof: str) -> etree._Element:
    node = _node(tag)
    _add(node, "POETime", _time(moment))
    _add(node, "TypeOfProof", proof)
    return node


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")
