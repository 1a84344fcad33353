"""The second route: LibreOffice in a profile of its own that fetches nothing and runs nothing.

A fresh profile, folder and process for each file; time, memory and files are limited, and where the system allows,
the process has no network. Without the profile settings LibreOffice embeds local files and web pictures a document
names.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path
from xml.sax.saxutils import escape

from documents.typesetting.errors import LibreOfficeFailed, LibreOfficeMissing

TIMEOUT_S = 90
MEMORY_BYTES = 3_000_000_000
FILE_BYTES = 200_000_000
_TIMES = ("Times New Roman", "Times New Roman Bold", "Times", "Liberation Serif", "Tinos")
_OPTIONS = {
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
}
_FILTER = f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}"
_DOCX_FILTER = "docx:MS Word 2007 XML"
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (_SECURITY, "DisableActiveContent", "true"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Update/Update/Enabled", "Enabled", "false"),
)


def is_installed() -> bool:
    return shutil.which("soffice") is not None


def convert(data: bytes, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """A .docx as PDF/A-2b, tagged.

    raises    LibreOfficeMissing, LibreOfficeFailed with `reason`
    """
    return _converted(data, "docx", _FILTER, "pdf", timeout_s)


def docx_of(old: bytes, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """A Word 97-2003 file (.doc) as .docx, font names kept; macros do not come along. Guard the result.

    raises    LibreOfficeMissing, LibreOfficeFailed with `reason`
    """
    return _converted(old, "doc", _DOCX_FILTER, "docx", timeout_s)


def _converted(data: bytes, source: str, target_filter: str, target: str, timeout_s: float) -> bytes:
    program = shutil.which("soffice")
    if program is None:
        raise LibreOfficeMissing()
    with tempfile.TemporaryDirectory(prefix="vanthu-office-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(profile(), "utf-8")
        (home / "fonts.conf").write_text(font_rules(_fonts()), "utf-8")
        (home / f"draft.{source}").write_bytes(data)
        _run(_command(program, home, f"draft.{source}", target_filter), home, timeout_s)
        made = home / "out" / f"draft.{target}"
        if not made.is_file():
            raise LibreOfficeFailed(reason="no page was written")
        return made.read_bytes()


def profile() -> str:
    """The settings of the throw-away profile, as LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n"
    )


def font_rules(folder: Path) -> str:
    """Our own letters for Times: another machine's Times-like font may lack the Vietnamese ones."""
    aliases = "".join(
        f'<match><test name="family"><string>{name}</string></test>'
        '<edit name="family" mode="assign" binding="strong"><string>Tinos</string></edit></match>\n'
        for name in _TIMES
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f'<dir>{escape(str(folder))}</dir>\n<cachedir prefix="xdg">fontconfig</cachedir>\n{aliases}'
        '<selectfont><rejectfont><pattern><patelt name="family"><string>Liberation Serif</string></patelt>'
        "</pattern></rejectfont></selectfont>\n</fontconfig>\n"
    )


def _command(program: str, home: Path, source: str, target_filter: str) -> list[str]:
    return [
        *_without_network(),
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        target_filter,
        "--outdir",
        str(home / "out"),
        str(home / source),
    ]


@cache
def _without_network() -> tuple[str, ...]:
    """A prefix that takes the network away, where the system lets us."""
    unshare, true = shutil.which("unshare"), shutil.which("true")
    if unshare is None or true is None:
        return ()
    prefix = (unshare, "--user", "--map-current-user", "--net", "--")
    allowed = subprocess.run([*prefix, true], capture_output=True, check=False, timeout=10).returncode == 0
    return prefix if allowed else ()


def _run(command: list[str], home: Path, timeout_s: float) -> None:
    environment = {
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CACHE_HOME": str(home),
        "FONTCONFIG_FILE": str(home / "fonts.conf"),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
    }
    process = subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_limit,
    )
    try:
        _out, said = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        # soffice starts children of its own: the whole session goes.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise LibreOfficeFailed(reason=f"no answer within {timeout_s:g} s") from error
    if process.returncode != 0:
        raise LibreOfficeFailed(reason=said.decode("utf-8", "replace").strip()[-200:] or "unknown")


def _fonts() -> Path:
    return Path(str(resources.files("documents.typesetting") / "fonts"))


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
