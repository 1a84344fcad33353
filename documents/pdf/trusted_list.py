"""A trusted list read: which authorities a state trusts, for what, and since when (ETSI TS 119 612, XML).

Only what the list's signature covers is read, and only a signature by one of the given certificates counts. Whether
the list is taken is decided by people, see `workflows.trust.lists`. Nothing is fetched.
"""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from cryptography.x509 import load_der_x509_certificate
from lxml import etree
from signxml.algorithms import SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier  # type: ignore[attr-defined]

from documents.errors import VanthuError
from documents.pdf.trust import Window

ListUse = Literal["signing", "timestamps"]

LARGEST_BYTES = 16 * 1024 * 1024
MOST_LINES = 5_000
TSL = "http://uri.etsi.org/02231/v2#"
ROOT = f"{{{TSL}}}TrustServiceStatusList"
NAMES = {"t": TSL}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SERVICES: dict[str, ListUse] = {
    "CA/QC": "signing",
    "CA/PKC": "signing",
    "NationalRootCA-QC": "signing",
    "TSA": "timestamps",
    "TSA/QTST": "timestamps",
    "TSA/TSS-QC": "timestamps",
    "TSA/TSS-AdESQCandQES": "timestamps",
}
TRUSTED = {"granted", "recognisedatnationallevel", "undersupervision", "accredited", "supervisionincessation"}
"""Standings under which a service counts; the last three are those of lists before 2016."""
KNOWN_EXTENSIONS = {
    "Qualifications",
    "ExpiredCertsRevocationInfo",
    "AdditionalServiceInformation",
    "TakenOverBy",
}
ONLY_FOR_WEB = "ForWebSiteAuthentication"
ASYMMETRIC = frozenset(
    one
    for one in SignatureMethod
    if one.name.startswith(("RSA_SHA", "ECDSA_SHA", "SHA")) and "SHA1" not in one.name
)


class TrustedListRefused(VanthuError):
    """A list that is none, or is signed by nobody believed; `why` says which."""

    code = "trusted_list_refused"


@dataclass(frozen=True)
class ListLine:
    """A certificate (DER) believed for one use, for what was made in one window."""

    certificate: bytes
    use: ListUse
    window: Window


@dataclass(frozen=True)
class ReadList:
    """What a list says. `next_update` is None in a list that was closed for good.

    signer    the certificate (DER) whose signature was right
    skipped   services that could not be taken: a critical extension nobody here knows, or no certificate
    """

    operator: str
    territory: str
    sequence: int
    issued_at: datetime
    next_update: datetime | None
    signer: bytes
    lines: tuple[ListLine, ...]
    skipped: int


@dataclass(frozen=True)
class _Standing:
    """A service in one period of its history."""

    since: datetime
    counts: bool
    certificates: tuple[bytes, ...]


def read_trusted_list(xml: bytes, signers: Sequence[bytes], *, at: datetime) -> ReadList:
    """The list that one of these certificates (DER) signed.

    raises    TrustedListRefused
    source    ETSI TS 119 612 V2.3.1, clauses 5.3 (scheme), 5.5 (services), 5.6 (history), 5.7 (signature)
    """
    if len(xml) > LARGEST_BYTES:
        raise TrustedListRefused(why="list_too_large")
    for signer in signers:
        signed = _signed_part(xml, signer, at)
        if signed is not None:
            return _read(signed, signer)
    raise TrustedListRefused(why="list_signed_by_nobody_known" if _is_list(xml) else "not_a_trusted_list")


def _signed_part(xml: bytes, signer: bytes, at: datetime) -> etree._Element | None:
    """The list as the signature covers it; None when this certificate did not sign it."""
    wanted = XAdESSignatureConfiguration(
        location="./",
        expect_references=True,
        signature_methods=ASYMMETRIC,
        verification_time=at,
    )
    try:
        results = XAdESVerifier().verify(
            xml, x509_cert=load_der_x509_certificate(signer), parser=_parser(), expect_config=wanted
        )
    except (SignXMLException, etree.LxmlError, ValueError, TypeError, KeyError, AttributeError):
        # The library raises by whatever it stumbles over; every way means: not signed by this one.
        return None
    for one in results:
        if one.signed_xml is not None and one.signed_xml.tag == ROOT:
            return etree.fromstring(one.signed_data, _parser())
    return None


def _parser() -> etree.XMLParser:
    """A fresh one each time: no entities, no network, no comments between the letters of a value."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _is_list(xml: bytes) -> bool:
    try:
        return bool(etree.fromstring(xml, _parser()).tag == ROOT)
    except (etree.LxmlError, ValueError):
        return False


def _read(root: etree._Element, signer: bytes) -> ReadList:
    try:
        lines, skipped = _lines(root)
        return ReadList(
            operator=_named(root, "t:SchemeInformation/t:SchemeOperatorName/t:Name")[:300],
            territory=_text(root, "t:SchemeInformation/t:SchemeTerritory")[:20],
            sequence=int(_text(root, "t:SchemeInformation/t:TSLSequenceNumber")),
            issued_at=_moment(_text(root, "t:SchemeInformation/t:ListIssueDateTime")),
            next_update=_next_update(root),
            signer=signer,
            lines=lines,
            skipped=skipped,
        )
    except ValueError as problem:
        raise TrustedListRefused(why="not_a_trusted_list") from problem


def _lines(root: etree._Element) -> tuple[tuple[ListLine, ...], int]:
    found: dict[ListLine, None] = {}
    skipped = 0
    for service in root.iterfind(
        "t:TrustServiceProviderList/t:TrustServiceProvider/t:TSPServices/t:TSPService", NAMES
    ):
        now = service.find("t:ServiceInformation", NAMES)
        if now is None:
            continue
        use = SERVICES.get(_text(now, "t:ServiceTypeIdentifier").rpartition("/Svctype/")[2])
        if use is None:
            continue
        try:
            for line in _of_service(service, now, use):
                found[line] = None
        except ValueError:
            skipped += 1
        if len(found) > MOST_LINES:
            raise ValueError("too many lines")
    return tuple(found), skipped


def _of_service(service: etree._Element, now: etree._Element, use: ListUse) -> Iterator[ListLine]:
    """raises ValueError for a service that cannot be taken as a whole"""
    own = _certificates(now)
    past = service.iterfind("t:ServiceHistory/t:ServiceHistoryInstance", NAMES)
    standings = sorted((_standing(one, own) for one in (now, *past)), key=lambda one: one.since)
    ends = [*(one.since for one in standings[1:]), None]
    windows: dict[bytes, list[Window]] = {}
    for standing, end in zip(standings, ends, strict=True):
        for der in standing.certificates if standing.counts else ():
            windows.setdefault(der, []).append((standing.since, end))
    for der, those in windows.items():
        yield from (ListLine(der, use, window) for window in _joined(those))


def _standing(node: etree._Element, own: tuple[bytes, ...]) -> _Standing:
    """History often names its certificate by its key only; it is then the service's present one."""
    status = _text(node, "t:ServiceStatus").rpartition("/")[2].lower()
    since = _moment(_text(node, "t:StatusStartingTime"))
    return _Standing(since, status in TRUSTED and not _is_only_for_web(node), _certificates(node, own))


def _certificates(node: etree._Element, otherwise: tuple[bytes, ...] = ()) -> tuple[bytes, ...]:
    """raises ValueError when there is none, or a critical extension says what nobody here understands"""
    for extension in node.iterfind("t:ServiceInformationExtensions/t:Extension", NAMES):
        kinds = {etree.QName(one).localname for one in extension}
        if extension.get("Critical") == "true" and not kinds <= KNOWN_EXTENSIONS:
            raise ValueError("unknown critical extension")
    texts = [
        _plain(one) for one in node.iterfind("t:ServiceDigitalIdentity/t:DigitalId/t:X509Certificate", NAMES)
    ]
    found = tuple(_der(text) for text in texts) or otherwise
    if not found:
        raise ValueError("no certificate")
    return found


def _der(text: str) -> bytes:
    der = b64decode("".join(text.split()), validate=True)
    load_der_x509_certificate(der)
    return der


def _is_only_for_web(node: etree._Element) -> bool:
    found = [
        _plain(one).rpartition("/")[2]
        for one in node.iterfind(
            "t:ServiceInformationExtensions/t:Extension/t:AdditionalServiceInformation/t:URI", NAMES
        )
    ]
    kinds = [one for one in found if one.startswith("For")]
    return bool(kinds) and all(one == ONLY_FOR_WEB for one in kinds)


def _joined(windows: Iterable[Window]) -> Iterator[Window]:
    """Periods that touch are one: a change from one good standing to another is no break."""
    current: Window | None = None
    for since, until in windows:
        if current is not None and current[1] == since:
            current = (current[0], until)
            continue
        if current is not None:
            yield current
        current = (since, until)
    if current is not None:
        yield current


def _next_update(root: etree._Element) -> datetime | None:
    node = root.find("t:SchemeInformation/t:NextUpdate/t:dateTime", NAMES)
    return _moment(_plain(node)) if node is not None and _plain(node) else None


def _named(root: etree._Element, path: str) -> str:
    """In Vietnamese where it is given, else in English, else as it comes first."""
    names = {node.get(LANGUAGE, ""): _plain(node) for node in reversed(root.findall(path, NAMES))}
    if not names:
        raise ValueError(path)
    return names.get("vi") or names.get("en") or [*names.values()][-1]


def _text(node: etree._Element, path: str) -> str:
    found = node.find(path, NAMES)
    if found is None or not _plain(found):
        raise ValueError(path)
    return _plain(found)


def _plain(node: etree._Element) -> str:
    return " ".join((node.text or "").split())


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)
