"""Read any file an office has: Word of every age, PDF with text or scanned, plain text.

`documents.reading` reads what carries its own letters; here older files are turned into one of those first, by
programs of the system where they are installed, and are refused with the remedy where they are not.
"""

import shutil
import subprocess
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from documents.errors import VanthuError
from documents.reading import recognition
from documents.reading.container import recognise as kind_of
from documents.reading.container import refuse_other_kinds
from documents.reading.errors import NotADocx, OldWordFile
from documents.reading.paper import Paper
from documents.reading.reader import Reading, read_file, reading_of
from documents.reading.recognition import UNSURE
from documents.reading.text import read_text
from documents.reading.warnings import BY_MACHINE, POOR, SCAN
from documents.typesetting import libreoffice
from documents.typesetting.errors import LibreOfficeFailed, LibreOfficeMissing

TIMEOUT_S = 60
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def inspect_file(name: str, data: bytes, more_kinds: Collection[str] = ()) -> Reading:
    """Read a file of any kind we know.

    name        for messages only; the bytes decide
    more_kinds  names of kinds that other packages brought
    raises    children of VanthuError, and nothing else, whatever the bytes
    """
    if kind_of(data) == "ole":
        return _old_word(name, data, more_kinds)
    reading = read_file(name, data, more_kinds)
    if reading.text_quality == "scan" and recognition.is_installed():
        return _only_suggested(reading_of(recognition.recognise(data), more_kinds), SCAN)
    if reading.text_quality == "poor_ocr":
        return _only_suggested(reading, POOR)
    return reading


def _old_word(name: str, data: bytes, more_kinds: Collection[str]) -> Reading:
    try:
        refuse_other_kinds(data)
    except OldWordFile as refusal:
        if _WORD_STREAM not in data:
            # Any program's file may lie in such a container; LibreOffice would print its bytes as text.
            raise NotADocx(file=name, found="unknown") from None
        try:
            return read_file(name, libreoffice.docx_of(data), more_kinds)
        except (LibreOfficeMissing, LibreOfficeFailed):
            plain = _by_antiword(data)
            if plain is None:
                refusal.facts.setdefault("file", name)
                raise refusal from None
            return reading_of(read_text(plain), more_kinds)
    except VanthuError as error:
        error.facts.setdefault("file", name)
        raise
    raise OldWordFile(file=name)


def _by_antiword(data: bytes) -> bytes | None:
    """The bare text of a .doc in UTF-8; None where the program is missing or makes nothing of it."""
    program = shutil.which("antiword")
    if program is None:
        return None
    try:
        told = subprocess.run(
            [program, "-m", "UTF-8.txt", "-w", "0", "-"],
            input=data,
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return None
    return told.stdout if told.returncode == 0 and told.stdout.strip() else None


def _only_suggested(guess: Reading, sentence: str) -> Reading:
    """A reading that states nothing, with what was guessed beside it: a machine is sometimes sure and wrong."""
    empty = reading_of(Paper((), quality=guess.text_quality))
    certain = {field.name: _without_doubt(getattr(guess, field.name)) for field in fields(guess)}
    suggested = replace(guess, **{**certain, "text": guess.text})
    return replace(empty, warnings=(sentence, BY_MACHINE), text=guess.text, suggested=suggested)


def _without_doubt(value: Any) -> Any:
    """Nothing in the place of what holds a letter the machine was not sure of."""
    if isinstance(value, tuple):
        return tuple(item for item in value if UNSURE not in str(item))
    return None if isinstance(value, str) and UNSURE in value else value
