"""typst in this process, kept warm: fonts are read once, the compiler remembers what it has seen."""

import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

_LOCAL = threading.local()


@cache
def fonts() -> typst.Fonts:
    """Tinos, the signs it lacks and nothing else: the same page on every machine."""
    place = resources.files("documents.typesetting") / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place)])


def _compiler() -> typst.Compiler:
    if not hasattr(_LOCAL, "compiler"):
        _LOCAL.compiler = typst.Compiler(font_paths=fonts())
    found: typst.Compiler = _LOCAL.compiler
    return found


def compile_pdf(source: str, pictures: dict[str, bytes], *, created_at: datetime) -> bytes:
    """Print typst source as PDF/A-2a; the same bytes for the same input and moment.

    raises    typst.TypstError
    """
    with _loaded(source, pictures) as (compiler, entry):
        return _printed(compiler, entry, created_at)


def noted(source: str, pictures: dict[str, bytes], label: str) -> list[dict[str, Any]]:
    """The values the source notes under a label while it is laid out (`metadata`).

    raises    typst.TypstError
    """
    with _loaded(source, pictures, in_folder=True) as (compiler, _entry):
        found = compiler.query(f"<{label}>", field="value")
    values: list[dict[str, Any]] = json.loads(found)
    return values


@contextmanager
def _loaded(
    source: str, pictures: dict[str, bytes], *, in_folder: bool = False
) -> Iterator[tuple[typst.Compiler, bytes | None]]:
    """A compiler and what to give it: pictures need a folder for themselves, text alone none."""
    if not pictures and not in_folder:
        yield _compiler(), source.encode()
        return
    with tempfile.TemporaryDirectory(prefix="vanthu-typst-") as folder:
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        main = Path(folder) / "main.typ"
        main.write_text(source, "utf-8")
        yield typst.Compiler(str(main), root=folder, font_paths=fonts()), None


def _printed(compiler: typst.Compiler, source: bytes | None, created_at: datetime) -> bytes:
    pdf = compiler.compile(
        input=source, format="pdf", pdf_standards=["a-2a"], timestamp=int(created_at.timestamp())
    )
    if not isinstance(pdf, bytes):
        raise typst.TypstError("no page", "")
    return pdf
