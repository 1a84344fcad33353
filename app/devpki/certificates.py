"""The certificates of the development authority: who may do what, and for how long.

Pure building of certificates; `pki` owns the keys, the folder and the order of things.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOT_FOR_REAL_USE = "KHÔNG DÙNG THẬT"

Use = Literal["root", "issuing", "ocsp", "timestamps", "signing"]

NOTHING_ALLOWED = dict.fromkeys(
    [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ],
    False,
)
AUTHORITY = {"key_cert_sign": True, "crl_sign": True}
ALLOWED: dict[Use, dict[str, bool]] = {
    "root": AUTHORITY,
    "issuing": AUTHORITY,
    "ocsp": {"digital_signature": True},
    "timestamps": {"digital_signature": True},
    "signing": {"digital_signature": True, "content_commitment": True},
}


@dataclass(frozen=True)
class Authority:
    """A certificate that signs others, with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass(frozen=True)
class Wanted:
    """A certificate to be made."""

    name: x509.Name
    use: Use
    not_before: datetime
    not_after: datetime
    serial: int


def new_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def distinguished_name(
    common_name: str, *, organization: str = "", title: str = "", uid: str = "", locality: str = ""
) -> x509.Name:
    """A Vietnamese subject; empty parts are left out."""
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.LOCALITY_NAME, locality),
        (NameOID.ORGANIZATION_NAME, organization),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, common_name),
        (NameOID.USER_ID, uid),
    ]
    # X.520 allows 64 letters in these names; agency names can be longer than that.
    return x509.Name([x509.NameAttribute(kind, value[:64]) for kind, value in parts if value])


def make_certificate(
    wanted: Wanted, key: rsa.RSAPublicKey, issuer: Authority | None, own: rsa.RSAPrivateKey | None = None
) -> x509.Certificate:
    """A certificate for a public key; without an issuer it is the root and signs itself with `own`."""
    signing_key = issuer.key if issuer else own
    assert signing_key is not None
    above = issuer.certificate.subject if issuer else wanted.name
    above_key = issuer.key.public_key() if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(wanted.name)
        .issuer_name(above)
        .public_key(key)
        .serial_number(wanted.serial)
        .not_valid_before(wanted.not_before)
        .not_valid_after(wanted.not_after)
        .add_extension(_basic_constraints(wanted.use), critical=True)
        .add_extension(x509.KeyUsage(**(NOTHING_ALLOWED | ALLOWED[wanted.use])), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above_key), critical=False)
    )
    return _with_extended_use(builder, wanted.use).sign(signing_key, SHA256())


def _basic_constraints(use: Use) -> x509.BasicConstraints:
    depth = {"root": 1, "issuing": 0}.get(use)
    return x509.BasicConstraints(ca=depth is not None, path_length=depth)


def _with_extended_use(builder: x509.CertificateBuilder, use: Use) -> x509.CertificateBuilder:
    if use == "timestamps":
        # RFC 3161, 2.3: exactly this one purpose, and critical.
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        return builder.add_extension(purpose, critical=True)
    if use == "ocsp":
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        return builder.add_extension(purpose, critical=False).add_extension(
            x509.OCSPNoCheck(), critical=False
        )
    return builder
