"""typst in this process, kept warm: fonts are read once, the compiler remembers what it has seen."""

import tempfile
import threading
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path

import typst

_LOCAL = threading.local()


@cache
def fonts() -> typst.Fonts:
    """Our four Tinos files and nothing else: the same page on every machine."""
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
    if not pictures:
        return _printed(_compiler(), source.encode(), created_at)
    with tempfile.TemporaryDirectory(prefix="vanthu-typst-") as folder:
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        main = Path(folder) / "main.typ"
        main.write_text(source, "utf-8")
        return _printed(typst.Compiler(str(main), root=folder, font_paths=fonts()), None, created_at)


def _printed(compiler: typst.Compiler, source: bytes | None, created_at: datetime) -> bytes:
    pdf = compiler.compile(
        input=source, format="pdf", pdf_standards=["a-2a"], timestamp=int(created_at.timestamp())
    )
    if not isinstance(pdf, bytes):
        raise typst.TypstError("no page", "")
    return pdf
