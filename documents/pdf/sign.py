"""A person's signature: the first certifies the file and lets only the prepared fields and further signatures follow.

Minutes are signed twice, by the secretary and then by the chair, who approves what the secretary certified.

The key signs once, then the timestamp is asked for; `pending` tells what happens when it does not come. The agency's
seal is in `seal`, long-term proof in `long_term`. Whose key this is and whether it may sign is judged elsewhere.
"""

from pyhanko.sign.fields import MDPPerm

from documents.pdf.errors import NotPrepared
from documents.pdf.fields import DIRECTOR_FIELD, SECRETARY_FIELD
from documents.pdf.keys import SigningKey
from documents.pdf.pending import PendingSignature, stamp_and_complete
from documents.pdf.revision import (
    Claim,
    RevisionWriter,
    check_fillable,
    check_unsigned,
    open_fields,
    sign_revision,
)
from documents.pdf.timestamps import Timestamper


def certify(
    prepared: bytes, key: SigningKey, *, picture_png: bytes, timestamper: Timestamper, claim: Claim
) -> bytes:
    """The first person signs: certification, DocMDP P=2, PAdES B-T.

    raises    KeyExpired, KeyNotYetValid, NotPrepared, PictureUnreadable; TimestampUnavailable whose `pending`
              has to be kept and given to `complete` later
    """
    return stamp_and_complete(
        certify_pending(prepared, key, picture_png=picture_png, claim=claim), timestamper
    )


def certify_pending(
    prepared: bytes, key: SigningKey, *, picture_png: bytes, claim: Claim
) -> PendingSignature:
    """The first signature without its timestamp: the secretary's where the page has a place for one."""
    key.check_valid_at(claim.at)
    writer = RevisionWriter.open(prepared)
    check_unsigned(writer)
    field = SECRETARY_FIELD if SECRETARY_FIELD in open_fields(writer) else DIRECTOR_FIELD
    check_fillable(writer, field)
    return sign_revision(writer, key, field, picture=picture_png, claim=claim, permissions=MDPPerm.FILL_FORMS)


def countersign_pending(
    signed: bytes, key: SigningKey, *, picture_png: bytes, claim: Claim
) -> PendingSignature:
    """The chair's signature on what the secretary signed, without its timestamp.

    raises    as `certify`; NotPrepared also when the secretary has not signed
    """
    key.check_valid_at(claim.at)
    writer = RevisionWriter.open(signed)
    if SECRETARY_FIELD in open_fields(writer):
        raise NotPrepared(field=SECRETARY_FIELD, reason="not signed yet")
    check_fillable(writer, DIRECTOR_FIELD)
    return sign_revision(writer, key, DIRECTOR_FIELD, picture=picture_png, claim=claim)
