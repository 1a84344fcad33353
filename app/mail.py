"""Letters about notices, handed to the agency's own mail server; off unless one is named.

Plain Vietnamese text: what happened, the symbol, the subject, the address of the paper; never a reason, a remark or a
page of it. The queue is rows in the database, see `workflows.notices.mail`.
"""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from app.errors import WORDS_FOR
from app.office import OFFICE, Office
from documents.database import HANOI, local_date
from workflows.calendar import calendar_of
from workflows.notices.letters import Letter, LetterLine, letter_of, queue_digests
from workflows.notices.mail import (
    Waiting,
    take_letter,
    told_dropped,
    told_refused,
    told_sent,
    told_unsure,
    waiting_letters,
)

log = logging.getLogger("vanthu.mail")

PATIENCE_S = 20
LONGEST_SUBJECT = 120
PORTS = {"smtp": 25, "smtps": 465}


class NotTaken(Exception):
    """The letter surely did not go out.

    for_good   the server will never take it
    broken     the connection is of no use any more
    """

    def __init__(self, why: str, *, for_good: bool = False, broken: bool = False) -> None:
        super().__init__(why)
        self.for_good, self.broken = for_good, broken


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over.

    secure   encrypted from the first byte; else as soon as the server offers it
    """

    host: str
    port: int
    secure: bool
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server(url: str) -> MailServer:
    """From smtp://user:password@host:587 or smtps://…, as the settings let it through."""
    parts = urlsplit(url)
    return MailServer(
        parts.hostname or "",
        parts.port or PORTS[parts.scheme],
        parts.scheme == "smtps",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def mail_out(office: Office) -> int:
    """Gather the day's letters when their hour has come, then send what waits; returns how many went out."""
    if office.config.smtp_url is None:
        return 0
    gather_digests(office)
    return send_waiting(office, mail_server(office.config.smtp_url))


def gather_digests(office: Office) -> int:
    """On a working day, from the set hour on: one letter for each person with something unread."""
    now = office.clock()
    with office.reading(OFFICE) as work:
        works = calendar_of(work.session).is_working(local_date(now))
    if not works or now.astimezone(HANOI).hour < office.config.morning_hour:
        return 0
    with office.work(OFFICE) as work:
        return queue_digests(work, local_date(now))


def send_waiting(office: Office, server: MailServer) -> int:
    """Send every letter whose time has come, over one connection."""
    with office.reading(OFFICE) as work:
        waiting = waiting_letters(work)
    if not waiting:
        return 0
    try:
        with connected(server) as smtp:
            return sum(_send(office, smtp, one) for one in waiting)
    except (OSError, smtplib.SMTPException) as trouble:
        # No letter was taken: all of them wait for the next minute.
        log.warning("the mail server does not answer: %s", trouble)
        return 0


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session with the mail server, encrypted wherever it can be.

    raises    SMTPException, OSError
    """
    context = ssl.create_default_context()
    if server.secure:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_S, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    try:
        smtp.ehlo()
        if not server.secure and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
        elif not server.secure and server.user:
            raise smtplib.SMTPNotSupportedError("the password would travel in the clear; use smtps://")
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
    finally:
        smtp.close()


def _send(office: Office, smtp: smtplib.SMTP, waiting: Waiting) -> int:
    """One letter: taken, handed over, told; 1 when it went out."""
    with office.work(OFFICE) as work:
        if not take_letter(work, waiting.mail_id):
            return 0
        letter = letter_of(work, waiting)
        if letter is None:
            told_dropped(work, waiting.mail_id, "nothing left to say")
            return 0
    message = written(office, letter, waiting.mail_id)
    try:
        _address(smtp, office.config.mail_from, letter.address)
        refusal = _hand_over(smtp, message)
    except NotTaken as no:
        refusal = no
    except (smtplib.SMTPException, OSError) as silence:
        # It broke while the letter was on its way: nobody knows whether it arrived.
        with office.work(OFFICE) as work:
            told_unsure(work, waiting.mail_id, str(silence))
        raise
    if refusal is not None:
        log.warning("a letter was refused: %s", refusal)
        with office.work(OFFICE) as work:
            told_refused(work, waiting.mail_id, str(refusal), for_good=refusal.for_good)
        if refusal.broken:
            raise smtplib.SMTPServerDisconnected(str(refusal))
        return 0
    with office.work(OFFICE) as work:
        told_sent(work, waiting.mail_id)
    return 1


def _address(smtp: smtplib.SMTP, sender: str, address: str) -> None:
    """Say from whom and to whom; until here the server has nothing it could send.

    raises    NotTaken
    """
    try:
        for code, reply in (smtp.mail(sender), smtp.rcpt(address)):
            if code not in (250, 251):
                raise NotTaken(reply.decode(errors="replace"), for_good=code >= 500)
    except (smtplib.SMTPException, OSError) as trouble:
        raise NotTaken(str(trouble), broken=True) from trouble


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> NotTaken | None:
    """Hand the letter over; None when the server took it, else its refusal.

    raises    SMTPException, OSError when the connection broke on the way
    """
    try:
        code, reply = smtp.data(message.as_bytes(policy=SMTP))
    except smtplib.SMTPDataError as refusal:
        code, reply = refusal.smtp_code, _bytes(refusal.smtp_error)
    return None if code == 250 else NotTaken(reply.decode(errors="replace"), for_good=code >= 500)


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode()


def written(office: Office, letter: Letter, mail_id: str) -> EmailMessage:
    """The letter as a message; its Message-ID is the row's, so that a server may know it again."""
    address = office.config.site_url
    message = EmailMessage()
    message["From"] = office.config.mail_from
    message["To"] = letter.address
    message["Subject"] = _title(letter)
    message["Date"] = format_datetime(office.clock().astimezone(HANOI))
    message["Message-ID"] = f"<{mail_id}@{urlsplit(address).hostname or 'vanthu'}>"
    message["Auto-Submitted"] = "auto-generated"
    blocks = [f"Kính gửi: {letter.person_name}", *(_block(line, address) for line in letter.lines)]
    blocks.append(f"Thư tự động của hệ thống văn thư. Chọn việc được báo qua thư: {address}/notices/settings")
    message.set_content("\n\n".join(blocks) + "\n", cte="base64")
    return message


def _title(letter: Letter) -> str:
    if letter.digest:
        return f"[Văn thư] {len(letter.lines)} thông báo trong ngày"
    line = letter.lines[0]
    title = " - ".join(part for part in (_happened(line), line.number_symbol, line.subject) if part)
    return " ".join(f"[Văn thư] {title}".split())[:LONGEST_SUBJECT]


def _block(line: LetterLine, address: str) -> str:
    if line.document_id is None:
        return f"{_happened(line)}\n{address}/notices"
    paper = " - ".join(part for part in (line.number_symbol, line.subject) if part)
    return f"{_happened(line)}\n{paper}\n{address}/documents/{line.document_id}"


def _happened(line: LetterLine) -> str:
    told = WORDS_FOR[f"notice_{line.event}"]
    return told[:1].upper() + told[1:]
