"""A workflow told in sentences, so that a change of a rule is read in a diff by people who read no TOML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.definition import Definition, State, Transition

Language = Literal["vi", "en"]


@dataclass(frozen=True)
class Words:
    """What one language says; `{…}` are filled in."""

    begins: str
    waits: str
    term: str
    ends: str
    may: str
    step: str
    reason: str
    when: str
    joined: str
    roles: Mapping[str, str]
    rights: Mapping[str, str]
    guards: Mapping[str, str]


VIETNAMESE = Words(
    begins="Quy trình «{title}» ({name}, bản {version}) bắt đầu ở «{start}».",
    waits="«{state}»: chờ {owner}{term}.",
    term=", trong {days} ngày làm việc",
    ends="«{state}»: kết thúc.",
    may="  {roles} được {right}.",
    step="  {roles} được «{title}», văn bản chuyển sang «{after}»{reason}{when}.",
    reason=", phải ghi lý do",
    when=", khi {conditions}",
    joined="; ",
    roles={
        "drafter": "người soạn thảo",
        "head": "lãnh đạo đơn vị",
        "form_checker": "người kiểm tra thể thức",
        "signer": "người ký",
        "clerk": "văn thư",
        "recipient": "nơi nhận",
        "archivist": "người làm lưu trữ",
        "consulted": "người được xin ý kiến",
    },
    rights={
        "view": "xem",
        "edit": "sửa",
        "send": "gửi",
        "accept": "nhận",
        "consult": "xin ý kiến",
        "answer": "cho ý kiến",
    },
    guards={
        "fields_complete": "đủ các ô bắt buộc",
        "places_found": "có chỗ ghi số, ngày và chỗ ký",
        "kind_ready": "loại văn bản được dùng và ký hiệu hợp với loại",
        "symbol_is_ours": "ký hiệu là của cơ quan này",
        "signer_known": "người ký có trong danh bạ",
        "recipients_known": "mọi nơi nhận đều đã biết",
        "not_own_draft": "không phải người cùng soạn",
        "unchanged_since_submit": "nội dung không đổi từ khi trình",
        "checks_stand": "hai lần kiểm tra còn hiệu lực trên đúng nội dung này",
        "signature_stands": "chữ ký của người có thẩm quyền đã được chứng minh",
        "no_signature_underway": "không có chữ ký đang chờ dấu thời gian",
        "no_number_given": "chưa cấp số",
        "opinions_answered": "mọi vòng xin ý kiến đang mở đã đủ số đồng ý",
    },
)
ENGLISH = Words(
    begins="The workflow «{title}» ({name}, version {version}) begins in «{start}».",
    waits="«{state}»: waits for the {owner}{term}.",
    term=", {days} working days at most",
    ends="«{state}»: the end.",
    may="  The {roles} may {right}.",
    step="  The {roles} may take «{title}», to «{after}»{reason}{when}.",
    reason=", giving a reason",
    when=", when {conditions}",
    joined="; ",
    roles={
        "drafter": "drafting officer",
        "head": "head of unit",
        "form_checker": "form checker",
        "signer": "signer",
        "clerk": "văn thư",
        "recipient": "recipient",
        "archivist": "archivist",
        "consulted": "person consulted",
    },
    rights={
        "view": "view",
        "edit": "edit",
        "send": "send",
        "accept": "accept",
        "consult": "ask for opinions",
        "answer": "give an opinion",
    },
    guards={
        "fields_complete": "the required fields are there",
        "places_found": "number, day and signature have a place on the page",
        "kind_ready": "the kind is in use and the symbol fits it",
        "symbol_is_ours": "the symbol is this agency's",
        "signer_known": "the signer is in the directory",
        "recipients_known": "every recipient is known",
        "not_own_draft": "the actor did not draft it",
        "unchanged_since_submit": "nothing changed since it was submitted",
        "checks_stand": "both checks stand over exactly this content",
        "signature_stands": "the competent person's signature was proved",
        "no_signature_underway": "no signature waits for its time-stamp",
        "no_number_given": "no number was given",
        "opinions_answered": "every open round of opinions has the agreement it asked for",
    },
)
LANGUAGES: Mapping[Language, Words] = {"vi": VIETNAMESE, "en": ENGLISH}


def tell(made: Definition, language: Language) -> list[str]:
    """The workflow as sentences, state by state; an unknown name stands as it is written."""
    words = LANGUAGES[language]
    start = made.states[made.start].title
    lines = [words.begins.format(title=made.title, name=made.name, version=made.version, start=start)]
    for state in made.states.values():
        lines += _state(words, state)
        steps = [step for step in made.transitions.values() if state.code in step.before]
        lines += [_step(words, made, step) for step in steps]
    return lines


def _state(words: Words, state: State) -> list[str]:
    first = words.ends if state.final else words.waits
    term = words.term.format(days=state.term) if state.term else ""
    lines = [first.format(state=state.title, owner=words.roles.get(state.owner, state.owner), term=term)]
    # In the order the rights are first named, so that the file's own order is read.
    rights = dict.fromkeys(right for held in state.rights.values() for right in held)
    for right in rights:
        holders = [role for role, held in state.rights.items() if right in held]
        told = words.may.format(roles=_roles(words, holders), right=words.rights.get(right, right))
        lines.append(_capital(told))
    return lines


def _step(words: Words, made: Definition, step: Transition) -> str:
    conditions = words.joined.join(words.guards.get(guard, guard) for guard in step.guards)
    told = words.step.format(
        roles=_roles(words, step.roles),
        title=step.title,
        after=made.states[step.after].title,
        reason=words.reason if step.reason else "",
        when=words.when.format(conditions=conditions) if conditions else "",
    )
    return _capital(told)


def _roles(words: Words, roles: Iterable[str]) -> str:
    return ", ".join(words.roles.get(role, role) for role in roles)


def _capital(line: str) -> str:
    text = line.lstrip()
    return line[: len(line) - len(text)] + text[:1].upper() + text[1:]
