"""A paper is found by those who may view it, at every step of its way, whatever the index still believes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, delete, select
from sqlalchemy.orm import Session

from documents.access import Actor, Grant, StateRight, document_terms, may, view_terms
from documents.journal import JournalHead
from documents.model import Document, Dossier, DossierItem, MachineState
from search.feed import in_step, rebuild, tell
from search.queries import Results, find, snippet
from search.whoosh_engine import WhooshEngine
from tests.office import House
from workflows import review
from workflows.directory.absences import Absence
from workflows.directory.actors import actor_for
from workflows.directory.model import Agency, Person, Position, Unit
from workflows.directory.successions import Succession
from workflows.issuing import issue_document
from workflows.signing import sign_document

EVERYBODY = ("quantri", "ketoan", "luutru", "vanthu", "thethuc", "pho", "giamdoc", "truongphong", "soanthao")
WORDS = "hội thi văn thư giỏi"


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "index")


def told(house: House, engine: WhooshEngine, *document_ids: str) -> None:
    with house.look() as work:
        head = work.session.get_one(JournalHead, 1)
        tell(work, engine, document_ids, position=head.last_id)


def search(house: House, engine: WhooshEngine, who: str, text: str = WORDS) -> Results:
    with house.look(who) as work:
        return find(work, engine, text)


def finders(house: House, engine: WhooshEngine) -> set[str]:
    return {who for who in EVERYBODY if search(house, engine, who).total}


def viewers(house: House, document_id: str) -> set[str]:
    seen = set()
    for who in EVERYBODY:
        with house.look(who) as work:
            seen |= {who} if work.session.scalar(view(work.actor, document_id)) else set()
    return seen


def view(actor: Actor, document_id: str):  # type: ignore[no-untyped-def]
    return select(Document.id).where(Document.id == document_id, may(actor, "view", WHEN))


WHEN = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)


def test_at_every_step_those_find_it_who_may_view_it(house: House, engine: WhooshEngine) -> None:
    document_id = house.upload()
    begin = house.begin

    def act(who: str, step) -> None:  # type: ignore[no-untyped-def]
        with house.work(who) as work:
            step(work, house.rules, document_id)

    steps = (
        ("drafting", lambda: None, {"soanthao", "truongphong"}),
        ("content_check", lambda: act("soanthao", review.submit), {"soanthao", "truongphong"}),
        (
            "form_check",
            lambda: act("truongphong", review.check_content),
            {"soanthao", "truongphong", "thethuc"},
        ),
        (
            "signing",
            lambda: act("thethuc", review.check_form),
            {"soanthao", "truongphong", "thethuc", "giamdoc"},
        ),
        (
            "signed",
            lambda: sign_document(
                begin("giamdoc"), house.rules, house.tools(), document_id, house.keys.director
            ),
            {"soanthao", "truongphong", "thethuc", "giamdoc", "vanthu"},
        ),
        (
            "issued",
            lambda: issue_document(
                begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency
            ),
            set(EVERYBODY) - {"quantri"},
        ),
    )
    for state, step, expected in steps:
        step()
        told(house, engine, document_id)
        assert house.state(document_id) == state
        assert finders(house, engine) == viewers(house, document_id) == expected, state


def test_an_index_that_fell_behind_shows_and_counts_nothing_that_is_closed(
    house: House, engine: WhooshEngine
) -> None:
    document_id = house.on_the_desk()
    told(house, engine, document_id)
    assert search(house, engine, "thethuc").total == 1
    with house.work("giamdoc") as work:
        review.send_back(work, house.rules, document_id, "refuse_signing", "Sai nơi nhận")
    late = search(house, engine, "thethuc")
    assert (late.total, late.hits) == (0, ())
    assert not any(late.facets["state"].values())
    found = search(house, engine, "soanthao")
    assert (found.total, found.hits[0].state, dict(found.facets["state"])) == (1, "drafting", {"drafting": 1})


def test_an_index_that_fell_behind_counts_only_what_is_visible_beyond_the_page(
    house: House, engine: WhooshEngine
) -> None:
    papers = [house.on_the_desk(f"{WORDS} lần {count}") for count in range(3)]
    told(house, engine, *papers)
    with house.work("giamdoc") as work:
        review.send_back(work, house.rules, papers[1], "refuse_signing", "Sai nơi nhận")
    with house.look("thethuc") as work:
        pages = [find(work, engine, WORDS, limit=1, offset=offset) for offset in range(3)]
    assert [page.total for page in pages] == [2, 2, 2]
    assert {hit.document_id for page in pages for hit in page.hits} == {papers[0], papers[2]}


def test_a_role_that_ended_closes_the_paper_without_anybody_telling_the_index(
    house: House, engine: WhooshEngine
) -> None:
    document_id = house.on_the_desk()
    with house.office() as work:
        held = work.session.scalars(select(Grant).where(Grant.role == "form_checker")).one()
        held.until = house.now + timedelta(days=1)
    told(house, engine, document_id)
    assert search(house, engine, "thethuc").total == 1
    tomorrow = search(house.at(house.now + timedelta(days=1)), engine, "thethuc")
    assert (tomorrow.total, tomorrow.hits) == (0, ())


def test_telling_twice_is_harmless_and_in_step_says_so(house: House, engine: WhooshEngine) -> None:
    document_id = house.upload()
    with house.look() as work:
        assert in_step(work, engine).missing == 1
    told(house, engine, document_id)
    told(house, engine, document_id)
    with house.look() as work:
        report = in_step(work, engine)
        assert (report.ok, report.missing, report.extra) == (True, 0, 0)
        assert report.position == work.session.get_one(JournalHead, 1).last_id
    assert search(house, engine, "soanthao").total == 1


def test_rebuilding_finds_what_telling_found(house: House, engine: WhooshEngine) -> None:
    papers = [house.upload(f"{WORDS} {count}") for count in range(3)]
    told(house, engine, *papers)
    before = search(house, engine, "soanthao")
    with house.look() as work:
        assert rebuild(work, engine) == 3
        assert in_step(work, engine).ok
    after = search(house, engine, "soanthao")
    assert [hit.document_id for hit in after.hits] != []
    assert {hit.document_id for hit in after.hits} == {hit.document_id for hit in before.hits}
    assert after.facets == before.facets


def test_the_words_that_matched_are_marked_in_the_text(house: House, engine: WhooshEngine) -> None:
    document_id = house.upload()
    told(house, engine, document_id)
    hit = search(house, engine, "soanthao", "van thu").hits[0]
    assert [text for text, matched in hit.snippet if matched] == ["văn", "thư"]
    assert snippet("Ngày 08/3", frozenset({"8"}))[1] == ("08", True)


# ------------------------------------------------- one rule, two ways of asking

PRINCIPALS = ("person:p1", "person:p2", "unit:u1", "head:u1", "office:clerk:a1")
ROLES = ("drafter", "recipient", "clerk")
STATES = ("drafting", "issued")
FLOWS = (("di", 1), ("di", 2), ("den", 1))
DAYS = tuple(WHEN + timedelta(days=count) for count in (-2, -1, 0, 1, 2))

rights = st.sets(
    st.tuples(
        st.sampled_from(FLOWS),
        st.sampled_from(STATES),
        st.sampled_from(ROLES),
        st.sampled_from(["view", "edit", "sign"]),
    ),
    max_size=16,
)
beside = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(["delivery", "records"]), st.sampled_from(STATES)),
    max_size=6,
    unique_by=lambda row: row[:2],
)
papers = st.lists(st.tuples(st.sampled_from(FLOWS), st.sampled_from(STATES)), max_size=5)
grants = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(ROLES),
        st.sampled_from(PRINCIPALS),
        st.sampled_from(DAYS),
        st.none() | st.sampled_from(DAYS),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    from app.schema import migrate

    made = create_engine(f"sqlite:///{tmp_path_factory.mktemp('rights') / 'rights.db'}")
    migrate(made)
    yield made
    made.dispose()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rights=rights,
    papers=papers,
    beside=beside,
    grants=grants,
    principals=st.sets(st.sampled_from(PRINCIPALS)),
)
def test_the_rule_in_sql_and_in_index_terms_says_the_same(
    empty: Database, rights, papers, beside, grants, principals
) -> None:  # type: ignore[no-untyped-def]
    actor = Actor("p1", "Người thử", principals=frozenset(principals))
    with Session(empty) as session:
        _lay_papers(session, rights, papers, grants, beside)
        by_sql = set(session.scalars(select(Document.id).where(may(actor, "view", WHEN))))
        asked = set(view_terms(session, actor))
        by_terms = {
            document.id
            for document in session.scalars(select(Document))
            if asked & set(document_terms(session, document, WHEN))
        }
        assert by_sql == by_terms == by_hand(rights, papers, beside, grants, principals)


def by_hand(rights, papers, beside, grants, principals, right="view") -> set[str]:  # type: ignore[no-untyped-def]
    """The rule once more, in words: a role held today by one of my principals, that may view in a present state."""

    def states(key: int) -> list[str]:
        return [papers[key][1], *(state for other, _, state in beside if other == key)]

    return {
        str(key)
        for key, role, principal, since, until in grants
        if key < len(papers)
        and principal in principals
        and since <= WHEN
        and (until is None or until > WHEN)
        and any((papers[key][0], state, role, right) in rights for state in states(key))
    }


# ------------------------------------------------- papers seen through the dossiers they are in

DOSSIER_FLOW = ("ho-so", 1)
kept_in = st.sets(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=8)
dossier_states = st.lists(st.sampled_from(STATES), max_size=3)
dossier_rights = st.sets(
    st.tuples(
        st.just(DOSSIER_FLOW),
        st.sampled_from(STATES),
        st.sampled_from(ROLES),
        st.sampled_from(["view", "read"]),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rights=rights,
    papers=papers,
    grants=grants,
    dossier_rights=dossier_rights,
    dossiers=dossier_states,
    dossier_grants=grants,
    inside=kept_in,
    principals=st.sets(st.sampled_from(PRINCIPALS)),
)
def test_whoever_reads_a_dossier_finds_its_papers_and_who_only_sees_it_does_not(
    empty: Database, rights, papers, grants, dossier_rights, dossiers, dossier_grants, inside, principals
) -> None:  # type: ignore[no-untyped-def]
    actor = Actor("p1", "Người thử", principals=frozenset(principals))
    inside = {(one, key) for one, key in inside if one < len(dossiers) and key < len(papers)}
    with Session(empty) as session:
        _lay_papers(session, rights | dossier_rights, papers, grants, [])
        _lay_dossiers(session, dossiers, dossier_grants, inside)
        by_sql = set(session.scalars(select(Document.id).where(may(actor, "view", WHEN))))
        asked = set(view_terms(session, actor))
        by_terms = {
            document.id
            for document in session.scalars(select(Document))
            if asked & set(document_terms(session, document, WHEN))
        }
        readable = by_hand(
            dossier_rights,
            [(DOSSIER_FLOW, state) for state in dossiers],
            [],
            dossier_grants,
            principals,
            "read",
        )
        through = {str(key) for one, key in inside if str(one) in readable}
        assert by_sql == by_terms == by_hand(rights, papers, [], grants, principals) | through
        edits = set(session.scalars(select(Document.id).where(may(actor, "edit", WHEN))))
        assert edits == by_hand(rights, papers, [], grants, principals, right="edit"), (
            "sight and nothing else"
        )


def _lay_dossiers(session: Session, dossiers, grants, inside) -> None:  # type: ignore[no-untyped-def]
    session.add_all(
        Dossier(
            id=f"d{key}", agency_id="a1", unit_id="u1", changed_at=WHEN, workflow=DOSSIER_FLOW[0],
            workflow_version=DOSSIER_FLOW[1], state=state, state_since=WHEN, year=2026, code=str(key),
            title="", retention="", retention_basis="", keeper_id="", keeper_name="", opened_at=WHEN,
        )
        for key, state in enumerate(dossiers)
    )  # fmt: skip
    session.flush()
    session.add_all(
        DossierItem(dossier_id=f"d{one}", document_id=str(key), ordinal=key, filed_at=WHEN, filed_by="")
        for one, key in inside
    )
    session.add_all(
        Grant(document_id=f"d{key}", role=role, principal=principal, cause=str(n), since=since, until=until)
        for n, (key, role, principal, since, until) in enumerate(grants)
    )
    session.flush()


# ------------------------------------------------- the same with real people, absences and substitutes

PEOPLE = ("p1", "p2", "p3", "p4")
FUNCTIONS = ("head", "officer", "clerk", "administrator")
HELD = (
    *(f"person:{person}" for person in PEOPLE),
    *(f"{scheme}:{unit}" for scheme in ("unit", "head") for unit in ("u1", "u2")),
    *(f"office:{function}:a1" for function in FUNCTIONS),
)
positions = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(FUNCTIONS), st.sampled_from(["u1", "u2"])), max_size=6
)
leaves = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        st.sampled_from(DAYS),
        st.sampled_from(DAYS),
        st.booleans(),
    ),
    max_size=5,
)
held_grants = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(ROLES),
        st.sampled_from(HELD),
        st.sampled_from(DAYS),
        st.none() | st.sampled_from(DAYS),
    ),
    max_size=12,
)


successions = st.lists(
    st.tuples(st.sampled_from(["u1", "u2"]), st.sampled_from(["u1", "u2"]), st.sampled_from(DAYS)),
    max_size=2,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rights=rights,
    papers=papers,
    beside=beside,
    grants=held_grants,
    positions=positions,
    leaves=leaves,
    successions=successions,
    person=st.sampled_from(PEOPLE),
)
def test_the_rule_says_the_same_for_people_who_stand_in_for_each_other(
    empty: Database, rights, papers, beside, grants, positions, leaves, successions, person
) -> None:  # type: ignore[no-untyped-def]
    with Session(empty) as session:
        _lay_directory(session, positions, leaves, successions)
        _lay_papers(session, rights, papers, grants, beside)
        actor = actor_for(session, person, WHEN)
        assert actor is not None
        heirs = {(old, new) for old, new, since in successions if since <= WHEN}
        assert actor.principals == principals_by_hand(positions, leaves, heirs, person)
        assert actor.own == own_by_hand(positions, heirs, person) | {f"person:{person}"}
        signs = set(session.scalars(select(Document.id).where(may(actor, "sign", WHEN))))
        assert signs == by_hand(rights, papers, beside, grants, actor.own, right="sign"), (
            "never in another's place"
        )
        by_sql = set(session.scalars(select(Document.id).where(may(actor, "view", WHEN))))
        asked = set(view_terms(session, actor))
        by_terms = {
            document.id
            for document in session.scalars(select(Document))
            if asked & set(document_terms(session, document, WHEN))
        }
        assert by_sql == by_terms == by_hand(rights, papers, beside, grants, actor.principals)


def principals_by_hand(positions, leaves, heirs, person: str) -> set[str]:  # type: ignore[no-untyped-def]
    """One's own, and of each person away today whom one replaces: functions, and all when it says so."""
    held = own_by_hand(positions, heirs, person) | {f"person:{person}"}
    for absent, substitute, since, until, all_work in leaves:
        if substitute == person and since <= WHEN < until:
            others = [one for one in positions if one[1] != "administrator"]
            held |= own_by_hand(others, heirs, absent) | ({f"person:{absent}"} if all_work else set())
    return held


def own_by_hand(positions, heirs, person: str) -> set[str]:  # type: ignore[no-untyped-def]
    """The offices of a person, their units, and of two units the one that theirs succeeded."""
    held = set()
    for holder, function, unit in positions:
        if holder == person:
            for one in {unit} | {old for old, new in heirs if new == unit}:
                held |= {f"office:{function}:a1", f"unit:{one}"}
                held |= {f"head:{one}"} if function == "head" else set()
    return held


def _lay_directory(session: Session, positions, leaves, successions) -> None:  # type: ignore[no-untyped-def]
    for table in (Succession, Absence, Position, Person, Unit, Agency):
        session.execute(delete(table))
    long_ago = WHEN - timedelta(days=900)
    session.add(Agency(id="a1", name="Sở Thử", ours=True, since=long_ago))
    session.flush()
    session.add_all(
        Unit(id=unit, agency_id="a1", name=unit, abbreviation=unit, since=long_ago) for unit in ("u1", "u2")
    )
    session.add_all(Person(id=key, name=key, since=long_ago) for key in PEOPLE)
    session.flush()
    session.add_all(
        Position(
            person_id=person, agency_id="a1", unit_id=unit, title="Chức", function=function, since=long_ago
        )
        for person, function, unit in positions
    )
    session.add_all(
        Succession(
            old=f"unit:{old}",
            new=f"unit:{new}",
            since=since,
            paper="mẫu",
            recorded_at=since,
            recorded_by="mẫu",
        )
        for old, new, since in successions
    )
    session.add_all(
        Absence(
            person_id=absent,
            substitute_id=substitute,
            since=since,
            until=until,
            all_work=all_work,
            reason="mẫu",
            declared_at=since,
            declared_by="mẫu",
        )
        for absent, substitute, since, until, all_work in leaves
    )
    session.flush()


def _lay_papers(session: Session, rights, papers, grants, beside) -> None:  # type: ignore[no-untyped-def]
    for table in (Grant, StateRight, MachineState, DossierItem, Dossier, Document):
        session.execute(delete(table))
    session.add_all(
        StateRight(workflow=flow, workflow_version=version, state=state, role=role, right=right)
        for (flow, version), state, role, right in rights
    )
    session.add_all(a_row(str(key), *paper) for key, paper in enumerate(papers))
    session.flush()
    session.add_all(
        MachineState(document_id=str(key), machine=machine, state=state, since=WHEN)
        for key, machine, state in beside
        if key < len(papers)
    )
    session.add_all(
        Grant(document_id=str(key), role=role, principal=principal, cause=str(n), since=since, until=until)
        for n, (key, role, principal, since, until) in enumerate(grants)
    )
    session.flush()


def a_row(key: str, flow: tuple[str, int], state: str) -> Document:
    names = ("agency_name", "unit_name", "drafter_name", "text", "draft_name", "subject", "symbol")
    nothing = {
        "agency_id": "a1",
        "unit_id": "u1",
        "drafter_id": "p1",
        "fields": {},
        "warnings": [],
        "pages": 1,
    }
    return Document(
        id=key, kind="ke-hoach", created_at=WHEN, changed_at=WHEN, state_since=WHEN, workflow=flow[0],
        workflow_version=flow[1], state=state, draft_sha256="0" * 64, rendition_sha256="0" * 64,
        **dict.fromkeys(names, ""), **nothing,
    )  # fmt: skip
