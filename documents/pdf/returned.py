"""A whole file that another program signed, taken apart: the given bytes, and one signature more.

That nothing else was done is for the verifier to say; what is missing, the time-stamp, is added here.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import re

from asn1crypto import cms

from documents.pdf.errors import ReturnedFileWrong
from documents.pdf.pending import PendingSignature

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
TOKEN_BYTES = 6000
"""Room a time-stamp wants beside a signature that came without one."""


def returned(base: bytes, pdf: bytes) -> PendingSignature | None:
    """The one signature another program put on a file of ours; None when it carries its time-stamp already.

    raises ReturnedFileWrong
    """
    if not pdf.startswith(base):
        raise ReturnedFileWrong(found="other_beginning")
    ranges = list(_RANGE.finditer(pdf, len(base)))
    if len(ranges) != 1:
        raise ReturnedFileWrong(found="no_signature" if not ranges else "several_signatures")
    first, start, second, rest = (int(number) for number in ranges[0].groups())
    if first != 0 or not len(base) < start < second or second + rest != len(pdf):
        raise ReturnedFileWrong(found="covers_not_all")
    try:
        container = bytes.fromhex(pdf[start + 1 : second - 1].decode("ascii"))
        content = cms.ContentInfo.load(container)
        signer = content["content"]["signer_infos"][0]
        kinds = [one["type"].native for one in signer["unsigned_attrs"] or ()]
    except (ValueError, TypeError, KeyError, IndexError) as unreadable:
        raise ReturnedFileWrong(found="container_unreadable") from unreadable
    if "signature_time_stamp_token" in kinds:
        return None
    raw = content.dump()
    if len(raw) + TOKEN_BYTES > len(container):
        raise ReturnedFileWrong(found="no_room_for_time_stamp")
    blank = pdf[: start + 1] + b"0" * (second - start - 2) + pdf[second - 1 :]
    return PendingSignature(blank, start, second, raw)
