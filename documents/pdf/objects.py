"""Reading pyHanko's PDF objects safely: references followed, missing or wrong kinds answered with an empty one.

pyHanko's own `.get` returns references unfollowed, which a file under suspicion must not be able to profit from.
"""

# mypy: disable-error-code="no-untyped-call"

from collections.abc import Iterator

from pyhanko.pdf_utils import generic


def entry(holder: generic.DictionaryObject, key: str) -> generic.PdfObject | None:
    """The value behind a key, references followed; None when it is absent."""
    try:
        found: generic.PdfObject = holder[key]
    except KeyError:
        return None
    return found


def name(holder: generic.DictionaryObject, key: str) -> str:
    """A name or text as a plain string, empty when absent."""
    found = entry(holder, key)
    return str(found) if isinstance(found, str) else ""


def dictionary(holder: generic.DictionaryObject, key: str) -> generic.DictionaryObject:
    found = entry(holder, key)
    return found if isinstance(found, generic.DictionaryObject) else generic.DictionaryObject()


def listed(holder: generic.DictionaryObject, key: str) -> Iterator[generic.PdfObject]:
    """The members of an array, references followed."""
    found = entry(holder, key)
    if isinstance(found, generic.ArrayObject):
        for index in range(len(found)):
            yield found[index]


def streams(holder: generic.DictionaryObject, key: str) -> tuple[bytes, ...]:
    """The decoded contents of the streams in an array."""
    return tuple(one.data for one in listed(holder, key) if isinstance(one, generic.StreamObject))
