"""The signature container written by ourselves, held against the library's."""

import asyncio
from datetime import timedelta

import pytest
from asn1crypto import cms
from asn1crypto.core import OctetString
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from app.devpki.certificates import Wanted, distinguished_name, make_certificate
from documents.pdf.keys import PrivateKey, SigningKey
from documents.pdf.signed_data import OCTETS, der
from tests.documents.pdf.conftest import SIGNED_AT, Office

DIGEST = bytes(range(32))
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyẮỖỰỴ ỳ'.,-0123456789"


def key_of(office: Office, private: PrivateKey, name: str = "Người Ký", serial: int = 77) -> SigningKey:
    issuing = office.pki._authority("issuing")
    wanted = Wanted(distinguished_name(name), "signing", SIGNED_AT, SIGNED_AT + timedelta(days=365), serial)
    certificate = make_certificate(wanted, private.public_key(), issuing)
    above = issuing.certificate.public_bytes(Encoding.DER)
    return SigningKey(private, certificate.public_bytes(Encoding.DER), (above,))


def by_library(key: SigningKey) -> cms.ContentInfo:
    return asyncio.run(key.signer.async_sign(DIGEST, "sha256", use_pades=True))


def signer_of(container: cms.ContentInfo) -> cms.SignerInfo:
    (one,) = container["content"]["signer_infos"]
    return one


def assert_the_same_frame(ours: cms.ContentInfo, theirs: cms.ContentInfo) -> None:
    for name in ("version", "digest_algorithms", "encap_content_info"):
        assert ours["content"][name].dump() == theirs["content"][name].dump()
    certificates = [one.dump() for one in ours["content"]["certificates"]]
    assert len(certificates) == len(set(certificates))
    assert set(certificates) == {one.dump() for one in theirs["content"]["certificates"]}


@pytest.mark.parametrize("bits", [2048, 3072])
def test_an_rsa_signature_is_the_librarys_byte_for_byte(office, bits):
    key = key_of(office, generate_private_key(65537, bits))
    ours, theirs = cms.ContentInfo.load(key.sign(DIGEST), strict=True), by_library(key)
    assert signer_of(ours).dump() == signer_of(theirs).dump()
    assert_the_same_frame(ours, theirs)


def test_a_p256_signature_differs_in_nothing_but_its_value(office):
    key = key_of(office, ec.generate_private_key(ec.SECP256R1()))
    ours, theirs = cms.ContentInfo.load(key.sign(DIGEST), strict=True), by_library(key)
    for name in ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm"):
        assert signer_of(ours)[name].dump() == signer_of(theirs)[name].dump()
    assert_the_same_frame(ours, theirs)


@settings(deadline=None)
@given(name=st.text(LETTERS, min_size=1, max_size=64),
       serial=st.integers(1, 2**159 - 1))  # fmt: skip
def test_whoever_the_certificate_names_the_attributes_are_the_librarys(office, name, serial):
    key = key_of(office, office.director.key, name, serial)
    attributes = key.signatory.attributes_over(DIGEST)
    theirs = asyncio.run(key.signer.signed_attrs(DIGEST, "sha256", use_pades=True))
    assert attributes == theirs.dump()


def test_a_root_stays_out_of_the_container(office):
    root = office.pki._authority("root").certificate.public_bytes(Encoding.DER)
    key = SigningKey(office.director.key, office.director.certificate, (*office.director.chain, root))
    kept = {one.dump() for one in cms.ContentInfo.load(key.sign(DIGEST))["content"]["certificates"]}
    assert kept == {office.director.certificate, *office.director.chain}


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65535, 65536])
def test_a_length_is_written_the_shortest_way(size):
    assert der(OCTETS, bytes(size)) == OctetString(bytes(size)).dump()
