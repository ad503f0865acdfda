"""A selection in words and back: one reading for the filters of a command, of a subscription and of an address line.

Words are pairs of a filter and a value, like `status` and `open`. A door may spell filters its own way in refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

from tracker.errors import WrongCall
from tracker.model import Firmness, Kind, Selection, Status, label, number_of
from tracker.model.days import days_on
from tracker.model.register import SHOWN, UNKNOWN
from tracker.wording.understood import means_unknown, meant, named

Word = tuple[str, str]
Spelling = Callable[[str], str]

LONGEST_LENGTH = 4  # digits of a number of days: 27 years
MOST_WORDS = 1000  # of an address
WIDE, ALL = "choice", "all"  # instead of naming every value; the context in which catalogues name that
TEXTS = ("minister", "responsible", "committee", "asked_by", "dossier", "subject", "policy_area", "staff", "search")
MAY_BE_UNKNOWN = ("minister", "committee")  # the groups of a list that can be of what has none
FLAGS = ("overdue", "undated", "waiting", "to_check", "slipped", "recalled", "unanswered", "in_notes")
NAMED: Mapping[str, tuple[str, type[Status | Kind | Firmness]]] = {
    "status": ("statuses", Status),
    "kind": ("kinds", Kind),
    "firmness": ("firmness", Firmness),
}
FIRST_DAYS: Mapping[str, tuple[str, int]] = {  # the field, and how many days later it begins
    "due_from": ("due_from", 0),
    "due_after": ("due_from", 1),
    "said_from": ("said_from", 0),
    "said_after": ("said_from", 1),
    "resolved_from": ("resolved_from", 0),
    "resolved_after": ("resolved_from", 1),
}
LAST_DAYS: Mapping[str, tuple[str, int]] = {
    "due_until": ("due_until", 0),
    "due_by": ("due_until", 0),
    "due_before": ("due_until", -1),
    "said_until": ("said_until", 0),
    "said_before": ("said_until", -1),
    "resolved_until": ("resolved_until", 0),
    "resolved_before": ("resolved_until", -1),
}
YES, NO = frozenset({"yes", "1", "true", "on"}), frozenset({"no", "0", "false", "off"})
FILTERS = frozenset({*TEXTS, *FLAGS, *NAMED, *FIRST_DAYS, *LAST_DAYS, "number", "tag", "report", "due_within"})


def selection_of(
    words: Iterable[Word], *, today: date | None = None, before: Selection | None = None, spelled: Spelling = str
) -> Selection:
    """The selection that the words ask for; what they do not name stays as it was before. Raises WrongCall.

    Without a day of today nothing can be asked within some days of it.
    """
    asked: dict[str, list[str]] = {}
    for name, value in words:
        asked.setdefault(name.replace("-", "_"), []).append(_sound(value, name, spelled))
    if unknown := sorted(asked.keys() - FILTERS):
        raise WrongCall("selection.filter-unknown", filter=unknown[0], known=sorted(FILTERS))
    fields: dict[str, object] = {name: asked[name][-1] for name in TEXTS if name in asked}
    fields |= {name: UNKNOWN for name in MAY_BE_UNKNOWN if name in asked and means_unknown(asked[name][-1])}
    fields |= {name: _flag(name, asked[name][-1], spelled) for name in FLAGS if name in asked}
    fields |= {
        field: _values(name, kind, asked[name], spelled) for name, (field, kind) in NAMED.items() if name in asked
    }
    fields |= _days(asked, spelled)
    if "number" in asked:
        fields["numbers"] = tuple(map(number_of, asked["number"]))
    if "tag" in asked:
        fields["tags"] = tuple(asked["tag"])
    if "report" in asked:
        fields["report_id"] = number_of(asked["report"][-1])
    if "due_within" in asked:
        fields |= _within(asked["due_within"][-1], fields, today, spelled("due_within"))
    return replace(before or Selection(), **fields)  # type: ignore[arg-type]  # fields by name


def words_of(selection: Selection) -> tuple[Word, ...]:
    """The words that ask for this selection, and for no other one."""
    return tuple(_words_of(selection))


def selection_in(query: str, *, today: date, others: Collection[str] = ()) -> Selection:
    """The selection of an address line: `status=open&minister=Somers`. What is left empty asks nothing.

    `others` are names of the page itself, like that of its cursor, which are passed over.
    """
    try:
        words = parse_qsl(query, max_num_fields=MOST_WORDS)
    except ValueError as error:
        raise WrongCall("selection.address-too-long") from error
    return selection_of([word for word in words if word[0] not in others], today=today)


def query_of(selection: Selection) -> str:
    """The selection as it stands in an address line."""
    return urlencode(words_of(selection))


def _words_of(selection: Selection) -> Iterator[Word]:
    plain = {field.name: field.default for field in fields(Selection)}
    asked = {name: value for name in plain if (value := getattr(selection, name)) != plain[name]}
    for name, (field, _) in NAMED.items():
        yield from ((name, value.value) for value in asked.get(field, ()))
    yield from (("number", label(number)) for number in asked.get("numbers", ()))
    yield from ((name, asked[name]) for name in TEXTS if name in asked)
    yield from (("tag", tag) for tag in asked.get("tags", ()))
    yield from ((name, asked[name].isoformat()) for name in (*FIRST_DAYS, *LAST_DAYS) if name in asked)
    yield from ((name, "yes" if asked[name] else "no") for name in FLAGS if name in asked)
    if "report_id" in asked:
        yield "report", str(asked["report_id"])


def _sound(value: str, name: str, spelled: Spelling) -> str:
    if "\0" in value:
        raise WrongCall("selection.no-letter", filter=spelled(name))
    return value


def _flag(name: str, text: str, spelled: Spelling) -> bool:
    if text.casefold() not in YES | NO:
        raise WrongCall("selection.not-yes-or-no", filter=spelled(name), text=text)
    return text.casefold() in YES


def _values(
    name: str, kind: type[Status | Kind | Firmness], texts: Sequence[str], spelled: Spelling
) -> tuple[Status | Kind | Firmness, ...]:
    """The values that are meant, by their own name or as they are shown in some language."""
    if kind is Status and any(meant(WIDE, text, (ALL,)) for text in texts):
        return tuple(dict.fromkeys((*SHOWN, *_named_beside_all(texts))))
    values = {text: value for text in texts if (value := meant(name, text, kind))}
    if unknown := [text for text in texts if text not in values]:
        known = (*named(name, kind), *(named(WIDE, (ALL,)) if kind is Status else ()))
        raise WrongCall("selection.value-unknown", filter=spelled(name), value=unknown[0], known=known)
    return tuple(kind(values[text]) for text in texts)


def _named_beside_all(texts: Sequence[str]) -> Iterator[Status]:
    """What is only possible belongs to all only where it is named too."""
    yield from (Status.POSSIBLE for text in texts if meant("status", text, Status) == Status.POSSIBLE)


def _days(asked: Mapping[str, Sequence[str]], spelled: Spelling) -> dict[str, object]:
    """Bounds of days: of several the narrowest."""
    days: dict[str, date] = {}
    for bounds, narrower in ((FIRST_DAYS, max), (LAST_DAYS, min)):
        for name, (field, later) in bounds.items():
            for text in asked.get(name, ()):
                day = _shifted(text, later, spelled(name))
                days[field] = narrower(days.get(field, day), day)
    return dict(days)


def _shifted(text: str, days: int, name: str) -> date:
    try:
        return date.fromisoformat(text) + timedelta(days=days)
    except ValueError as error:
        raise WrongCall("call.not-a-day", option=name, text=text) from error
    except OverflowError as error:
        raise WrongCall("call.beyond-calendar", option=name, text=text) from error


def _within(text: str, bounds: Mapping[str, object], today: date | None, name: str) -> dict[str, object]:
    number, unit = text[:-1], text[-1:]
    is_length = number.isascii() and number.isdigit() and unit in {"d", "w"} and len(number) <= LONGEST_LENGTH
    if not is_length or today is None:
        raise WrongCall("call.not-a-length", option=name, text=text)
    first, last = bounds.get("due_from"), bounds.get("due_until")
    end = days_on(today, int(number) * (7 if unit == "w" else 1))
    return {
        "due_from": max(first, today) if isinstance(first, date) else today,
        "due_until": min(last, end) if isinstance(last, date) else end,
    }
