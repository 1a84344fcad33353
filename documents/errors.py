"""What can go wrong in words a person of the office would use.

Every room's errors are children of `VanthuError`: a stable `code`, and the facts of the case. The sentence a
user reads is made at the door (`app.errors`), never here.
"""

from typing import ClassVar


class VanthuError(Exception):
    """A situation a person can be told about; `facts` hold what the sentence needs."""

    code: ClassVar[str] = "vanthu"

    def __init__(self, **facts: object) -> None:
        super().__init__(f"{self.code}: {facts}" if facts else self.code)
        self.facts = facts


class DraftRefused(VanthuError):
    """An uploaded file that may not enter the store."""

    code = "draft_refused"


class NotAllowed(VanthuError):
    """The actor lacks the right; `right`, `document_id` and, where a guard spoke, `reason` say why."""

    code = "not_allowed"


class NoSuchDocument(VanthuError):
    """No document of that id, or none the actor may know of: both look alike from outside."""

    code = "no_such_document"


class VersionMoved(VanthuError):
    """Somebody else changed the document between looking and acting."""

    code = "version_moved"


class BytesMissing(VanthuError):
    """The store has no file of that digest."""

    code = "bytes_missing"


class BytesDamaged(VanthuError):
    """A stored file no longer has the digest it is named by."""

    code = "bytes_damaged"


class DiskFull(VanthuError):
    """No room left to write; nothing of the act was kept."""

    code = "disk_full"


class NumberTaken(VanthuError):
    """The number of the series already belongs to a document."""

    code = "number_taken"


class NoSeries(VanthuError):
    """The agency has no number series for this kind and year."""

    code = "no_series"


class KindNotReady(VanthuError):
    """The kind of document is unknown here, or has no workflow yet."""

    code = "kind_not_ready"


class BadKind(VanthuError):
    """A kind's description contradicts itself or another kind; `faults` say where in `file`."""

    code = "bad_kind"


class NoSuchKind(VanthuError):
    """No kind of that code is known here."""

    code = "no_such_kind"


class CommentRefused(VanthuError):
    """A remark says nothing ("empty") or points outside the paper ("place")."""

    code = "comment_refused"


class NoSuchComment(VanthuError):
    """The remark is not on this paper."""

    code = "no_such_comment"


class WorkingCopyTaken(VanthuError):
    """Somebody else has the draft out; `name` and `until` say who and how long."""

    code = "working_copy_taken"


class NoSuchAct(VanthuError):
    """The act is not among the legal bases of this paper."""

    code = "no_such_act"


class FieldsIncomplete(VanthuError):
    """Confirmed fields lack something the law requires; `missing` names them."""

    code = "fields_incomplete"


class DefinitionChanged(VanthuError):
    """A version of a workflow that papers run by is not what it was when they began; `workflow`, `version`."""

    code = "definition_changed"
