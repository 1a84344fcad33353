"""Trusted lists made on the spot, signed as their operators sign them; every name in them is invented."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.xades import XAdESSigner

from tests.certificates import Made
from tests.office import NOW

TYPES = "http://uri.etsi.org/TrstSvc/Svctype/"
STANDINGS = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"


@dataclass(frozen=True)
class Service:
    """A line of a list: `history` is (standing, since), the youngest first; `more` stands in its extensions."""

    made: Made
    kind: str = "CA/QC"
    history: tuple[tuple[str, datetime], ...] = (("granted", NOW - timedelta(days=300)),)
    more: str = ""


def a_list(
    *services: Service,
    sequence: int = 1,
    issued_at: datetime = NOW - timedelta(days=1),
    next_update: datetime | None = NOW + timedelta(days=90),
    operator: str = "Cơ quan lập danh sách giả định",
) -> bytes:
    """A list nobody signed yet."""
    until = f"<dateTime>{_moment(next_update)}</dateTime>" if next_update else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="ds" TSLTag="http://uri.etsi.org/19612/TSLTag">
<SchemeInformation><TSLVersionIdentifier>5</TSLVersionIdentifier><TSLSequenceNumber>{sequence}</TSLSequenceNumber>
<SchemeOperatorName><Name xml:lang="en">Invented operator</Name><Name xml:lang="vi">{operator}</Name>
</SchemeOperatorName>
<SchemeTerritory>VN</SchemeTerritory><ListIssueDateTime>{_moment(issued_at)}</ListIssueDateTime>
<NextUpdate>{until}</NextUpdate></SchemeInformation>
<TrustServiceProviderList><TrustServiceProvider><TSPServices>
{"".join(map(_service, services))}
</TSPServices></TrustServiceProvider></TrustServiceProviderList>
</TrustServiceStatusList>""".encode()


def signed(xml: bytes, signer: Made) -> bytes:
    """The list with its operator's XAdES signature at its end."""
    made = XAdESSigner(
        signature_algorithm=SignatureMethod.ECDSA_SHA256, digest_algorithm=DigestAlgorithm.SHA256
    ).sign(etree.fromstring(xml), key=signer.key, cert=[signer.certificate], always_add_key_value=False)
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8")


def _service(one: Service) -> str:
    now, *past = [_standing(one, *entry) for entry in one.history]
    history = "".join(f"<ServiceHistoryInstance>{entry}</ServiceHistoryInstance>" for entry in past)
    return (
        f"<TSPService><ServiceInformation>{now}</ServiceInformation>"
        f"<ServiceHistory>{history}</ServiceHistory></TSPService>"
    )


def _standing(one: Service, standing: str, since: datetime) -> str:
    return (
        f"<ServiceTypeIdentifier>{TYPES}{one.kind}</ServiceTypeIdentifier>"
        f"<ServiceDigitalIdentity><DigitalId><X509Certificate>{b64encode(one.made.der).decode()}</X509Certificate>"
        f"</DigitalId></ServiceDigitalIdentity><ServiceStatus>{STANDINGS}{standing}</ServiceStatus>"
        f"<StatusStartingTime>{_moment(since)}</StatusStartingTime>"
        f"<ServiceInformationExtensions>{one.more}</ServiceInformationExtensions>"
    )


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
