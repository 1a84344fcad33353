"""A mail server on this machine for tests: speaks enough SMTP to take letters, to refuse them, or to break off."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class MailBox:
    """What arrived, and how the server behaves.

    refuses      addresses answered with 550
    busy         every address is answered with 451, come again later
    breaks_off   takes the letter, then is gone without a word
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    busy: bool = False
    breaks_off: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in self.letters]

    def text(self, place: int = 0) -> str:
        return str(self.letters[place].get_content())


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: MailBox = self.server.box  # type: ignore[attr-defined]
        self._say("220 thu-nghiem")
        while line := self.rfile.readline():
            word = line.split(b":")[0].split()[0].upper() if line.strip() else b""
            if word == b"QUIT":
                self._say("221 chao")
                return
            if word == b"DATA":
                self._say("354 moi gui")
                if not self._take(box):
                    return
            elif word == b"RCPT" and box.busy:
                self._say("451 ban, gui lai sau")
            elif word == b"RCPT" and line.decode().partition("<")[2].partition(">")[0] in box.refuses:
                self._say("550 khong co nguoi nay")
            else:
                self._say("250 duoc")

    def _take(self, box: MailBox) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        letter = message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(letter, EmailMessage)
        box.letters.append(letter)
        if box.breaks_off:
            return False
        self._say("250 da nhan")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailBox]:
    """A server on a free port, until the block ends."""
    box = MailBox()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.box = box  # type: ignore[attr-defined]
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
