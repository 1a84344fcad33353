"""Every address, one after another: nobody, then the person with the fewest rights, then the one it is for.

An address missing in `ADDRESSES` makes a test fail, so a new page cannot be forgotten here.
"""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from flask import url_for
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from app.deliveries import FAST, drain
from app.office import OFFICE
from app.schema import METADATA
from documents.access import grant
from documents.acts import acts_cited
from documents.annexes import annexes_of
from documents.comments import Anchor, comments_on
from documents.database import new_id
from documents.drafting import Box
from documents.incoming import Incoming
from documents.model import Document, MachineState
from tests import called, copied, disposing, records
from tests.annexes import add as add_annexes
from tests.annexes import annex_page
from tests.arrivals import (
    directed,
    letter,
    person_of,
    presented,
    registered,
    signed_pdf,
    take,
    task_of,
    unit_of,
)
from tests.certificates import a_root
from tests.conftest import NOW
from tests.office import PASSWORD, Keys, a_draft
from tests.site import SIGN_IN_PASSWORD, Person, Site, build_site, text_of
from tests.workflows.test_outside_files import by_program
from workflows import review, together
from workflows.calls.duties import Laid, lay_duty
from workflows.claims import claim
from workflows.directory.absences import Absence, Declaring, declare_absence
from workflows.directory.model import Mandate, Position, Unit
from workflows.filing import open_dossiers
from workflows.holds import hold
from workflows.incoming import directing, handling
from workflows.incoming.directing import Part
from workflows.incoming.passing import allow_passing
from workflows.issuing import allocate_number
from workflows.notices.model import Notice
from workflows.opinions import asking as opinions
from workflows.opinions.rounds import rounds_on
from workflows.outside import Chosen, OutsideNotPrepared, offer, prepare, prepared_files
from workflows.records import dossiers
from workflows.trust import proposing
from workflows.trust.model import TrustAnchor, TrustProposal
from workflows.upgrading import plan_upgrade

SUBJECT = "Giữ kín chuyện cây đa"
UNKNOWN_LINE = "Hội Người cao tuổi"
LEAST = "quantri"  # the administrator: may read no document at all


def in_state(state: str) -> Callable[[Site], str]:
    """A paper in that state, drafted by the officer, checked by the others."""

    def make(site: Site) -> str:
        makers = {
            "drafting": site.house.upload,
            "content_check": lambda subject: _stepped(site, subject, 1),
            "form_check": lambda subject: _stepped(site, subject, 2),
            "signing": site.house.on_the_desk,
            "signed": site.house.signed,
            "issued": site.issued,
        }
        return makers[state](SUBJECT)

    return make


def under_version_two(site: Site) -> str:
    """A draft that began under an earlier version of the workflow."""
    document_id = site.house.upload(SUBJECT)
    with site.house.office() as work:
        work.session.execute(delete(MachineState).where(MachineState.document_id == document_id))
        work.session.get_one(Document, document_id).workflow_version = 2
    return document_id


def an_upgrade(site: Site, paper: str) -> dict[str, Any]:
    with site.house.look("quantri") as work:
        plan = plan_upgrade(work, site.house.rules, "van-ban-di", 2)
    return {"fingerprint": plan.fingerprint}


def with_unknown_line(site: Site) -> str:
    return site.house.upload(SUBJECT, recipients=[UNKNOWN_LINE])


def numbered(site: Site) -> str:
    """Signed, with a number given, the seal not yet made."""
    document_id = site.house.signed(SUBJECT)
    with site.house.work("vanthu") as work:
        allocate_number(work, site.house.rules, document_id, site.house.keys.agency.facts.sha256)
    return document_id


def with_places(site: Site) -> str:
    """A paper whose places are not where the system would put them."""
    placed = replace(a_draft(SUBJECT), places={"number": Box(0, 10, 10, 40, 16)})
    with site.house.work("soanthao") as work:
        return review.upload_draft(work, site.house.rules, placed).id


def citing(site: Site) -> str:
    """A paper that rests on an act nobody has linked yet, beside an issued document it could be."""
    basis = {"kind": "Kế hoạch", "number": "9/KH-X", "date": None, "issuer": None, "title": None}
    issued = site.issued("Văn bản làm căn cứ")
    document_id = site.house.upload(SUBJECT, legal_bases=[basis])
    with site.house.office() as work:
        grant(
            work.session,
            issued,
            "archivist",
            f"person:{site.house.placed.people['soanthao']}",
            cause="t",
            since=NOW,
        )
    return document_id


def linking(site: Site, paper: str) -> dict[str, Any]:
    with site.office.reading(OFFICE) as work:
        (act,) = acts_cited(work, paper)
        number = work.session.query(Document.number).where(Document.subject == "Văn bản làm căn cứ").first()
    return {"act": act.act_id, "number": f"{number[0]}/KH-STNĐT"}


def taken_out(site: Site) -> str:
    document_id = site.house.upload(SUBJECT)
    with site.house.work("soanthao") as work:
        together.take_out(work, document_id)
    return document_id


def shared(site: Site) -> str:
    document_id = site.house.upload(SUBJECT)
    with site.house.work("soanthao") as work:
        together.share_draft(work, document_id, site.house.placed.people["ketoan"])
    return document_id


def remarked(site: Site) -> str:
    document_id = _stepped(site, SUBJECT, 1)
    with site.house.work("truongphong") as work:
        together.remark(work, document_id, Anchor(1), "Sửa ngày")
    return document_id


def a_certificate_file(site: Site, _: str) -> dict[str, Any]:
    return {
        "file": (BytesIO(site.house.keys.pki.issuing_pem), "ca.pem"),
        "use": "signing",
        "source": "Trang của nơi cấp",
    }


def proposed_root(site: Site) -> str:
    with site.house.work("quantri") as work:
        (made,) = proposing.propose_certificates(work, a_root(SUBJECT).pem, "root", "Trang của nơi cấp")
    return made


def its_fingerprint(site: Site, paper: str) -> dict[str, Any]:
    with site.office.reading(OFFICE) as work:
        proposal = work.session.get_one(TrustProposal, paper)
        return {"fingerprint": work.session.get_one(TrustAnchor, proposal.anchor_id).fingerprint}


def trusted_root(site: Site) -> str:
    made = proposed_root(site)
    typed = its_fingerprint(site, made)["fingerprint"]
    with site.house.work("giamdoc") as work:
        proposing.confirm(work, made, typed)
        return work.session.get_one(TrustProposal, made).anchor_id or ""


def asked(site: Site) -> str:
    """A paper one unit is asked about; it has not answered."""
    document_id = site.house.upload(SUBJECT)
    with site.house.work("soanthao") as work:
        key = site.house.placed.people["ketoan"]
        opinions.ask_opinions(work, document_id, opinions.Asking("Có đồng ý không?", (f"person:{key}",)))
    return document_id


def with_two_checkers(site: Site) -> str:
    """A paper that waits for its form to be checked, by either of two."""
    with site.house.office() as work:
        work.session.add(
            Position(
                person_id=site.house.placed.people["luutru"],
                agency_id=site.house.placed.agency_id,
                unit_id=None,
                title="Kiểm tra thể thức",
                function="form_checker",
                since=NOW,
            )
        )
    return _stepped(site, SUBJECT, 2)


def claimed(site: Site) -> str:
    document_id = with_two_checkers(site)
    with site.house.work("thethuc") as work:
        claim(work, site.house.rules, document_id)
    return document_id


def held(site: Site) -> str:
    document_id = _stepped(site, SUBJECT, 1)
    with site.house.work("truongphong") as work:
        hold(work, site.house.rules, document_id, REASON)
    return document_id


def in_bulk(site: Site, paper: str) -> dict[str, Any]:
    return {"do": "check_content", "document": f"{paper}@{site.version(paper)}"}


def noticed(site: Site) -> str:
    """A paper its head has been told of."""
    return _stepped(site, SUBJECT, 1)


def arrived(site: Site) -> str:
    """A paper taken in by the văn thư, without its scan, not registered."""
    return take(site.house, subject=SUBJECT)


def arrived_as_file(site: Site) -> str:
    return take(site.house, letter(), subject=SUBJECT)


def arrived_of_a_stranger(site: Site) -> str:
    """A signed paper that came when its authority was not trusted yet."""
    document_id = take(site.house, signed_pdf(site.house), subject=SUBJECT)
    with site.house.office() as work:
        work.session.get_one(Incoming, document_id).verdict = "unknown_signer"
    return document_id


def arrived_and_registered(site: Site) -> str:
    return registered(site.house, subject=SUBJECT)


def arrived_and_presented(site: Site) -> str:
    return presented(site.house, subject=SUBJECT)


def arrived_and_directed(site: Site) -> str:
    return directed(site.house, subject=SUBJECT)


def passable(site: Site) -> str:
    """A registered paper of a kind that goes straight to a unit."""
    with site.house.work("giamdoc") as work:
        allow_passing(work, site.house.placed.units["KT"], kind="ke-hoach", sender="", basis="Quy chế")
    return arrived_and_registered(site)


def lead_only(site: Site) -> str:
    paper = arrived_and_presented(site)
    with site.house.work("giamdoc") as work:
        directing.direct(work, site.house.rules, paper, Part(unit_of(site.house, "TH"), 3))
    return paper


def handled(site: Site) -> str:
    paper = lead_only(site)
    with site.house.work("truongphong") as work:
        handling.complete(work, site.house.rules, paper, "Đã trả lời")
    return paper


def answerable(site: Site) -> str:
    site.house.upload("Văn bản trả lời của ta")
    return arrived_and_directed(site)


def a_task(part: str, **more: Any) -> Callable[[Site, str], dict[str, Any]]:
    return lambda site, paper: {"task": task_of(site.house, paper, part), **more}


def a_direction(site: Site, paper: str) -> dict[str, Any]:
    return {"version": site.version(paper), "lead": unit_of(site.house, "TH"), "days": "3"}


def an_answer(site: Site, paper: str) -> dict[str, Any]:
    with site.office.reading(OFFICE) as work:
        return {
            "outgoing": work.session.query(Document.id).filter_by(subject="Văn bản trả lời của ta").first()[0]
        }


def its_values(site: Site, paper: str) -> dict[str, Any]:
    return {"version": site.version(paper), "sender": "Sở Khác", "subject": "Khác"}


def a_scan(site: Site, paper: str) -> dict[str, Any]:
    return {"version": site.version(paper), "file": (BytesIO(letter()), "chup.pdf")}


def a_question(site: Site, paper: str) -> dict[str, Any]:
    return {"question": "Có đồng ý không?", "asked": f"person:{site.house.placed.people['ketoan']}"}


def an_opinion(site: Site, paper: str) -> dict[str, Any]:
    with site.office.reading(OFFICE) as work:
        draft = work.session.get_one(Document, paper).draft_sha256
    return {"verdict": "disagreed", "words": "Thiếu kinh phí", "draft": draft}


def somebody_away(site: Site, paper: str) -> dict[str, Any]:
    people = site.house.placed.people
    days = {"first": "2026-03-16", "last": "2026-03-20"}
    return {"person": people["ketoan"], "substitute": people["pho"], "reason": "Nghỉ phép", **days}


def away(site: Site) -> str:
    """An absence, by its id: not a paper, but an address names it the same way."""
    people, day = site.house.placed.people, date(2026, 3, 16)
    with site.house.work("quantri") as work:
        held = work.session.scalars(select(Absence).where(Absence.person_id == people["luutru"])).first()
        declaring = Declaring(people["luutru"], people["pho"], day, day, "Nghỉ phép")
        return held.id if held else declare_absence(work, declaring)


SEAT = {"title": "Chuyên viên", "function": "officer", "first": "2026-03-12"}


def whose(username: str) -> Callable[[Site], str]:
    return lambda site: site.house.placed.people[username]


def position_held(site: Site) -> str:
    with site.office.reading(OFFICE) as work:
        held = select(Position.id).where(Position.person_id == whose("ketoan")(site))
        return work.session.scalars(held).one()


def enrolled(site: Site) -> str:
    return site.house.keys.director.facts.sha256


def mandate_held(site: Site) -> str:
    with site.office.reading(OFFICE) as work:
        return work.session.scalars(select(Mandate.id)).one()


def empty_unit(site: Site) -> str:
    with site.house.office() as work:
        found = work.session.scalars(select(Unit.id).where(Unit.abbreviation == "T")).first()
        unit = Unit(agency_id=site.house.placed.agency_id, name="Tổ Trống", abbreviation="T", since=NOW)
        if found is None:
            work.session.add(unit)
            work.session.flush()
        return found or unit.id


def a_mandate(site: Site, paper: str) -> dict[str, Any]:
    days = {"first": "2026-03-12", "last": "2026-06-30"}
    to = {"person": whose("truongphong")(site), "capacity": "TL", "on_behalf_of": "Giám đốc"}
    return {**to, **days, "basis": "Quy chế làm việc", "kinds": "cong-van"}


def a_renaming(site: Site, paper: str) -> dict[str, Any]:
    what = {"how": "rename_unit", "unit": site.house.placed.units["TH"], "name-1": "Phòng Một"}
    return {**what, "abbreviation-1": "PM", "paper": "QĐ mẫu", "day": "2026-03-12"}


def an_answer_to_it(site: Site, paper: str) -> dict[str, Any]:
    return {f"answer-{_first_remark(site, paper)}": "Đã sửa"}


def a_remark(site: Site, paper: str) -> dict[str, Any]:
    return {"page": "1", "body": "Sửa ngày"}


@dataclass(frozen=True)
class Address:
    """One rule and method.

    who       for whom it is; None when it is open to everybody, signed in or not
    least     what the least-privileged person gets: "denied", or "nothing" for a list with nothing of ours in it
    paper     the paper it is about
    form      what the form holds
    """

    who: str | None
    least: str = "denied"
    paper: Callable[[Site], str] | None = None
    form: Callable[[Site, str], dict[str, Any]] = field(default=lambda site, paper: {})
    path: str = ""


_codes: dict[str, str] = {}


def offered_outside(site: Site) -> str:
    """A paper the director is about to sign with a key of their own."""
    paper = site.house.on_the_desk(SUBJECT)
    with site.house.work("giamdoc") as work:
        _codes[paper] = offer(work, site.house.rules, [Chosen(paper, "sign", site.version(paper))])
    return paper


def prepared_outside(site: Site) -> str:
    paper, key = offered_outside(site), site.house.keys.director
    begin = site.house.begin("giamdoc")
    prepare(begin, site.house.rules, _codes[paper], paper, key.certificate, key.chain)
    return paper


def signed_whole(site: Site, paper: str) -> dict[str, Any]:
    """The file as another program signed it."""
    with site.house.look() as work:
        base = work.files.get(work.session.get_one(Document, paper).rendition_sha256)
    return {"file": (BytesIO(by_program(site.house, base)), "da-ky.pdf")}


def by_code(site: Site, paper: str) -> dict[str, Any]:
    """The code and all that any of its addresses asks for."""
    key, code = site.house.keys.director, _codes[paper]
    pem = b"".join(
        load_der_x509_certificate(der).public_bytes(Encoding.PEM) for der in (key.certificate, *key.chain)
    )
    values = []
    with site.house.look("giamdoc") as work, suppress(OutsideNotPrepared):
        waiting = prepared_files(work, code, paper)
        values = [b64encode(key.signer.sign_raw(one.attributes, "sha256")).decode() for one in waiting]
    return {"code": code, "certificates": pem.decode(), "file": "0", "value": values}


def with_annexes(site: Site) -> str:
    paper = site.house.upload(SUBJECT)
    add_annexes(site.house, paper, "Một", "Hai")
    return paper


def scanned(site: Site) -> str:
    return copied.paper(site.house, subject=SUBJECT)


def a_copy(site: Site, paper: str) -> dict[str, Any]:
    return {"kind": "ban-sao-y", "signer": whose("giamdoc")(site)}


def an_annex_file(site: Site, paper: str) -> dict[str, Any]:
    file = (BytesIO(annex_page("MỘT")), "phu-luc.pdf")
    return {"annex": file, "annex-title": "Chỉ tiêu", "version": site.version(paper)}


def versioned(**more: Any) -> Callable[[Site, str], dict[str, Any]]:
    return lambda site, paper: {"version": site.version(paper), **more}


def on_desk(site: Site, paper: str) -> dict[str, Any]:
    return {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}


def a_word_file(site: Site, paper: str) -> dict[str, Any]:
    return {"draft": (BytesIO(b"word"), "moi.docx"), "version": site.version(paper) if paper else ""}


def in_dossier_state(state: str) -> Callable[[Site], str]:
    """A dossier the officer keeps, with a paper in it, in that state; its title is nobody else's business."""

    def make(site: Site) -> str:
        with site.house.work("luutru") as work:
            opened = dossiers.open_dossier_here(
                work,
                site.house.rules,
                code=new_id()[:8],
                title=SUBJECT,
                kept=records.TEN_YEARS,
                keeper_id=site.house.placed.people["soanthao"],
            )
        records.put_in(site.house, opened.id, site.house.upload(SUBJECT))
        return records.bring_to(site.house, opened.id, state)

    return make


def a_call(site: Site) -> str:
    """A call of the accountants to the officer's unit and another; its title is nobody else's business."""
    return called.open_one(site.house, title=SUBJECT)


def a_duty(site: Site) -> str:
    with site.house.work("ketoan") as work:
        duty = lay_duty(work, Laid("Báo cáo mẫu", "year", (site.house.placed.units["TH"],)))
        work.session.flush()
        return duty.id


def new_call(site: Site, _: str) -> dict[str, Any]:
    return {
        "kind": called.KIND, "title": "Đợt mới", "period_from": "2026-01-01", "period_to": "2026-12-31",
        "due_on": "2026-03-20", "unit": site.house.placed.units["TH"],
    }  # fmt: skip


def new_duty(site: Site, _: str) -> dict[str, Any]:
    return {
        "title": "Báo cáo mới", "period": "year", "closes_on": "14", "due_days": "5",
        "unit": site.house.placed.units["TH"],
    }  # fmt: skip


def in_list_state(state: str) -> Callable[[Site], str]:
    """A list for destruction in that state; what is on it is nobody else's business."""

    def make(site: Site) -> str:
        listed = disposing.draw_up(site.house, [disposing.due_dossier(site.house)], SUBJECT)
        return disposing.bring_to(site.house, listed, state)

    return make


def before_the_council(site: Site) -> str:
    listed = disposing.draw_up(site.house, [disposing.due_dossier(site.house)], SUBJECT)
    disposing.put_to_council(site.house, listed)
    return listed


def a_due_dossier(site: Site) -> str:
    return disposing.due_dossier(site.house)


def new_list(site: Site, dossier_id: str) -> dict[str, Any]:
    council = [site.house.placed.people[name] for name in disposing.COUNCIL]
    return {"title": "Danh mục mới", "dossier": dossier_id, "council": council}


def emptied_list(site: Site, _: str) -> dict[str, Any]:
    return {"title": "Danh mục khác", "council": [site.house.placed.people["pho"]]}


def into_dossier(site: Site, paper: str) -> dict[str, Any]:
    with site.house.look("luutru") as work:
        return {"dossier": open_dossiers(work)[0].id, "version": site.version(paper)}


def learning(site: Site, paper: str) -> dict[str, Any]:
    return {"line": UNKNOWN_LINE, "target": f"person:{site.house.placed.people['pho']}"}


NEW_DOSSIER = {"code": "09.TH", "title": "Hồ sơ mới", "retention": "10 năm"}
OWN_PASSWORD = {"old": SIGN_IN_PASSWORD, "new": "mat-khau-moi-1", "again": "mat-khau-moi-1"}
REASON = "Sai ngày ở phần căn cứ"

ADDRESSES: dict[tuple[str, str], Address] = {
    # open to everybody
    ("vanthu.static", "GET"): Address(None, path="/static/vanthu/vanthu.css"),
    ("vanthu.alive", "GET"): Address(None),
    ("vanthu.sign_in", "GET"): Address(None),
    ("vanthu.sign_in", "POST"): Address(
        None, form=lambda *_: {"username": "soanthao", "password": SIGN_IN_PASSWORD}
    ),
    ("vanthu.verify_page", "GET"): Address(None),
    ("vanthu.verify_page", "POST"): Address(None, form=lambda *_: {"pdf": (BytesIO(b"%PDF-1.7"), "la.pdf")}),
    ("vanthu.verify_code", "GET"): Address(
        None, paper=lambda site: site.issued_with_mark("7H2K4M9Q0T3VXW5N"), path="/verify/7H2K4M9Q0T3VXW5N"
    ),
    ("vanthu_api.verify_file", "POST"): Address(
        None, form=lambda *_: {"pdf": (BytesIO(b"%PDF-1.7"), "la.pdf")}
    ),
    # by a one-time code, held against everybody in tests/app/test_outside.py
    ("vanthu_api.outside_papers", "POST"): Address(None, paper=offered_outside, form=by_code),
    ("vanthu_api.outside_prepare", "POST"): Address(None, paper=offered_outside, form=by_code),
    ("vanthu_api.outside_file", "POST"): Address(None, paper=prepared_outside, form=by_code),
    ("vanthu_api.outside_finish", "POST"): Address(None, paper=prepared_outside, form=by_code),
    ("vanthu.outside", "GET"): Address("giamdoc", "nothing", offered_outside),
    ("vanthu.outside_whole", "GET"): Address("giamdoc", paper=offered_outside, path="/outside/{paper}.pdf"),
    ("vanthu.return_whole", "POST"): Address("giamdoc", paper=offered_outside, form=signed_whole),
    # one's own
    ("vanthu.start", "GET"): Address("soanthao", "nothing", in_state("drafting")),
    ("vanthu.sign_out", "POST"): Address("soanthao", "own"),
    ("vanthu.change_password", "GET"): Address("soanthao", "own"),
    ("vanthu.change_password", "POST"): Address("soanthao", "own", form=lambda *_: OWN_PASSWORD),
    ("vanthu.inbox", "GET"): Address("ketoan", "nothing", in_state("issued")),
    ("vanthu.find", "GET"): Address("soanthao", "nothing", in_state("drafting"), path="/find?q=cay+da"),
    ("vanthu.notices", "GET"): Address("truongphong", "nothing", in_state("content_check")),
    ("vanthu.read_notice", "POST"): Address("truongphong", paper=noticed),
    ("vanthu.read_notices", "POST"): Address("truongphong", "own", noticed, lambda *_: {"last": "999"}),
    ("vanthu.notice_settings", "GET"): Address("soanthao", "own"),
    ("vanthu.notice_settings", "POST"): Address(
        "soanthao", "own", form=lambda *_: {"address": "soan@mau.vn", "event-came": "digest"}
    ),
    ("vanthu_api.my_notices", "GET"): Address("truongphong", "nothing", noticed),
    # pages for a function
    ("vanthu.upload", "GET"): Address("soanthao"),
    ("vanthu.upload", "POST"): Address("soanthao", form=lambda site, paper: a_word_file(site, "")),
    ("vanthu.templates", "GET"): Address("soanthao"),
    ("vanthu.write_draft", "GET"): Address("soanthao"),
    ("vanthu.write_draft", "POST"): Address(
        "soanthao", form=lambda *_: {"subject": "Trồng cây", "recipients": "Sở Kho bạc", "go_on": "1"}
    ),
    ("vanthu.signing_desk", "GET"): Address("giamdoc", paper=in_state("signing")),
    ("vanthu.signing_desk", "POST"): Address("giamdoc", paper=in_state("signing"), form=on_desk),
    ("vanthu.issuing_desk", "GET"): Address("vanthu", paper=in_state("signed")),
    ("vanthu.issuing_desk", "POST"): Address("vanthu", paper=in_state("signed"), form=on_desk),
    ("vanthu.register_book", "GET"): Address("vanthu", paper=in_state("issued")),
    ("vanthu.dossiers", "GET"): Address("soanthao"),
    ("vanthu.dossiers", "POST"): Address("luutru", form=lambda *_: NEW_DOSSIER),
    ("vanthu.dossier", "GET"): Address("soanthao", paper=in_dossier_state("open")),
    ("vanthu.dossier_step", "POST"): Address(
        "soanthao",
        paper=in_dossier_state("closed"),
        form=lambda *_: {},
        path="/dossiers/{paper}/steps/hand_over",
    ),
    ("vanthu.put_off_hand_over", "POST"): Address(
        "truongphong",
        paper=in_dossier_state("closed"),
        form=lambda *_: {"until": "2028-01-01", "paper": "Công văn mẫu"},
    ),
    ("vanthu.appraise_dossier", "POST"): Address(
        "luutru",
        paper=in_dossier_state("archived"),
        form=lambda *_: {"retention": "20 năm", "reason": "Bảng thời hạn mới"},
    ),
    ("vanthu.second_step", "GET"): Address("soanthao", "own"),
    ("vanthu.second_step", "POST"): Address("soanthao", "own", form=lambda *_: {"act": "begin"}),
    ("vanthu.ask_device", "POST"): Address("soanthao", "own", form=lambda *_: {"for": "add"}),
    ("vanthu.dispositions", "GET"): Address("luutru"),
    ("vanthu.dispositions", "POST"): Address("luutru", paper=a_due_dossier, form=new_list),
    ("vanthu.disposition", "GET"): Address("luutru", paper=in_list_state("drawn_up")),
    ("vanthu.change_list", "POST"): Address("luutru", paper=in_list_state("drawn_up"), form=emptied_list),
    ("vanthu.agree_to_list", "POST"): Address("pho", paper=before_the_council, form=lambda *_: {}),
    ("vanthu.disposition_step", "POST"): Address(
        "luutru",
        paper=in_list_state("drawn_up"),
        form=lambda *_: {"reason": "Còn cần tra cứu"},
        path="/dispositions/{paper}/steps/give_up_list",
    ),
    ("vanthu.calls", "GET"): Address("soanthao"),
    ("vanthu.calls", "POST"): Address("ketoan", form=new_call),
    ("vanthu.lay_duty", "POST"): Address("ketoan", form=new_duty),
    ("vanthu.end_duty", "POST"): Address("ketoan", paper=a_duty, form=lambda *_: {}),
    ("vanthu.call", "GET"): Address("soanthao", paper=a_call),
    ("vanthu.call_table", "GET"): Address("soanthao", paper=a_call),
    ("vanthu.call_step", "POST"): Address(
        "ketoan",
        paper=a_call,
        form=lambda *_: {"reason": "Đã quá hạn nhiều ngày"},
        path="/calls/{paper}/steps/close_call",
    ),
    ("vanthu.answer_call", "POST"): Address(
        "soanthao", paper=a_call, form=lambda site, _: a_word_file(site, "")
    ),
    ("vanthu.excuse_unit", "POST"): Address(
        "ketoan",
        paper=a_call,
        form=lambda site, _: {"unit": site.house.placed.units["VP"], "reason": "Đơn vị mới"},
    ),
    # the pages that are for the administrator; tried by the drafting officer instead
    ("vanthu.admin", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.proofs", "GET"): Address("luutru", "denied to soanthao"),
    ("vanthu.calendar", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.calendar", "POST"): Address(
        "quantri",
        "denied to soanthao",
        form=lambda *_: {"day": "2026-04-03", "works": "no", "reason": "Thông báo"},
    ),
    ("vanthu.notice_defaults", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.notice_defaults", "POST"): Address(
        "quantri", "denied to soanthao", form=lambda *_: {"came:head": "none"}
    ),
    ("vanthu.kinds", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.workflows", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.workflow", "GET"): Address("quantri", "denied to soanthao", path="/admin/workflows/van-ban-di"),
    ("vanthu.workflow_picture", "GET"): Address(
        "quantri", "denied to soanthao", path="/admin/workflows/van-ban-di.svg"
    ),
    ("vanthu.upgrade_workflow", "POST"): Address(
        "quantri",
        "denied to soanthao",
        paper=under_version_two,
        form=an_upgrade,
        path="/admin/workflows/van-ban-di/2",
    ),
    ("vanthu.kind", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.kind", "POST"): Address("quantri", "denied to soanthao", form=lambda *_: {"period": "20 năm"}),
    # being away: everybody declares for themselves, the administrator for everybody
    ("vanthu.absences", "GET"): Address("soanthao", "own"),
    ("vanthu.declare_absence", "POST"): Address("quantri", "denied to soanthao", form=somebody_away),
    ("vanthu.end_absence", "POST"): Address("quantri", "denied to soanthao", paper=away),
    ("vanthu.claim", "POST"): Address("thethuc", paper=with_two_checkers),
    ("vanthu.release", "POST"): Address("thethuc", paper=claimed),
    ("vanthu.hand_over", "POST"): Address(
        "thethuc", paper=claimed, form=lambda site, _: {"person": site.house.placed.people["luutru"]}
    ),
    ("vanthu.hold", "POST"): Address(
        "truongphong", paper=in_state("content_check"), form=lambda *_: {"hold-reason": REASON}
    ),
    ("vanthu.resume", "POST"): Address("truongphong", paper=held),
    # several papers
    ("vanthu.bulk", "POST"): Address("truongphong", paper=in_state("content_check"), form=in_bulk),
    # the directory
    ("vanthu.people", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.add_person", "POST"): Address(
        "quantri", "denied to soanthao", form=lambda *_: {"name": "Ngô Mới", **SEAT}
    ),
    ("vanthu.end_person", "POST"): Address(
        "quantri", "denied to soanthao", paper=whose("ketoan"), form=lambda *_: {"last": "2026-03-31"}
    ),
    ("vanthu.give_position", "POST"): Address(
        "quantri", "denied to soanthao", paper=whose("ketoan"), form=lambda *_: SEAT
    ),
    ("vanthu.end_position", "POST"): Address(
        "quantri", "denied to soanthao", paper=position_held, form=lambda *_: {"last": "2026-03-31"}
    ),
    ("vanthu.units", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.add_unit", "POST"): Address(
        "quantri",
        "denied to soanthao",
        form=lambda *_: {"name": "Phòng Mới", "abbreviation": "PM", "first": "2026-03-12"},
    ),
    ("vanthu.end_unit", "POST"): Address(
        "quantri", "denied to soanthao", paper=empty_unit, form=lambda *_: {"last": "2026-03-31"}
    ),
    ("vanthu.mandates", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.grant_mandate", "POST"): Address("quantri", "denied to soanthao", form=a_mandate),
    ("vanthu.end_mandate", "POST"): Address("quantri", "denied to soanthao", paper=mandate_held),
    ("vanthu.certificates", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.certificate", "GET"): Address("quantri", "denied to soanthao", paper=enrolled),
    ("vanthu.end_certificate", "POST"): Address(
        "quantri", "denied to soanthao", paper=enrolled, form=lambda *_: {"reason": REASON}
    ),
    ("vanthu.trust", "GET"): Address("giamdoc", "denied to soanthao"),
    ("vanthu.propose_trust", "POST"): Address("quantri", "denied to soanthao", form=a_certificate_file),
    ("vanthu.withdraw_trust", "POST"): Address(
        "quantri",
        "denied to soanthao",
        paper=trusted_root,
        form=lambda *_: {"reason": REASON, "since_when": "ever"},
    ),
    ("vanthu.decide_trust", "POST"): Address(
        "giamdoc", "denied to soanthao", paper=proposed_root, form=its_fingerprint
    ),
    ("vanthu.reorganisation", "GET"): Address("quantri", "denied to soanthao"),
    ("vanthu.reorganise", "POST"): Address("quantri", "denied to soanthao", form=a_renaming),
    # one paper
    ("vanthu.document", "GET"): Address("soanthao", paper=in_state("drafting")),
    ("vanthu.why", "GET"): Address("soanthao", paper=in_state("drafting")),
    ("vanthu.page_image", "GET"): Address("soanthao", paper=in_state("drafting")),
    ("vanthu.download_pdf", "GET"): Address("soanthao", paper=in_state("drafting")),
    ("vanthu.document_ink", "GET"): Address("soanthao", paper=in_state("signed")),
    ("vanthu.download_draft", "GET"): Address("soanthao", paper=in_state("drafting")),
    ("vanthu.replace_draft", "POST"): Address("soanthao", paper=in_state("drafting"), form=a_word_file),
    ("vanthu.confirm_fields", "POST"): Address(
        "soanthao", paper=in_state("drafting"), form=versioned(subject="Khác")
    ),
    ("vanthu.move_places", "POST"): Address("soanthao", paper=with_places, form=versioned(found="1")),
    ("vanthu.link_basis", "POST"): Address("soanthao", paper=citing, form=linking),
    ("vanthu.take_out", "POST"): Address("soanthao", paper=in_state("drafting")),
    ("vanthu.give_back", "POST"): Address("soanthao", paper=taken_out),
    ("vanthu.share_draft", "POST"): Address(
        "soanthao",
        paper=in_state("drafting"),
        form=lambda site, _: {"person": site.house.placed.people["ketoan"]},
    ),
    ("vanthu.stop_sharing", "POST"): Address(
        "soanthao", paper=shared, form=lambda site, _: {"person": site.house.placed.people["ketoan"]}
    ),
    ("vanthu.compare", "GET"): Address("soanthao", paper=in_state("drafting")),
    ("vanthu.comment", "POST"): Address("truongphong", paper=in_state("content_check"), form=a_remark),
    ("vanthu.answer_comment", "POST"): Address("soanthao", paper=remarked, form=an_answer_to_it),
    ("vanthu.settle_comment", "POST"): Address("soanthao", paper=remarked),
    ("vanthu.opinions", "GET"): Address("soanthao", paper=asked),
    ("vanthu.ask_opinions", "POST"): Address("soanthao", paper=in_state("drafting"), form=a_question),
    ("vanthu.give_opinion", "POST"): Address("ketoan", paper=asked, form=an_opinion),
    ("vanthu.close_round", "POST"): Address("soanthao", paper=asked, form=lambda *_: {"why": REASON}),
    ("vanthu.ask_again", "POST"): Address("soanthao", paper=asked),
    ("vanthu.learn_line", "POST"): Address("soanthao", paper=with_unknown_line, form=learning),
    ("vanthu.ask_copy", "GET"): Address("vanthu", paper=scanned),
    ("vanthu.ask_copy", "POST"): Address("vanthu", paper=scanned, form=a_copy),
    ("vanthu.add_annex", "POST"): Address("soanthao", paper=in_state("drafting"), form=an_annex_file),
    ("vanthu.edit_annex", "POST"): Address(
        "soanthao", paper=with_annexes, form=versioned(**{"annex-title": "Khác"})
    ),
    ("vanthu.change_annex", "POST"): Address("soanthao", paper=with_annexes, form=versioned()),
    ("vanthu.annex_pdf", "GET"): Address("soanthao", paper=with_annexes),
    ("vanthu.annex_file", "GET"): Address("soanthao", paper=with_annexes),
    ("vanthu.annex_page", "GET"): Address("soanthao", paper=with_annexes),
    ("vanthu.accept", "POST"): Address("ketoan", paper=in_state("issued")),
    ("vanthu.cancel_number", "POST"): Address("vanthu", paper=numbered, form=versioned(reason=REASON)),
    ("vanthu.file_document", "POST"): Address("luutru", paper=in_state("issued"), form=into_dossier),
    # papers that arrive
    ("vanthu.incoming", "GET"): Address("vanthu", "nothing", arrived),
    ("vanthu.incoming_all", "GET"): Address("vanthu", "nothing", arrived),
    ("vanthu.take_in", "GET"): Address("vanthu"),
    ("vanthu.take_in", "POST"): Address(
        "vanthu", form=lambda *_: {"files": (BytesIO(letter("Văn bản mới đến")), "den.pdf")}
    ),
    ("vanthu.take_in_paper", "POST"): Address(
        "vanthu", form=lambda *_: {"sender": "Sở Khác", "subject": "A"}
    ),
    ("vanthu.incoming_paper", "GET"): Address("vanthu", paper=arrived),
    ("vanthu.incoming_file", "GET"): Address("vanthu", paper=arrived_as_file),
    ("vanthu.incoming_print", "GET"): Address("vanthu", paper=arrived_and_registered),
    ("vanthu.incoming_first_page", "GET"): Address("vanthu", paper=arrived_and_registered),
    ("vanthu.incoming_values", "POST"): Address("vanthu", paper=arrived, form=its_values),
    ("vanthu.incoming_register", "POST"): Address("vanthu", paper=arrived, form=versioned()),
    ("vanthu.incoming_scan", "POST"): Address("vanthu", paper=arrived_and_registered, form=a_scan),
    ("vanthu.incoming_recheck", "POST"): Address("vanthu", paper=arrived_of_a_stranger),
    ("vanthu.incoming_return", "POST"): Address("vanthu", paper=arrived, form=versioned(reason=REASON)),
    ("vanthu.incoming_acknowledge", "POST"): Address(
        "vanthu", paper=arrived_and_registered, form=lambda *_: {"how": "điện thoại"}
    ),
    ("vanthu.direction_desk", "GET"): Address("giamdoc", paper=arrived_and_presented),
    ("vanthu.passing", "GET"): Address("vanthu", "nothing", passable),
    ("vanthu.passing", "POST"): Address(
        "giamdoc",
        form=lambda site, _: {"unit": unit_of(site.house, "TH"), "kind": "giay-moi", "basis": "Quy chế"},
    ),
    ("vanthu.incoming_slip", "GET"): Address("truongphong", paper=arrived_and_directed),
    ("vanthu.incoming_direct", "POST"): Address("giamdoc", paper=arrived_and_presented, form=a_direction),
    ("vanthu.incoming_present", "POST"): Address(
        "vanthu",
        paper=arrived_and_registered,
        form=lambda site, paper: {"version": site.version(paper), "leader": site.house.placed.people["pho"]},
    ),
    ("vanthu.incoming_pass_on", "POST"): Address(
        "vanthu",
        paper=passable,
        form=lambda site, paper: {"version": site.version(paper), "unit": site.house.placed.units["KT"]},
    ),
    ("vanthu.incoming_send_back", "POST"): Address(
        "truongphong", paper=arrived_and_directed, form=versioned(reason=REASON)
    ),
    ("vanthu.incoming_take_back", "POST"): Address(
        "giamdoc", paper=arrived_and_directed, form=versioned(reason=REASON)
    ),
    ("vanthu.incoming_complete", "POST"): Address(
        "truongphong", paper=lead_only, form=versioned(reason=REASON)
    ),
    ("vanthu.incoming_reopen", "POST"): Address("truongphong", paper=handled, form=versioned(reason=REASON)),
    ("vanthu.incoming_filing", "POST"): Address("luutru", paper=handled, form=into_dossier),
    ("vanthu.incoming_assign", "POST"): Address(
        "truongphong",
        paper=arrived_and_directed,
        form=lambda site, paper: {
            "task": task_of(site.house, paper, "lead"),
            "to": person_of(site.house, "soanthao"),
        },
    ),
    ("vanthu.incoming_support", "POST"): Address(
        "giamdoc", paper=lead_only, form=lambda site, _: {"to": unit_of(site.house, "KT")}
    ),
    ("vanthu.incoming_recall", "POST"): Address(
        "giamdoc", paper=arrived_and_directed, form=a_task("supporter", reason=REASON)
    ),
    ("vanthu.incoming_seen", "POST"): Address("ketoan", paper=arrived_and_directed, form=a_task("supporter")),
    ("vanthu.incoming_report", "POST"): Address(
        "ketoan", paper=arrived_and_directed, form=a_task("supporter", sort="result", words="Đã gửi số liệu")
    ),
    ("vanthu.incoming_reply", "POST"): Address("truongphong", paper=answerable, form=an_answer),
    ("vanthu.arrivals_book", "GET"): Address("vanthu", paper=arrived_and_registered),
    ("vanthu.arrivals_table", "GET"): Address("vanthu", paper=arrived_and_registered),
    ("vanthu.tracking_book", "GET"): Address("vanthu", paper=arrived_and_registered),
    ("vanthu.tracking_table", "GET"): Address("vanthu", paper=arrived_and_registered),
    # the same in JSON
    ("vanthu_api.my_work", "GET"): Address("soanthao", "nothing", in_state("drafting")),
    ("vanthu_api.my_inbox", "GET"): Address("ketoan", "nothing", in_state("issued")),
    ("vanthu_api.search", "GET"): Address(
        "soanthao", "nothing", in_state("drafting"), path="/api/search?q=cay+da"
    ),
    ("vanthu_api.incoming", "GET"): Address("vanthu", "nothing", arrived),
    ("vanthu_api.incoming_book", "GET"): Address("vanthu", paper=arrived_and_registered),
    ("vanthu_api.incoming_paper", "GET"): Address("vanthu", paper=arrived),
    ("vanthu_api.document", "GET"): Address("soanthao", paper=in_state("drafting")),
}
STEPS: dict[str, Address] = {
    "submit": Address("soanthao", paper=in_state("drafting"), form=versioned()),
    "check_content": Address("truongphong", paper=in_state("content_check"), form=versioned()),
    "check_form": Address("thethuc", paper=in_state("form_check"), form=versioned()),
    "return_content": Address("truongphong", paper=in_state("content_check"), form=versioned(reason=REASON)),
    "return_form": Address("thethuc", paper=in_state("form_check"), form=versioned(reason=REASON)),
    "refuse_signing": Address("giamdoc", paper=in_state("signing"), form=versioned(reason=REASON)),
    "return_signed": Address("vanthu", paper=in_state("signed"), form=versioned(reason=REASON)),
    "withdraw": Address("soanthao", paper=in_state("drafting"), form=versioned(reason=REASON)),
}
"""Every step of one address, `vanthu.take_step`: who may take it differs."""


def cases(wanted: Callable[[Address], bool]) -> list[Any]:
    """The addresses that a test is about, each under its own name."""
    named = [
        (f"{endpoint}-{method}", endpoint, method, "", one) for (endpoint, method), one in ADDRESSES.items()
    ]
    named += [(f"step-{step}", "vanthu.take_step", "POST", step, one) for step, one in STEPS.items()]
    return [pytest.param(*case, id=name) for name, *case in named if wanted(case[-1])]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Site:
    """One site for those who may change nothing: nothing of theirs stays behind."""
    return build_site(tmp_path_factory.mktemp("quiet") / "home", keys)


@pytest.fixture(autouse=True)
def _set_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and setting a Word file is somebody else's test."""
    monkeypatch.setattr("app.office.prepare_draft", lambda name, data, **_: a_draft(SUBJECT))


def test_every_address_is_in_the_table(site: Site) -> None:
    served = {
        (rule.endpoint, method)
        for rule in site.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}  # type: ignore[operator]
    }
    assert served == set(ADDRESSES) | {("vanthu.take_step", "POST")}


def test_every_step_of_the_workflow_has_its_address(site: Site) -> None:
    # What needs a key, the seal or a dossier has an address of its own; what the office does by itself has none.
    # The steps of other workflows go through the same address; `test_walked_tables` tries each of them.
    way = site.office.rules.workflows["van-ban-di"].transitions.values()
    assert set(STEPS) == {step.code for step in way if step.by == "user" and not step.needs}


@pytest.mark.parametrize(("endpoint", "method", "step", "address"), cases(lambda one: one.who is not None))
def test_nobody_gets_nothing(quiet: Site, endpoint: str, method: str, step: str, address: Address) -> None:
    site, paper = quiet, prepared(quiet, address)
    before, told = snapshot(site), len(site.journal())

    answer = ask(site, site.visitor(), endpoint, method, step, address, paper)

    assert answer.status_code in ((302, 401) if method == "GET" else (401,))
    assert answer.status_code == 401 or answer.location.startswith("/sign-in?next=")
    assert SUBJECT not in answer.text
    assert snapshot(site) == before
    assert len(site.journal()) == told, "anonymous visitors may not make the journal grow"


@pytest.mark.parametrize(
    ("endpoint", "method", "step", "address"), cases(lambda one: one.who is not None and one.least != "own")
)
def test_least_privileged_person_changes_nothing(
    quiet: Site, endpoint: str, method: str, step: str, address: Address
) -> None:
    site, paper = quiet, prepared(quiet, address)
    person = once_signed_in(site, "soanthao" if address.least.endswith("soanthao") else LEAST)
    before, told = snapshot(site), len(site.journal())

    answer = ask(site, person, endpoint, method, step, address, paper)

    if address.least == "nothing":
        assert answer.status_code == 200
    else:
        assert answer.status_code in (403, 404)
    assert SUBJECT not in answer.text
    assert snapshot(site) == before
    added = site.journal()[told:]
    assert {fact for _, fact in added} <= {"act_denied"}
    assert added or address.least == "nothing", "a denial is told to the journal"


@pytest.mark.parametrize(("endpoint", "method", "step", "address"), cases(lambda one: True))
def test_the_person_it_is_for_succeeds(
    site: Site, endpoint: str, method: str, step: str, address: Address
) -> None:
    paper = prepared(site, address)
    person = site.person(address.who) if address.who else site.visitor()
    before = snapshot(site)

    answer = ask(site, person, endpoint, method, step, address, paper)

    assert answer.status_code in (200, 302), text_of(answer)
    if method == "POST" and endpoint not in (
        "vanthu.sign_in",
        "vanthu.verify_page",
        "vanthu_api.verify_file",
        "vanthu_api.outside_papers",
        "vanthu_api.outside_file",
    ):
        assert (snapshot(site) != before) == (endpoint != "vanthu.sign_out")


def prepared(site: Site, address: Address) -> str:
    """The paper of an address; everybody has heard how it came there, so that a request adds only its own."""
    paper = address.paper(site) if address.paper else ""
    drain(site.office, FAST)
    return paper


def ask(
    site: Site, person: Person, endpoint: str, method: str, step: str, address: Address, paper: str
) -> TestResponse:
    path = address.path.replace("{paper}", paper) or path_of(site, endpoint, step, paper)
    if method == "GET":
        return person.get(path)
    return person.post(path, address.form(site, paper))


_signed_in: dict[tuple[int, str], Person] = {}


def once_signed_in(site: Site, username: str) -> Person:
    """The site counts how often somebody signs in, so once is enough."""
    if (id(site), username) not in _signed_in:
        _signed_in[id(site), username] = site.person(username)
    return _signed_in[id(site), username]


def path_of(site: Site, endpoint: str, step: str, paper: str) -> str:
    values: dict[str, Any] = {
        "comment_id": _first_remark(site, paper),
        "round_id": _first_round(site, paper),
        "notice_id": _first_notice(site, paper),
        "document_id": paper,
        **dict.fromkeys(
            ("absence_id", "call_id", "disposition_id", "dossier_id", "duty_id", "fingerprint", "mandate_id"),
            paper,
        ),
        **dict.fromkeys(("anchor_id", "person_id", "position_id", "proposal_id", "unit_id"), paper),
        "annex_id": _last_annex(site, paper),
        "change": "up",
        "step": step,
        "page": 1,
        "kind": "ke-hoach",
    }
    with site.app.test_request_context():
        rule = next(site.app.url_map.iter_rules(endpoint))
        return url_for(endpoint, **{name: values[name] for name in rule.arguments})


def _last_annex(site: Site, paper: str) -> str:
    with site.office.reading(OFFICE) as work:
        found = annexes_of(work.session, paper) if paper else []
    return found[-1].id if found else "0" * 20


def _first_remark(site: Site, paper: str) -> str:
    with site.office.reading(OFFICE) as work:
        found = comments_on(work, paper) if paper else []
    return found[0].id if found else "0" * 20


def _first_round(site: Site, paper: str) -> str:
    with site.office.reading(OFFICE) as work:
        found = rounds_on(work.session, paper) if paper else []
    return found[0][0].id if found else "0" * 20


def _first_notice(site: Site, paper: str) -> str:
    with site.office.reading(OFFICE) as work:
        found = work.session.scalar(select(Notice.id).where(Notice.document_id == paper))
    return found or "0" * 20


def snapshot(site: Site) -> dict[str, object]:
    """Everything the office knows, but the journal itself and who has heard it."""
    told = {"vanthu_journal", "vanthu_journal_head", "vanthu_fact_deliveries"}
    with site.office.reading(OFFICE) as work:
        rows = {
            table.name: sorted(map(repr, work.session.execute(select(table))))
            for table in METADATA.sorted_tables
            if table.name not in told
        }
    stored = {digest for digest, _ in site.office.files.stored()}  # type: ignore[attr-defined]
    return {**rows, "stored": stored}


def _stepped(site: Site, subject: str, steps: int) -> str:
    document_id = site.house.upload(subject)
    acts = (("soanthao", review.submit), ("truongphong", review.check_content))[:steps]
    for username, act in acts:
        with site.house.work(username) as work:
            act(work, site.house.rules, document_id)
    return document_id
