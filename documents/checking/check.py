"""The one door of this room: a Word draft in, findings out, in the order of the rules.

The rules warn and say what to do; they never change the draft.
"""

from documents.checking.body_rules import BODY_RULES
from documents.checking.finding import Finding
from documents.checking.head_rules import HEAD_RULES
from documents.checking.look_rules import LOOK_RULES, Rule
from documents.checking.missing_rules import MISSING_RULES
from documents.checking.page_rules import PAGE_RULES
from documents.checking.sheet import prepare
from documents.checking.view import view_of
from documents.errors import VanthuError
from documents.reading import guard
from documents.reading.errors import DamagedFile

__all__ = ["RULES", "Finding", "check_docx"]

RULES: tuple[Rule, ...] = (*PAGE_RULES, *MISSING_RULES, *HEAD_RULES, *LOOK_RULES, *BODY_RULES)


def check_docx(data: bytes) -> tuple[Finding, ...]:
    """Hold a .docx against the decree.

    raises    children of VanthuError, and nothing else, whatever the bytes
    """
    guard.guard_docx(data)
    try:
        view = view_of(prepare(data))
        return tuple(finding for rule in RULES for finding in rule(view))
    except VanthuError:
        raise
    except guard.BROKEN as error:
        raise DamagedFile(reason=type(error).__name__) from error
