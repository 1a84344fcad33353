"""Asking real authorities over HTTP: a small one runs on this machine and answers by OCSP or by a list."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from app.revocation import NoRevocationSource, answers_about
from documents.pdf.trust import Trust
from tests.office import NOW


class Authority:
    """A root that signs certificates, answers about them, and counts what it was asked."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate("Gốc thử", self.key, ())
        self.asked: list[str] = []
        self.silent = False
        self.url = ""

    def leaf(self, *, by_ocsp: bool) -> x509.Certificate:
        """A certificate that names this authority's address for OCSP, or for its list."""
        place = x509.UniformResourceIdentifier(f"{self.url}/{'ocsp' if by_ocsp else 'list'}")
        if by_ocsp:
            method = AuthorityInformationAccessOID.OCSP
            where: x509.ExtensionType = x509.AuthorityInformationAccess(
                [x509.AccessDescription(method, place)]
            )
        else:
            where = x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])
        return self._certificate("Người ký thử", ec.generate_private_key(ec.SECP256R1()), (where,))

    def answer(self, path: str, body: bytes) -> bytes | None:
        self.asked.append(path)
        if self.silent:
            return None
        return self._by_ocsp(body) if path == "/ocsp" else self._by_list()

    def _by_ocsp(self, body: bytes) -> bytes:
        asked = ocsp.load_der_ocsp_request(body)
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=SHA1(),
            cert_status=ocsp.OCSPCertStatus.GOOD,
            this_update=NOW,
            next_update=NOW + timedelta(hours=1),
            revocation_time=None,
            revocation_reason=None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, self.root)
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.DER)

    def _by_list(self) -> bytes:
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        builder = builder.last_update(NOW).next_update(NOW + timedelta(days=1))
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.DER)

    def _certificate(
        self, name: str, key: ec.EllipticCurvePrivateKey, extensions: tuple[x509.ExtensionType, ...]
    ) -> x509.Certificate:
        issuer = self.root.subject if extensions else _name(name)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=365))
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.key, SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@pytest.fixture
def authority() -> Iterator[Authority]:
    made = Authority()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            answer = made.answer(self.path, body)
            self.send_response(200 if answer else 503)
            self.end_headers()
            self.wfile.write(answer or b"")

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def trust(authority: Authority) -> Trust:
    return Trust(roots=(authority.root.public_bytes(Encoding.DER),))


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def test_an_authority_is_asked_by_ocsp(authority: Authority) -> None:
    leaf = authority.leaf(by_ocsp=True)
    data = answers_about([der(leaf)], trust(authority))
    assert authority.asked == ["/ocsp"]
    answer = ocsp.load_der_ocsp_response(data.ocsps[0])
    assert answer.serial_number == leaf.serial_number
    assert data.certificates == (der(leaf),)


def test_a_list_is_fetched_once_for_two_certificates(authority: Authority) -> None:
    leaves = [der(authority.leaf(by_ocsp=False)) for _ in range(2)]
    data = answers_about(leaves, trust(authority))
    assert authority.asked == ["/list"]
    assert len(data.crls) == 1


def test_a_silent_authority_is_named(authority: Authority) -> None:
    authority.silent = True
    with pytest.raises(NoRevocationSource) as silent:
        answers_about([der(authority.leaf(by_ocsp=True))], trust(authority))
    assert "Người ký thử" in str(silent.value.facts["subject"])


def test_a_certificate_of_nobody_we_know_is_named(authority: Authority) -> None:
    with pytest.raises(NoRevocationSource):
        answers_about([der(authority.leaf(by_ocsp=True))], Trust())


def test_only_http_addresses_are_asked(authority: Authority) -> None:
    authority.url = "file:///etc"
    with pytest.raises(NoRevocationSource):
        answers_about([der(authority.leaf(by_ocsp=False))], trust(authority))
    assert authority.asked == []
