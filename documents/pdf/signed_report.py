"""A validation report with the signature of whoever answers for it (XAdES baseline, enveloped)."""

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509 import load_der_x509_certificate
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.xades import XAdESSigner  # type: ignore[attr-defined]

from documents.pdf.errors import KeyNotSupported
from documents.pdf.keys import SigningKey


def sign_report(xml: bytes, key: SigningKey) -> bytes:
    """The report with a signature at its end, where the standard has a place for it.

    raises    KeyNotSupported for a key on a device: reports are signed with a key file
    source    ETSI TS 119 102-2 V1.4.1, clause 4.5
    """
    if isinstance(key.key, RSAPrivateKey):
        method = SignatureMethod.RSA_SHA256
    elif isinstance(key.key, EllipticCurvePrivateKey):
        method = SignatureMethod.ECDSA_SHA256
    else:
        raise KeyNotSupported(kind=type(key.key).__name__)
    signer = XAdESSigner(signature_algorithm=method, digest_algorithm=DigestAlgorithm.SHA256)
    chain = [load_der_x509_certificate(der) for der in (key.certificate, *key.chain)]
    signed = signer.sign(etree.fromstring(xml), key=key.key, cert=chain)
    written: bytes = etree.tostring(signed, xml_declaration=True, encoding="UTF-8")
    return written
