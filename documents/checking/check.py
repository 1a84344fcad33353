"""The one door of this room: a Word draft in, findings out, in the order of the rules.

The rules warn and say what to do; they never change the draft.
"""

from collections.abc import Iterator

from documents.checking.annex_rules import ANNEX_RULES
from documents.checking.basis_rules import BASIS_RULES
from documents.checking.body_rules import BODY_RULES
from documents.checking.capital_rules import CAPITAL_RULES
from documents.checking.finding import Finding
from documents.checking.head_rules import HEAD_RULES
from documents.checking.letter_rules import LETTER_RULES
from documents.checking.line_rules import LINE_RULES
from documents.checking.list_rules import LIST_RULES
from documents.checking.look_rules import LOOK_RULES
from documents.checking.missing_rules import MISSING_RULES
from documents.checking.outline_rules import OUTLINE_RULES
from documents.checking.page_rules import PAGE_RULES
from documents.checking.place_rules import PLACE_RULES
from documents.checking.rule import Papers, Rule
from documents.checking.scope_rules import SCOPE_RULES
from documents.checking.sequence_rules import SEQUENCE_RULES
from documents.checking.sheet import prepare
from documents.checking.signer_rules import SIGNER_RULES
from documents.checking.view import View, view_of
from documents.errors import VanthuError
from documents.reading import guard
from documents.reading.errors import DamagedFile

__all__ = ["RULES", "Finding", "check_docx", "rules_broken"]

RULES: tuple[Rule, ...] = (
    *SCOPE_RULES,
    *PAGE_RULES,
    *LETTER_RULES,
    *MISSING_RULES,
    *HEAD_RULES,
    *LOOK_RULES,
    *PLACE_RULES,
    *LINE_RULES,
    *BASIS_RULES,
    *OUTLINE_RULES,
    *SEQUENCE_RULES,
    *BODY_RULES,
    *LIST_RULES,
    *SIGNER_RULES,
    *ANNEX_RULES,
    *CAPITAL_RULES,
)

# Of a form laid out by its own field only these are asked.
_SPECIAL = ("page", "page-number", "letters", "missing", "nation", "motto", "signing", "signer", "capital")


def check_docx(data: bytes) -> tuple[Finding, ...]:
    """Hold a .docx against the decree.

    raises    children of VanthuError, and nothing else, whatever the bytes
    """
    return tuple(finding for _, finding in rules_broken(data))


def rules_broken(data: bytes) -> tuple[tuple[Rule, Finding], ...]:
    """The findings of `check_docx`, each with the rule that made it."""
    guard.guard_docx(data)
    try:
        return tuple(_broken(view_of(prepare(data))))
    except VanthuError:
        raise
    except guard.BROKEN as error:
        raise DamagedFile(reason=type(error).__name__) from error


def _broken(view: View) -> Iterator[tuple[Rule, Finding]]:
    for rule in _rules_for(view):
        for finding in rule(view):
            yield rule, finding


def _rules_for(view: View) -> tuple[Rule, ...]:
    if view.nature == "legislative":
        return SCOPE_RULES
    if view.nature == "special":
        return tuple(rule for rule in RULES if rule.code.partition(".")[0] in _SPECIAL)
    wanted = Papers.ANNEX if view.nature == "annex" else Papers.WHOLE
    return tuple(rule for rule in RULES if rule.papers & wanted)
