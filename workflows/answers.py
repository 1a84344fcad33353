"""What a step asks is answered in the form it wants."""

from collections.abc import Mapping
from datetime import date

from workflows.definition import Ask, Transition
from workflows.errors import AnswerRefused

LONGEST = 2_000


def read_answers(transition: Transition, typed: Mapping[str, str]) -> dict[str, str]:
    """The answers by their codes; a day in ISO 8601, a number in digits.

    raises    AnswerRefused naming the first field that is missing or cannot be read
    """
    told = {}
    for ask in transition.asks:
        text = typed.get(ask.code, "").strip()
        if not text:
            if ask.required:
                raise AnswerRefused(why="answer_missing", title=ask.title)
            continue
        if len(text) > LONGEST:
            raise AnswerRefused(why="answer_too_long", title=ask.title)
        told[ask.code] = _read(ask, text)
    return told


def _read(ask: Ask, text: str) -> str:
    if ask.type == "number":
        if not text.isdecimal():
            raise AnswerRefused(why="answer_no_number", title=ask.title)
        return str(int(text))
    if ask.type == "date":
        return _day(ask, text)
    if ask.type == "choice" and text not in ask.choices:
        raise AnswerRefused(why="answer_no_choice", title=ask.title)
    return text


def _day(ask: Ask, text: str) -> str:
    found = read_day(text)
    if found is None:
        raise AnswerRefused(why="answer_no_day", title=ask.title)
    return found.isoformat()


def read_day(text: str) -> date | None:
    """2026-03-12, as browsers send it, or 12/3/2026, as people write it; None for anything else."""
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
