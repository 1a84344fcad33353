"""One office, wired: database, store, index, rules, clock, keys and trusted time in one place.

Made once per application; every door, page, JSON, command line and job asks it for a `Work`.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session, sessionmaker

from app import csc, revocation
from app.clock import Clock, machine_clock
from app.config import Config
from app.csc import RemoteService
from app.devpki import DevPki
from app.devpki.folder import Folder
from app.packages import KINDS, WORKFLOWS, packages_for
from documents.access import Actor, running
from documents.drafting import Box, Face, Ink, PreparedDraft, prepare_draft
from documents.errors import NoSuchDocument, NotAllowed, VanthuError
from documents.events import ActDenied as ActDeniedFact
from documents.files import Files, FolderFiles, sha256
from documents.kinds import load_kinds
from documents.pdf.errors import CertificateRevoked
from documents.pdf.keys import SigningKey, certificate_facts, load_pkcs12
from documents.pdf.long_term import ValidationData
from documents.pdf.lookup_mark import LookupMark, new_code
from documents.pdf.timestamps import HttpTimestamper, Timestamper
from documents.pdf.tokens import SCHEME, TokenAddress, opened_token
from documents.pdf.trust import Trust
from documents.receiving import ReceivedFile, receive_file
from documents.work import Work, open_work
from search.whoosh_engine import WhooshEngine
from workflows.commands import Rules, install_rights, rights_lacking
from workflows.definition_files import load_catalogue
from workflows.directory.actors import actor_for
from workflows.directory.certificates import REMOTE
from workflows.directory.model import certificate_of
from workflows.errors import ActDenied, NoCertificate, NoMandate
from workflows.guards import GUARDS
from workflows.minutes import face_of
from workflows.proving import Tools
from workflows.records.dossiers import adopt_dossiers
from workflows.signing import Begin, registered_ink
from workflows.trust.believed import believed

CONSUMERS = ("engine", "search", "long_term", "notices")
log = logging.getLogger(__name__)
ASKED_BEFORE_SIGNING_S = 3
"""How long a desk waits for an authority's word; the proof of what was signed waits longer."""

OFFICE = Actor("office", "Vanthu", "Hệ thống")
"""The office itself, for acts of the machine: raising signatures, sweeping, telling the index."""

NOBODY = Actor("", "", "")


class NoTimestampServer(VanthuError):
    """Neither a time-stamp server nor a development authority is set up."""

    code = "no_timestamp_server"


class NoTrust(VanthuError):
    """No root certificate is trusted yet, so nothing can be verified."""

    code = "no_trust"


@dataclass(frozen=True)
class Office:
    config: Config
    database: Database
    files: Files
    engine: WhooshEngine
    rules: Rules
    clock: Clock

    @cached_property
    def make_session(self) -> sessionmaker[Session]:
        return sessionmaker(self.database, expire_on_commit=False)

    def at(self, clock: Clock) -> "Office":
        """The same office in another time."""
        return replace(self, clock=clock)

    @cached_property
    def remote_service(self) -> RemoteService | None:
        """The remote signing service, where the office has an account at one."""
        if not self.config.csc_url:
            return None
        return RemoteService(self.config.csc_url, self.config.csc_client, self.clock)

    @property
    def keys_folder(self) -> Path:
        return self.config.home / "keys"

    @property
    def pki_folder(self) -> Path:
        return self.config.home / "pki"

    def actor(self, person_id: str) -> Actor:
        """raises NotAllowed when the person is not in office now."""
        with self._reading(OFFICE) as work:
            actor = actor_for(work.session, person_id, work.now)
        if actor is None:
            raise NotAllowed(right="work", document_id=None)
        return actor

    @contextmanager
    def reading(self, actor: Actor, act: str = "") -> Iterator[Work]:
        """A work that only looks; with `act`, a look at what is closed to the actor is told to the journal."""
        try:
            with self._reading(actor) as work:
                yield work
        except (NoSuchDocument, NotAllowed) as denial:
            if act:
                self._tell_denial(actor, act, denial)
            raise

    @contextmanager
    def work(self, actor: Actor, act: str = "") -> Iterator[Work]:
        """A work that changes something; a denial is told to the journal after everything was rolled back."""
        try:
            with self._writing(actor) as work:
                yield work
        except (NotAllowed, ActDenied, NoMandate, NoCertificate) as denial:
            self._tell_denial(actor, act, denial)
            raise

    def beginning(self, actor: Actor, act: str = "") -> Begin:
        """How a slow act opens each of its works."""
        return lambda: self.work(actor, act)

    @property
    def tools(self) -> Tools:
        """Never kept: what is trusted may change while the office runs.

        raises    NoTimestampServer, NoTrust
        """
        return Tools(self._kept_timestamper, self.trust, self.clock)

    @cached_property
    def _kept_timestamper(self) -> Timestamper:
        return self.timestamper

    @cached_property
    def dev_pki(self) -> DevPki | None:
        """The development authority, where one was made; never for real papers."""
        return DevPki.open(self.pki_folder) if Folder(self.pki_folder).exists else None

    @property
    def timestamper(self) -> Timestamper:
        if self.config.tsa_url:
            return HttpTimestamper(self.config.tsa_url)
        if self.dev_pki is None:
            raise NoTimestampServer()
        return self.dev_pki.timestamper(self.clock)

    @property
    def trust(self) -> Trust:
        """What counts now: PEM files of the machine, the development root, and what two people confirmed.

        raises    NoTrust
        """
        now = self.clock()
        with self._reading(OFFICE) as work:
            found = believed(work.session, now, self.machine_trust)
        if found.is_empty:
            raise NoTrust(folder=trust_folder(self.config).name)
        return found

    @property
    def machine_trust(self) -> Trust:
        """What the files of this machine say by themselves."""
        return read_trust(self.config, self.dev_pki)

    def answers_about(
        self, certificates: Iterable[bytes], *, timeout_s: float = revocation.TIMEOUT_S
    ) -> ValidationData:
        """Fresh answers about certificates (DER): the development authority's, else the real ones'.

        raises    NoRevocationSource
        """
        if self.dev_pki is None or self.config.tsa_url:
            return revocation.answers_about(certificates, self.trust, timeout_s=timeout_s)
        return self.dev_pki.revocation_evidence(certificates, self.clock())

    def refuse_revoked(self, certificate: bytes) -> None:
        """Ask once, briefly, before a key is used. Silence refuses nobody: the proof asks again.

        raises    CertificateRevoked
        """
        try:
            data = self.answers_about([certificate], timeout_s=ASKED_BEFORE_SIGNING_S)
        except VanthuError as silence:
            log.warning("nobody said whether a certificate about to sign is revoked: %s", silence)
            return
        if revocation.is_revoked(certificate, data, self.clock()):
            raise CertificateRevoked(subject=certificate_facts(certificate).subject)

    @contextmanager
    def opened_key(self, holder: str, password: str) -> Iterator[SigningKey]:
        """The enrolled key of a person or of the agency, opened once for the acts of this block.

        password  of the key file, or the PIN of the device or the service that keeps it
        raises    NoCertificate, WrongKeyPassword, KeyFileUnreadable, TokenMissing, TokenLocked, TokenTrouble,
                  RemoteUnavailable, RemoteRefused, CertificateRevoked
        """
        with self._unlocked(holder, password) as key:
            self.refuse_revoked(key.certificate)
            yield key

    @contextmanager
    def _unlocked(self, holder: str, password: str) -> Iterator[SigningKey]:
        with self._reading(OFFICE) as work:
            certificate = certificate_of(work.session, holder, work.now)
        if certificate is None or certificate.key_name is None:
            raise NoCertificate(holder=holder)
        if certificate.key_name.startswith(REMOTE):
            address, enrolled = certificate.key_name, certificate.fingerprint
            with csc.opened_credential(self.remote_service, address, enrolled, password) as key:
                yield key
        elif certificate.key_name.startswith(SCHEME):
            place = TokenAddress.parse(certificate.key_name)
            with opened_token(self.config.pkcs11_driver, place, certificate.fingerprint, password) as key:
                yield key
        else:
            yield load_pkcs12((self.keys_folder / certificate.key_name).read_bytes(), password)

    def ink_of(self, signer_name: str | None) -> Ink:
        """The real sizes of seal and signature, for setting a draft."""
        with self._reading(OFFICE) as work:
            return registered_ink(work, signer_name)

    def face_of(self, kind: str | None) -> Face:
        """What the page of a kind has, by its printed name."""
        return face_of(self.rules.kinds, self.rules.workflows, kind)

    def prepare(
        self, name: str, data: bytes, moved: Mapping[str, Box] | None = None, kind: str | None = None
    ) -> PreparedDraft:
        """An uploaded Word file, read and set, with no transaction open; see `documents.drafting.prepare_draft`."""
        names = [name for kind in self.rules.kinds.values() for name in kind.names]
        return prepare_draft(
            name,
            data,
            at=self.clock(),
            ink_of=self.ink_of,
            moved=moved,
            more_kinds=names,
            mark=self.new_lookup_mark(),
            face_of=self.face_of,
            kind=kind,
        )

    def new_lookup_mark(self) -> LookupMark | None:
        """For a paper being set; none while an office has not said where it is reached: a wrong address stays for good.

        Papers under the development authority are not for real use, so the default address does for them.
        """
        if self.config.public_url is None and self.dev_pki is None:
            return None
        return LookupMark(f"{self.config.site_url}/verify", new_code())

    def receive(self, name: str, data: bytes) -> ReceivedFile:
        """A file that arrived, read and verified with no transaction open; see `documents.receiving`."""
        names = [name for kind in self.rules.kinds.values() for name in kind.names]
        try:
            trust = self.trust
        except NoTrust:
            # Nobody is trusted here yet: a scan can still be taken in, a signer is then simply unknown.
            trust = Trust()
        return receive_file(name, data, trust=trust, at=self.clock(), more_kinds=names)

    def keep_key(self, name: str, packed: bytes) -> str:
        """Keep a PKCS#12 file, encrypted as it is, readable by this account only; returns its name in the folder."""
        self.keys_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_name = f"{name}-{sha256(packed)[:12]}.p12"
        beside = self.keys_folder / f".{key_name}"
        beside.touch(mode=0o600)
        beside.write_bytes(packed)
        os.replace(beside, self.keys_folder / key_name)
        return key_name

    def _reading(self, actor: Actor) -> AbstractContextManager[Work]:
        return open_work(self.make_session, actor, now=self.clock(), files=self.files, reads_only=True)

    def _writing(self, actor: Actor) -> AbstractContextManager[Work]:
        return open_work(self.make_session, actor, now=self.clock(), files=self.files, consumers=CONSUMERS)

    def _tell_denial(self, actor: Actor, act: str, denial: VanthuError) -> None:
        """Anonymous visitors are not told to the chain: anybody could make it grow."""
        if not actor.person_id:
            return
        reason = str(denial.facts.get("reason") or denial.code)
        asked = act or str(denial.facts.get("act") or denial.facts.get("right") or "")
        with self._writing(actor) as work:
            document_id = _existing(work, denial.facts.get("document_id"))
            if document_id is None and isinstance(denial, NoSuchDocument):
                return
            work.record(ActDeniedFact(document_id, asked, reason))


def _existing(work: Work, document_id: object) -> str | None:
    """Only what there is gets named in the journal: what somebody typed into an address is not a fact."""
    found = running(work.session, str(document_id)) if document_id else None
    return found.id if found is not None else None


def open_office(config: Config, database: Database, *, clock: Clock = machine_clock) -> Office:
    """Wire an office over a database that is migrated already; workflows that are new here bring their rights."""
    config.home.mkdir(parents=True, exist_ok=True)
    office = Office(
        config=config,
        database=database,
        files=FolderFiles(config.home / "files"),
        engine=WhooshEngine(config.home / "index"),
        rules=Rules(load_kinds(*packages_for(KINDS)), load_catalogue(*packages_for(WORKFLOWS)), GUARDS),
        clock=clock,
    )
    with office.reading(OFFICE) as work:
        lacking = rights_lacking(work, office.rules)
    if lacking:
        with office.work(OFFICE) as work:
            install_rights(work, office.rules)
            adopt_dossiers(work, office.rules)
    return office


def trust_folder(config: Config) -> Path:
    """Where the administrator of the machine lays PEM files that are trusted from the start."""
    return config.trust_folder or config.home / "trust"


def read_trust(config: Config, dev_pki: DevPki | None) -> Trust:
    """The roots a machine trusts without asking anybody: PEM files, and the development root if there is one."""
    folder = trust_folder(config)
    pems = [place.read_bytes() for place in sorted(folder.glob("*.pem"))] if folder.is_dir() else []
    if dev_pki is not None:
        pems += [dev_pki.root_pem, dev_pki.issuing_pem]
    return Trust.from_pem(*pems)
