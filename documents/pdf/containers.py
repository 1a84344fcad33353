"""The one way our own signature containers are written (CMS, RFC 5652), down to the byte.

Most of a container is protected by nothing: its outer lists, versions and unused certificates may be changed and
every signature stays right. In our own files such a change is still a change, so there is only one accepted shape.
"""

# mypy: disable-error-code="import-untyped"

from collections.abc import Iterator

from asn1crypto import algos, cms, core, parser, x509

#: The oldest kind still met: the container signs a SHA-1 digest of the document that it carries itself.
DIGEST_KIND = "/adbe.pkcs7.sha1"

CONSTRUCTED = 0x20
TIMESTAMP_CONTENT = "1.2.840.113549.1.9.16.1.4"

SIGNATURE_ALGORITHMS = ("rsassa_pkcs1v15", "sha256_rsa", "sha384_rsa", "sha512_rsa")
CURVE_ALGORITHMS = ("sha256_ecdsa", "sha384_ecdsa", "sha512_ecdsa")


def check_shape(content: bytes) -> None:
    """raises ValueError when a container is valid but not the way it is written by a correct signer."""
    signed = cms.ContentInfo.load(content, strict=True)["content"]
    signer = signed["signer_infos"][0]
    is_stamp = signed["encap_content_info"]["content_type"].dotted == TIMESTAMP_CONTENT
    if not _is_minimal(content) or not _has_only_known_parts(content, signer):
        raise ValueError("chữ ký không mã hóa theo DER")
    if signed["version"].native != ("v3" if is_stamp else "v1") or signer["version"].native != "v1":
        raise ValueError("phiên bản cấu trúc chữ ký")
    if not _names_its_signer(signed, signer):
        raise ValueError("cấu trúc chữ ký")
    _check_algorithms(signed, signer)
    _check_unsigned(signer, is_stamp=is_stamp)


def _names_its_signer(signed: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """Issuer and serial number stand there to the letter; names otherwise compare without regard to case."""
    named = signer["sid"]
    return named.name == "issuer_and_serial_number" and any(
        one.issuer.dump() == named.chosen["issuer"].dump()
        and one["tbs_certificate"]["serial_number"].dump() == named.chosen["serial_number"].dump()
        for one in certificates_in_container(signed)
    )


def _is_minimal(content: bytes) -> bool:
    """Every element, down to the last, is definite, minimal in length and exactly as long as what it holds."""
    pending = [content]
    while pending:
        for tag, header, value in _elements(pending.pop()):
            if tag == 0 or header[1:] != _minimal_length(len(value)):
                return False
            if tag & CONSTRUCTED:
                pending.append(value)
    return True


def _elements(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(first tag byte, header, value) of each element; raises ValueError when they do not fill the content."""
    position = 0
    while position < len(content):
        end = position + parser.peek(content[position:])
        _, _, _, header, value, trailer = parser.parse(content[position:end], strict=True)
        if trailer:
            raise ValueError("độ dài không xác định")
        yield header[0], header, value
        position = end


def _minimal_length(length: int) -> bytes:
    if length < 0x80:
        return bytes([length])
    written = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(written)]) + written


def _has_only_known_parts(content: bytes, signer: cms.SignerInfo) -> bool:
    """No list has a member this kind of container does not have; optional ones (CRLs) are not used by us."""
    info = _values(content)[0]
    _, wrapped = _values(info)
    parts = _values(_values(wrapped)[0])
    expected = 7 if signer["unsigned_attrs"] else 6
    signers = _values(parts[-1])
    return (
        len(_values(content)) == 1
        and len(parts) == 5
        and len(signers) == 1
        and len(_values(signers[0])) == expected
    )


def _values(content: bytes) -> list[bytes]:
    return [value for _, _, value in _elements(content)]


def certificates_in_container(signed: cms.SignedData) -> tuple[x509.Certificate, ...]:
    """Every certificate a container carries; raises ValueError for other things in their place."""
    choices = signed["certificates"] or ()
    if any(choice.name != "certificate" for choice in choices):
        raise ValueError("chứng thư lạ trong chữ ký")
    return tuple(choice.chosen for choice in choices)


def signer_of(signed: cms.SignedData) -> x509.Certificate:
    """The certificate the only signer names by issuer and serial number, or by its key.

    One widespread library writes names with letters beyond ASCII encoded twice; such a name still means the
    certificate with this serial number that it would be when decoded.
    raises    ValueError when no certificate in the container is the named one
    """
    named = signed["signer_infos"][0]["sid"]
    held = certificates_among(signed)
    if named.name != "issuer_and_serial_number":
        found = [one for one in held if one.key_identifier == named.chosen.native]
    else:
        serial, issuer = named.chosen["serial_number"].native, named.chosen["issuer"]
        same_number = [one for one in held if one.serial_number == serial]
        found = [one for one in same_number if one.issuer == issuer] or [
            one for one in same_number if _written_twice(one.issuer, issuer)
        ]
    if not found:
        raise ValueError("không có chứng thư người ký")
    return found[0]


def certificates_among(signed: cms.SignedData) -> list[x509.Certificate]:
    """The plain certificates of a container, whatever else lies beside them."""
    return [choice.chosen for choice in signed["certificates"] or () if choice.name == "certificate"]


def _written_twice(right: x509.Name, written: x509.Name) -> bool:
    def parts(name: x509.Name, *, decoded: bool) -> list[tuple[str, str]]:
        pairs = ((one["type"].dotted, str(one["value"].native)) for rdn in name.chosen for one in rdn)
        return [(kind, text.encode("latin-1").decode("utf-8") if decoded else text) for kind, text in pairs]

    try:
        return parts(right, decoded=False) == parts(written, decoded=True)
    except UnicodeError:
        return False


def _check_algorithms(signed: cms.SignedData, signer: cms.SignerInfo) -> None:
    digest = signer["digest_algorithm"]
    listed = signed["digest_algorithms"]
    if len(listed) != 1 or not all(one.dump() in _spellings(digest) for one in (digest, listed[0])):
        raise ValueError("thuật toán băm không khớp")
    algorithm = signer["signature_algorithm"]
    known = algorithm["algorithm"].native
    if known in CURVE_ALGORITHMS:
        expected = {_spelled(algos.SignedDigestAlgorithm, known, None)}
    elif known in SIGNATURE_ALGORITHMS:
        expected = {_spelled(algos.SignedDigestAlgorithm, known, core.Null())}
    else:
        raise ValueError("thuật toán ký không dùng")
    if algorithm.dump() not in expected:
        raise ValueError("thuật toán ký không khớp")


def _spellings(digest: algos.DigestAlgorithm) -> set[bytes]:
    """RFC 5754 wants no parameters, older writers put NULL."""
    name = digest["algorithm"].native
    return {_spelled(algos.DigestAlgorithm, name, nothing) for nothing in (None, core.Null())}


def _spelled(kind: type[algos.DigestAlgorithm], name: str, parameters: core.Null | None) -> bytes:
    fields = {"algorithm": name} if parameters is None else {"algorithm": name, "parameters": parameters}
    return bytes(kind(fields).dump())


def _check_unsigned(signer: cms.SignerInfo, *, is_stamp: bool) -> None:
    """A signature carries its timestamp and nothing else beside what it signs; a timestamp nothing at all."""
    kinds = [one["type"].native for one in signer["unsigned_attrs"] or ()]
    if kinds != ([] if is_stamp else ["signature_time_stamp_token"]) and kinds:
        raise ValueError("thuộc tính lạ trong chữ ký")
