"""What can go wrong between people, order and time."""

from documents.errors import VanthuError, VersionMoved


class ActDenied(VanthuError):
    """A guard said no; `reason` is its code and `facts` what it found."""

    code = "act_denied"


class BadCalendarDay(VanthuError):
    """A day or term that no calendar of ours has, or an override without its reason; `value`."""

    code = "bad_calendar_day"


class NotYourTurn(ActDenied):
    code = "not_your_turn"


class AbsenceRefused(VanthuError):
    """An absence that cannot be kept as declared; `why` says what is wrong with it."""

    code = "absence_refused"


class DirectoryRefused(VanthuError):
    """A person, position or unit that cannot be kept or ended as it is written; `why` says what is wrong with it."""

    code = "directory_refused"


class ReorganisationRefused(VanthuError):
    """A change of units, agencies or people that cannot be made as it is written; `why` says what is wrong with it."""

    code = "reorganisation_refused"


class ReasonNeeded(VanthuError):
    """Returning or withdrawing wants a reason the next person can act on."""

    code = "reason_needed"


class MovedByOther(VersionMoved):
    """Somebody was faster: `by` whom, `what` they did, `at` which moment."""

    code = "moved_by_other"


class UpgradeRefused(VanthuError):
    """Papers of an earlier version cannot go on under the newest one now; `why` says what stands in the way."""

    code = "upgrade_refused"


class AnswerRefused(VanthuError):
    """A field the step asks was not answered as it must be; `why`, and the field's `title`."""

    code = "answer_refused"


class NobodyToAct(VanthuError):
    """In the state the paper would come to, nobody holds the role whose turn it is; `role`, `state`."""

    code = "nobody_to_act"


class AlreadyUnderway(VanthuError):
    """Somebody is signing or issuing this document at this moment."""

    code = "already_underway"


class ReservationLost(VanthuError):
    """The reservation expired or was replaced before the slow act came back."""

    code = "reservation_lost"


class ProofFailed(VanthuError):
    """The bytes that came back are not exactly what was expected; nothing was accepted."""

    code = "proof_failed"


class NoCertificate(VanthuError):
    """No enrolled certificate is in force for this person or agency on this day."""

    code = "no_certificate"


class CertificateNotEnrolled(VanthuError):
    """The key that was used is not the one enrolled for this person and position."""

    code = "certificate_not_enrolled"


class NoMandate(VanthuError):
    """The person may not sign in the capacity the paper prints."""

    code = "no_mandate"


class MandateMissing(NoMandate):
    """Nobody was ever given this capacity; `capacity`, `on_behalf_of`."""

    code = "mandate_missing"


class MandateOfAnother(NoMandate):
    """The capacity was given, to others: `holders`."""

    code = "mandate_of_another"


class MandateExpired(NoMandate):
    """The paper it rests on has ended; `paper`, `until`."""

    code = "mandate_expired"


class MandateNotYet(NoMandate):
    """The paper it rests on is not in force yet; `paper`, `since`."""

    code = "mandate_not_yet"


class MandateOutsideScope(NoMandate):
    """The paper does not reach this kind of document or this unit's; `paper`, `scope`."""

    code = "mandate_outside_scope"


class MandateWrongPosition(NoMandate):
    """The position does not carry this capacity; `needs` says which does."""

    code = "mandate_wrong_position"


class MandateRedelegated(NoMandate):
    """Whoever was empowered (TUQ.) gave it on to somebody else, which the decree forbids; `paper`."""

    code = "mandate_redelegated"


class MandateNotGrantors(NoMandate):
    """Who granted it did not hold that competence; `grantor`, `paper`."""

    code = "mandate_not_grantors"


class MandateLacks(NoMandate):
    """The paper lacks what this capacity must rest on; `lacking` names it."""

    code = "mandate_lacks"


class NotCollective(NoMandate):
    """TM. before the title of one person; it stands for collective bodies only."""

    code = "not_collective"


class MandateRefused(VanthuError):
    """A mandate that cannot be kept as it is written; `why` says what is wrong with it."""

    code = "mandate_refused"


class PictureMissing(VanthuError):
    """The picture of the signature or seal is not registered."""

    code = "picture_missing"


class MonthPassed(VanthuError):
    """The paper prints another month or year than the day of issue."""

    code = "month_passed"


class RecipientUnknown(VanthuError):
    """A line under "Nơi nhận" names nobody the directory knows."""

    code = "recipient_unknown"


class RecipientKnown(VanthuError):
    """The line is known already; changing whom it means is the directory's business."""

    code = "recipient_known"


class OpinionRefused(VanthuError):
    """A question or an answer that cannot be kept as it is; `why` says what is wrong with it."""

    code = "opinion_refused"


class NoSuchOpinionRound(VanthuError):
    """The document has no such round of opinions."""

    code = "no_such_opinion_round"


class AssignmentRefused(VanthuError):
    """An assignment, report or answer that cannot be kept as it is; `why` says what is wrong with it."""

    code = "assignment_refused"


class NoSuchAssignment(VanthuError):
    """The paper has no such open assignment."""

    code = "no_such_assignment"


class BadDefinition(VanthuError):
    """A workflow definition contradicts itself; `faults` list where."""

    code = "bad_definition"


class TimestampPending(VanthuError):
    """The time-stamp server did not answer; the signature is held and the document not yet signed."""

    code = "timestamp_pending"
