"""A workflow told in sentences, so that a change of a rule is read in a diff by people who read no TOML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.definition import MAIN, About, Definition, State, Transition

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
    any_of: str
    asks: str
    beside: str
    itself: Mapping[str, str]
    upgrade: str
    things: Mapping[About, str]
    roles: Mapping[str, str]
    rights: Mapping[str, str]
    guards: Mapping[str, str]
    events: Mapping[str, str]


VIETNAMESE = Words(
    begins="Quy trình «{title}» ({name}, bản {version}) bắt đầu ở «{start}».",
    waits="«{state}»: chờ {owner}{term}.",
    term=", trong {days} ngày làm việc",
    ends="«{state}»: kết thúc.",
    may="  {roles} được {right}.",
    step="  {roles} được «{title}», {thing} chuyển sang «{after}»{reason}{when}.",
    reason=", phải ghi lý do",
    when=", khi {conditions}",
    joined="; ",
    any_of=" hoặc ",
    asks=", phải ghi {asks}",
    beside="Bên cạnh, «{title}» bắt đầu ở «{start}».",
    itself={
        "automatic": "  Hệ thống tự «{title}», sang «{after}»{when}.",
        "timer": "  Sau {days} ngày làm việc, hệ thống tự «{title}», sang «{after}»{when}.",
        "event": "  Khi {event}, hệ thống «{title}», sang «{after}»{when}.",
        "children": "  Khi mọi văn bản con đã xong, hệ thống «{title}», sang «{after}»{when}.",
    },
    upgrade="Văn bản theo bản {version} đang ở «{before}» được chuyển sang «{after}».",
    things={"document": "văn bản", "dossier": "hồ sơ", "disposition": "danh mục", "call": "đợt"},
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
        "correct": "sửa thông tin đăng ký",
        "scan": "thêm bản số hóa",
        "acknowledge": "báo nơi gửi đã nhận",
        "assign": "phân công",
        "report": "báo cáo phần việc",
        "reply": "gắn văn bản trả lời",
        "recall": "thu hồi phân công",
        "read": "đọc các văn bản trong hồ sơ",
        "extend": "cho giữ lại thêm trước khi nộp lưu",
        "appraise": "xác định lại thời hạn bảo quản",
        "change": "sửa danh mục",
        "agree": "đồng ý hủy",
        "excuse": "miễn nộp cho một đơn vị",
        "begin_paper": "soạn văn bản đơn vị mình phải nộp",
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
        "copy_decided": "người có thẩm quyền đã cho sao đúng bản này",
        "signature_stands": "chữ ký của người có thẩm quyền đã được chứng minh",
        "secretary_place_found": "có chỗ ký của thư ký",
        "chair_known": "chủ tọa là người của cơ quan",
        "secretary_known": "thư ký là người của cơ quan và không phải chủ tọa",
        "secretary_signature_stands": "chữ ký của thư ký còn nguyên trong tệp",
        "not_the_secretary": "không phải người đã ký với tư cách thư ký",
        "no_signature_underway": "không có chữ ký đang chờ dấu thời gian",
        "no_number_given": "chưa cấp số",
        "opinions_answered": "mọi vòng xin ý kiến đang mở đã đủ số đồng ý",
        "all_received": "mọi nơi nhận bên trong đã nhận",
        "incoming_complete": "có cơ quan ban hành và trích yếu",
        "signature_acceptable": "chữ ký số, nếu có, không sai và không bị sửa sau khi ký",
        "registered_here": "đã đăng ký ở văn thư",
        "passing_allowed": "quy chế cho phép chuyển thẳng loại văn bản này",
        "nobody_open": "không còn phân công nào chưa xong",
        "legal_bases_given": "có căn cứ ban hành",
        "dossier_filled": "hồ sơ có ít nhất một văn bản",
        "must_be_archived": "thời hạn bảo quản từ 5 năm trở lên",
        "retention_over": "đã hết thời hạn bảo quản",
        "list_destroyable": "mọi hồ sơ trong danh mục đã hết thời hạn và không có văn bản tạm dừng",
        "council_named": "hội đồng có ít nhất hai người khác người lập",
        "council_agreed": "mọi thành viên hội đồng đã đồng ý",
        "call_open": "đợt còn thu",
        "subject_given": "có trích yếu",
        "head_agreed": "trưởng đơn vị đã đồng ý trên đúng nội dung này",
        "all_handed_in": "mọi đơn vị phải nộp đã được tiếp nhận hoặc miễn nộp",
    },
    events={
        "secretary_signed": "thư ký đã ký số",
        "document_signed": "văn bản đã được ký số",
        "document_issued": "văn bản đã phát hành",
        "document_received": "một nơi nhận đã nhận",
        "approvals_fell": "các ý kiến đồng ý không còn hiệu lực",
        "dossier_destroyed": "hồ sơ được hủy theo quyết định",
        "list_destroyed": "mọi hồ sơ trong danh mục đã hủy",
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
    any_of=" or ",
    asks=", filling in {asks}",
    beside="Beside it, «{title}» begins in «{start}».",
    itself={
        "automatic": "  The office itself takes «{title}», to «{after}»{when}.",
        "timer": "  After {days} working days the office itself takes «{title}», to «{after}»{when}.",
        "event": "  Once {event}, the office takes «{title}», to «{after}»{when}.",
        "children": "  Once all its children are done, the office takes «{title}», to «{after}»{when}.",
    },
    upgrade="A paper of version {version} in «{before}» goes on in «{after}».",
    things={"document": "document", "dossier": "dossier", "disposition": "list", "call": "call"},
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
        "correct": "correct the registered values",
        "scan": "add the scan",
        "acknowledge": "tell the sender that it arrived",
        "assign": "assign handlers",
        "report": "report on their part",
        "reply": "link the answer",
        "recall": "recall an assignment",
        "read": "read the documents in the dossier",
        "extend": "let it be kept longer before handing over",
        "appraise": "set the retention anew",
        "change": "change the list",
        "agree": "agree to it",
        "excuse": "excuse a unit",
        "begin_paper": "begin the paper their unit owes",
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
        "copy_decided": "a competent person decided on exactly this copy",
        "signature_stands": "the competent person's signature was proved",
        "secretary_place_found": "the secretary's signature has a place on the page",
        "chair_known": "the chair is of this office",
        "secretary_known": "the secretary is of this office and not the chair",
        "secretary_signature_stands": "the secretary's signature stands in the file",
        "not_the_secretary": "the actor did not sign as secretary",
        "no_signature_underway": "no signature waits for its time-stamp",
        "no_number_given": "no number was given",
        "opinions_answered": "every open round of opinions has the agreement it asked for",
        "all_received": "everybody inside has accepted it",
        "incoming_complete": "sender and subject are there",
        "signature_acceptable": "no signature is wrong and nothing was altered after signing",
        "registered_here": "it is registered at the văn thư",
        "passing_allowed": "the working regulations let such papers go straight to a unit",
        "nobody_open": "no assignment is left unfinished",
        "legal_bases_given": "it names its legal bases",
        "dossier_filled": "at least one document is in the dossier",
        "must_be_archived": "it is to be kept for 5 years or more",
        "retention_over": "the retention is over",
        "list_destroyable": "every dossier on the list is due and no paper in it is on hold",
        "council_named": "the council has at least two people who did not draw it up",
        "council_agreed": "every member of the council agreed",
        "call_open": "the call still collects",
        "subject_given": "it has a subject",
        "head_agreed": "the head of unit agreed to exactly this content",
        "all_handed_in": "from every unit a paper is taken in, or it is excused",
    },
    events={
        "secretary_signed": "the secretary has signed",
        "document_signed": "the document is signed",
        "document_issued": "the document is issued",
        "document_received": "a recipient has accepted it",
        "approvals_fell": "approvals have fallen",
        "dossier_destroyed": "it is destroyed by a decision",
        "list_destroyed": "every dossier on the list is destroyed",
    },
)
LANGUAGES: Mapping[Language, Words] = {"vi": VIETNAMESE, "en": ENGLISH}


def tell(made: Definition, language: Language) -> list[str]:
    """The workflow as sentences, machine by machine, state by state; an unknown name stands as it is written."""
    words = LANGUAGES[language]
    start = made.states[made.start].title
    lines = [words.begins.format(title=made.title, name=made.name, version=made.version, start=start)]
    lines += _machine(made, words, language, MAIN)
    for machine in made.machines.values():
        lines.append(words.beside.format(title=machine.title, start=made.states[machine.start].title))
        lines += _machine(made, words, language, machine.code)
    for version, told in made.upgrades.items():
        lines += [_upgrade(made, words, version, before, after) for before, after in told.items()]
    return lines


def role_words(made: Definition, role: str, language: Language) -> str:
    """What a role is called: the workflow's own word, else the house's."""
    own = made.roles[role].words if role in made.roles else {}
    return own.get(language) or LANGUAGES[language].roles.get(role, role)


def _machine(made: Definition, words: Words, language: Language, machine: str) -> list[str]:
    lines = []
    for state in made.of(machine):
        lines += _state(made, words, language, state)
        steps = [step for step in made.transitions.values() if state.code in step.before]
        lines += [_step(made, words, language, step) for step in steps]
    return lines


def _state(made: Definition, words: Words, language: Language, state: State) -> list[str]:
    lines = [_first(made, words, language, state)]
    # In the order the rights are first named, so that the file's own order is read.
    rights = dict.fromkeys(right for held in state.rights.values() for right in held)
    for right in rights:
        holders = [role for role, held in state.rights.items() if right in held]
        told = words.may.format(roles=_roles(made, language, holders), right=words.rights.get(right, right))
        lines.append(_capital(told))
    return lines


def _first(made: Definition, words: Words, language: Language, state: State) -> str:
    if state.final:
        return words.ends.format(state=state.title)
    if not state.owner:
        return f"«{state.title}»:"
    term = words.term.format(days=state.term) if state.term else ""
    return words.waits.format(state=state.title, owner=role_words(made, state.owner, language), term=term)


def _step(made: Definition, words: Words, language: Language, step: Transition) -> str:
    conditions = words.joined.join(
        words.any_of.join(words.guards.get(name, name) for name in names) for names in step.guards
    )
    asks = words.joined.join(ask.title for ask in step.asks)
    told = words.itself.get(step.by, words.step).format(
        roles=_roles(made, language, step.roles),
        thing=words.things[made.about],
        title=step.title,
        after=made.states[step.after].title,
        reason=(words.reason if step.reason else "") + (words.asks.format(asks=asks) if asks else ""),
        when=words.when.format(conditions=conditions) if conditions else "",
        days=step.after_days,
        event=words.events.get(step.event, step.event),
    )
    return _capital(told)


def _upgrade(made: Definition, words: Words, version: int, before: str, after: tuple[str, ...]) -> str:
    titles = ", ".join(made.states[code].title for code in after)
    return words.upgrade.format(version=version, before=made.at(version).states[before].title, after=titles)


def _roles(made: Definition, language: Language, roles: Iterable[str]) -> str:
    return ", ".join(role_words(made, role, language) for role in roles)


def _capital(line: str) -> str:
    text = line.lstrip()
    return line[: len(line) - len(text)] + text[:1].upper() + text[1:]
