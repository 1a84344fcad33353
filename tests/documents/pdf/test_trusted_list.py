"""A trusted list is believed as far as its signature covers it, and says of each service when it was good."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from documents.pdf.trusted_list import TrustedListRefused, read_trusted_list
from tests.certificates import Made, a_root
from tests.lists import Service, a_list, signed
from tests.office import NOW

OPERATOR = a_root("Người ký danh sách giả định", is_authority=False)
STRANGER = a_root("Kẻ giả danh", is_authority=False)
AUTHORITY, STAMPS = a_root("Nơi cấp giả định"), a_root("Nơi đóng dấu thời gian giả định")
GENUINE = signed(a_list(Service(AUTHORITY), Service(STAMPS, "TSA/QTST")), OPERATOR)


def why(xml: bytes, *signers: Made) -> str:
    with pytest.raises(TrustedListRefused) as refused:
        read_trusted_list(xml, [one.der for one in signers or (OPERATOR,)], at=NOW)
    return str(refused.value.facts["why"])


def wrapped(xml: bytes) -> bytes:
    """The genuine list inside a forged one, its signature moved to the outside."""
    body = xml.split(b"?>", 1)[1].strip()
    cut, end = body.index(b"<ds:Signature"), body.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    forged = a_list(Service(STRANGER)).split(b"?>", 1)[1].strip()
    inner = body[:cut] + body[end:]
    return forged.replace(b"</TrustServiceStatusList>", inner + body[cut:end] + b"</TrustServiceStatusList>")


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "another sequence number": lambda xml: xml.replace(b"SequenceNumber>1<", b"SequenceNumber>2<"),
    "another standing": lambda xml: xml.replace(b"Svcstatus/granted", b"Svcstatus/withdrawn", 1),
    "one more service": lambda xml: xml.replace(b"<TSPService>", b"<TSPService/><TSPService>", 1),
    "the signature gone": lambda xml: (
        xml[: xml.index(b"<ds:Signature")] + xml[xml.index(b"</ds:Signature>") + 15 :]
    ),
    "an entity": lambda xml: xml.replace(
        b"?>", b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1
    ).replace(b">VN<", b">&e;<"),
    "wrapped in a forged one": wrapped,
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_the_signature_does_not_cover_is_not_read(how: str) -> None:
    spoilt = SPOILT[how](GENUINE)
    assert spoilt != GENUINE
    assert why(spoilt) in ("list_signed_by_nobody_known", "not_a_trusted_list")


def test_a_list_signed_by_a_stranger_is_refused() -> None:
    assert why(signed(a_list(Service(STRANGER)), STRANGER)) == "list_signed_by_nobody_known"
    assert why(GENUINE, STRANGER) == "list_signed_by_nobody_known"


def test_a_signature_that_names_the_operator_and_is_a_stranger_s_is_refused() -> None:
    posing = signed(a_list(Service(STRANGER)), Made(STRANGER.key, OPERATOR.certificate))
    assert why(posing) == "list_signed_by_nobody_known"


@pytest.mark.parametrize("noise", [b"", b"<a/>", b"\0\1", b"<" * 1000, "không phải XML".encode()])
def test_what_is_no_list_is_said_to_be_none(noise: bytes) -> None:
    assert why(noise) == "not_a_trusted_list"


def test_a_list_too_large_is_not_even_parsed() -> None:
    assert why(b"<" * (16 * 1024 * 1024 + 1)) == "list_too_large"


def test_a_list_says_who_made_it_and_what_for() -> None:
    found = read_trusted_list(GENUINE, [STRANGER.der, OPERATOR.der], at=NOW)
    assert (found.operator, found.territory, found.sequence) == ("Cơ quan lập danh sách giả định", "VN", 1)
    assert (found.signer, found.skipped) == (OPERATOR.der, 0)
    assert found.next_update == NOW.replace(microsecond=0) + timedelta(days=90)
    window = (NOW - timedelta(days=300), None)
    assert [(line.certificate, line.use, line.window) for line in found.lines] == [
        (AUTHORITY.der, "signing", window),
        (STAMPS.der, "timestamps", window),
    ]


def test_history_gives_windows_and_good_periods_that_touch_are_one() -> None:
    days = [NOW - timedelta(days=n) for n in (100, 200, 300, 400, 500)]
    standings = ("withdrawn", "granted", "undersupervision", "withdrawn", "accredited")
    listed = a_list(Service(AUTHORITY, history=tuple(zip(standings, days, strict=True))))
    found = read_trusted_list(signed(listed, OPERATOR), [OPERATOR.der], at=NOW)
    assert [line.window for line in found.lines] == [(days[4], days[3]), (days[2], days[0])]


@pytest.mark.parametrize(
    "more",
    [
        '<Extension Critical="true"><Unheard xmlns="urn:x"/></Extension>',
        '<Extension Critical="true"><AdditionalServiceInformation><URI>'
        "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForWebSiteAuthentication"
        "</URI></AdditionalServiceInformation></Extension>",
    ],
)
def test_a_service_that_is_not_understood_or_not_for_signatures_is_left_out(more: str) -> None:
    listed = a_list(Service(AUTHORITY, more=more), Service(STAMPS, "TSA/QTST"))
    found = read_trusted_list(signed(listed, OPERATOR), [OPERATOR.der], at=NOW)
    assert [line.use for line in found.lines] == ["timestamps"]


def test_services_of_other_kinds_are_none_of_our_business() -> None:
    listed = a_list(Service(AUTHORITY, "EDS/Q"), Service(STAMPS, "TSA/QTST"))
    found = read_trusted_list(signed(listed, OPERATOR), [OPERATOR.der], at=NOW)
    assert (len(found.lines), found.skipped) == (1, 0)
