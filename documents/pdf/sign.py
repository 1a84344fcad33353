"""The director's signature: a certification that lets only the prepared fields and further signatures follow.

The key signs once, then the timestamp is asked for; `pending` tells what happens when it does not come. The agency's
seal is in `seal`, long-term proof in `long_term`. Whose key this is and whether it may sign is judged elsewhere.
"""

from pyhanko.sign.fields import MDPPerm

from documents.pdf.fields import DIRECTOR_FIELD
from documents.pdf.keys import SigningKey
from documents.pdf.pending import PendingSignature, stamp_and_complete
from documents.pdf.revision import Claim, RevisionWriter, check_fillable, sign_revision
from documents.pdf.timestamps import Timestamper


def certify(
    prepared: bytes, key: SigningKey, *, picture_png: bytes, timestamper: Timestamper, claim: Claim
) -> bytes:
    """The director signs: certification, DocMDP P=2, PAdES B-T.

    raises    KeyExpired, KeyNotYetValid, NotPrepared, PictureUnreadable; TimestampUnavailable whose `pending`
              has to be kept and given to `complete` later
    """
    return stamp_and_complete(
        certify_pending(prepared, key, picture_png=picture_png, claim=claim), timestamper
    )


def certify_pending(
    prepared: bytes, key: SigningKey, *, picture_png: bytes, claim: Claim
) -> PendingSignature:
    """The director's signature without its timestamp."""
    key.check_valid_at(claim.at)
    writer = RevisionWriter.open(prepared)
    check_fillable(writer, DIRECTOR_FIELD)
    return sign_revision(
        writer, key, DIRECTOR_FIELD, picture_png=picture_png, claim=claim, permissions=MDPPerm.FILL_FORMS
    )
