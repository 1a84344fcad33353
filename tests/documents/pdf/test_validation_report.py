"""The report other systems read: every verdict under its name in the standard, and the file as the standard has it."""

from base64 import b64decode
from dataclasses import fields, is_dataclass
from hashlib import sha256

import pytest
from lxml import etree
from pyhanko.generated.etsi import ts_11910202
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer

from documents.pdf.indications import FAILED, INDETERMINATE, indication
from documents.pdf.report import FINDINGS, GRAVITY, Finding, Report
from documents.pdf.trust import Trust
from documents.pdf.validation_report import NAMESPACES, NothingToReport, validation_report
from documents.pdf.verify import verify
from tests.attacks import added
from tests.attacks.bases import sent
from tests.documents.pdf.conftest import DIRECTOR, LOOKED_AT, Office

Parsed = ts_11910202.ValidationReport
MAIN, SUB = "urn:etsi:019102:mainindication:", "urn:etsi:019102:subindication:"


def written(pdf: bytes, trust: Trust) -> bytes:
    return validation_report(pdf, verify(pdf, trust=trust, at=LOOKED_AT), trust=trust, at=LOOKED_AT)


def read(xml: bytes) -> Parsed:
    """As the standard's own classes read it: an unknown element or attribute is an error."""
    config = ParserConfig(fail_on_unknown_properties=True, fail_on_unknown_attributes=True)
    return XmlParser(config=config).from_bytes(xml, Parsed)


def statuses(report: Parsed) -> list[tuple[str, tuple[str, ...]]]:
    found = [one.signature_validation_status for one in report.signature_validation_report]
    return [
        (
            (one.main_indication or "").removeprefix(MAIN),
            tuple(sub.removeprefix(SUB) for sub in one.sub_indication),
        )
        for one in found
        if one is not None
    ]


def trusting(office: Office) -> Trust:
    return Trust(roots=office.trust.roots, intermediates=office.agency.chain)


def missing(value: object, path: str = "") -> list[str]:
    """What the standard requires and is not there, all the way down."""
    if isinstance(value, tuple):
        return [one for n, member in enumerate(value) for one in missing(member, f"{path}[{n}]")]
    if not is_dataclass(value):
        return []
    found = []
    for one in fields(value):
        held = getattr(value, one.name)
        if one.metadata.get("required") and held is None:
            found.append(f"{path}.{one.name}")
        found += missing(held, f"{path}.{one.name}")
    return found


def test_every_grave_finding_has_exactly_one_name_in_the_standard() -> None:
    grave = {code for code, (effect, _) in FINDINGS.items() if effect in GRAVITY}
    assert {*FAILED} | {*INDETERMINATE} == grave
    assert not {*FAILED} & {*INDETERMINATE}


def test_only_what_is_altered_or_invalid_may_fail_altogether() -> None:
    assert {FINDINGS[code][0] for code in FAILED} == {"altered", "invalid"}
    assert indication((Finding("time_from_computer"), Finding("not_sealed"))).main == "total-passed"


def test_the_gravest_finding_gives_the_name() -> None:
    both = (Finding("signer_unknown", {"field": "a"}), Finding("content_altered", {"field": "a"}))
    assert (indication(both).main, indication(both).sub) == ("total-failed", "HASH_FAILURE")


def test_an_issued_paper_passes_with_all_that_proves_it(office: Office, archived: bytes) -> None:
    report = read(written(archived, trusting(office)))
    assert statuses(report) == [("total-passed", ())] * 2
    kinds = [one.object_type for one in report.signature_validation_objects.validation_object]
    for kind in ("certificate", "OCSPResponse", "timestamp"):
        assert f"urn:etsi:019102:validationObject:{kind}" in kinds
    first = report.signature_validation_report[0]
    assert first.signer_information.signer == DIRECTOR
    assert str(first.validation_time_info.best_signature_time.poetime) == "2021-12-06T03:00:00Z"
    assert first.signature_validation_process.signature_validation_process_id.endswith(":LTA")


def test_digests_in_the_report_are_those_of_the_bytes(office: Office, archived: bytes) -> None:
    xml = etree.fromstring(written(archived, trusting(office)))
    for node in xml.iterfind(".//vr:ValidationObject", NAMESPACES):
        der = b64decode(node.findtext(".//vr:base64", "", NAMESPACES))
        assert node.get("id", "").endswith(sha256(der).hexdigest())
    covered = xml.findtext(".//vr:SignersDocument//ds:DigestValue", "", NAMESPACES)
    start, gap, end = archived.find(b"/Contents <"), 0, 0
    start += len(b"/Contents ")
    gap = archived.find(b">", start) + 1
    ranges = archived[archived.find(b"/ByteRange") :].split(b"[")[1].split(b"]")[0].split()
    end = int(ranges[2]) + int(ranges[3])
    assert b64decode(covered) == sha256(archived[:start] + archived[gap:end]).digest()


@pytest.mark.parametrize("which", ["archived", "sent", "altered", "cut"])
def test_the_file_is_as_the_standard_s_classes_would_write_it(
    office: Office, archived: bytes, which: str
) -> None:
    files = {
        "archived": lambda: archived,
        "sent": lambda: sent(office),
        "altered": lambda: added.attacks(office)["ISA-1 page contents"](archived),
        "cut": lambda: added.attacks(office)["cut back one signature"](archived),
    }
    xml = written(files[which](), trusting(office))
    report = read(xml)
    assert missing(report) == []
    again = XmlSerializer().render(report, ns_map=NAMESPACES)
    assert shape(etree.fromstring(again.encode())) == shape(etree.fromstring(xml)), (
        "the same order of the same things"
    )


def shape(node: etree._Element) -> list[object]:
    text = (node.text or "").strip()
    if node.tag.endswith("Time"):
        text = text.removesuffix("Z")
    return [node.tag, text, sorted(node.attrib.items()), [shape(one) for one in node]]


def test_a_stranger_s_signature_is_indeterminate(archived: bytes) -> None:
    assert (
        statuses(read(written(archived, Trust()))) == [("indeterminate", ("NO_CERTIFICATE_CHAIN_FOUND",))] * 2
    )


def test_what_came_after_a_signature_fails_it(office: Office, archived: bytes) -> None:
    changed = added.attacks(office)["ISA-1 page contents"](archived)
    assert ("total-failed", ("FORMAT_FAILURE",)) in statuses(read(written(changed, trusting(office))))


def test_our_own_sentence_stands_beside_the_standard_s_name(archived: bytes) -> None:
    text = written(archived, Trust()).decode()
    assert "urn:vanthu:finding:signer_unknown" in text
    assert "không thuộc nhà cung cấp được tin cậy ở đây" in text


def test_a_file_without_signatures_has_no_report(rendition: bytes) -> None:
    with pytest.raises(NothingToReport):
        written(rendition, Trust())


def test_a_verdict_about_other_bytes_makes_no_report(office: Office, archived: bytes) -> None:
    report = verify(archived, trust=office.trust, at=LOOKED_AT)
    assert isinstance(report, Report)
    with pytest.raises(NothingToReport):
        validation_report(archived[: len(archived) // 2], report, trust=office.trust, at=LOOKED_AT)
