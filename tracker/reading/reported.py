"""Who is being reported in a synthesis report, sentence by sentence.

A new subject with a verb of saying switches the speaker; pronouns, sentences without such a subject and new
paragraphs go on with the same one. Never guesses: where the words name nobody, the speaker is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from tracker.languages.reading import ReadingWords
from tracker.model import Role, Speaker
from tracker.reading.names import FULL_NAME, NAME, PARTY, role_of, title_pattern
from tracker.reading.people import People

_WORD_BEFORE = re.compile(r"([\w’'-]+)(,?)\s*$")
_WORD_AFTER = re.compile(r"\s*(?:\([^()]{1,60}\)\s*)?(?:,\s[^,.]{3,80},\s*)?([\w’'-]+)")
_FIRST_PERSON = re.compile(r"\b[Ii]k\b")  # a group of members is told of; only the government writes "ik"
_ANSWER = re.compile(r"[Aa]ntwoord(?:en)?(?: van de minister)?")
_ANSWERS = re.compile(r"(?:antwoordt|repliceert) $")
_TURNS_TO_MINISTER = re.compile(r" [a-z]+ (?:de |aan de |zich tot de )(?:vice)?minister(?:-president)?\b")
_REMINDED = re.compile(r" zal zich ")
_HEADING_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s+|([IVX]+|[A-Z])\.\s+")


class Proof(Enum):
    """How surely a mention shows that the person speaks."""

    SAYS = 3
    ACCORDING = 2
    ACTS = 1
    ABOUT = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a sentence: as its subject, after its verb, or in passing."""

    speaker: Speaker | None
    proof: Proof
    first: bool
    goes_on: bool = False  # "de spreker", "hij": whoever is speaking
    comma: bool = False  # the verb stands after a comma: "…, zegt de minister"
    bare: bool = False  # "de minister", without a name


@lru_cache
def _subject() -> re.Pattern[str]:
    minister, chair = title_pattern(Role.MINISTER), title_pattern(Role.CHAIR)
    offices, honours = title_pattern(Role.OTHER), title_pattern(Role.MEMBER)
    region = r"(?:[Vv]laams |[Ff]ederaal |[Bb]russels |[Ww]aals )?"
    return re.compile(
        rf"(?<![\w-])(?:"
        rf"{region}(?P<title>{minister}|{chair})(?: van (?P<office>[A-Z][\w-]+(?:,? (?:en )?[A-Z][\w-]+)*?))? (?P<titled>{NAME})"
        rf"|[Dd]e {region}(?P<minister>{minister})(?: van (?P<powers>[A-Z][\w-]+(?:(?:,| en|, en)? [A-Z][\w-]+)*))?(?![\w-])"
        rf"|[Dd]e (?P<chair>{chair})(?! van)(?![\w-])"
        rf"|(?P<honour>{honours}) (?P<surname>{NAME})"
        rf"|(?:[Dd]e )?(?P<expert>{offices})(?: (?:bij|van) [^,.]{{3,60}}?)? (?P<guest>{NAME})"
        rf"|(?P<speaking>(?:[Dd]e|[Hh]et) (?:volgende |vorige |laatste |eerste |tweede )?"
        rf"(?:spreker|spreekster|vraagsteller|vraagstelster|interpellant|interpellante|indiener|indienster|"
        rf"rapporteur|verslaggever|verslaggeefster|lid|commissielid|Vlaams Parlementslid|volksvertegenwoordiger))(?![\w-])"
        rf"|(?P<both>[Bb]eide ministers|[Dd]e ministers)"
        rf"|(?P<government>[Dd]e (?:Vlaamse )?[Rr]egering|[Hh]et kabinet)(?![\w-])"
        rf"|(?P<group>[Dd]e leden van de (?P<fraction>[\w’'/-]+)-fractie|[Dd]e (?P<fraction2>[A-Z][\w’'/-]*)-fractie)"
        rf"|(?P<members>[Dd]eze leden|[Dd]e leden)(?![\w-])"
        rf"|(?P<pronoun>[Hh]ij|[Zz]ij|[Zz]e)(?![\w-])"
        rf"|(?P<name>{FULL_NAME}))"
        rf"(?:\s+{PARTY})?"
    )


class Attribution:
    """Walks through the sentences of one report and says of each who is being reported."""

    def __init__(self, people: People, words: ReadingWords, *, default: Speaker | None = None) -> None:
        self._people = people
        self._words = words.reporting
        self._headings = words.headings
        self._only_member = frozenset(words.roles.get("only_member", ()))
        self.current = default
        self._minister: Speaker | None = None
        self._member: Speaker | None = None
        self._section = ""
        self._level: tuple[int, bool] = (0, False)

    # ---------------------------------------------------------------- headings
    def heading(self, text: str) -> None:
        """A heading opens somebody's exposition, or ends what went before."""
        number = _HEADING_NUMBER.match(text)
        depth = (number[1] or "0").count(".") + 1 if number else 0
        title = text[number.end() :] if number else text
        kind = self._kind(title)
        person = self._person_in(title) if kind in {"exposition", "questions", ""} else None
        if kind == "" and person is None and (not number or depth > self._level[0] > 0):
            return
        self._section, self._level = kind, (depth, person is not None)
        self.current = None
        if person is None and _ANSWER.fullmatch(title.strip(" .:")):
            person = self._minister_meant("minister", None)
        if person is not None and kind in {"exposition", ""}:
            self._switch(person)

    def _kind(self, title: str) -> str:
        folded = title.lower()
        for kind in ("exposition", "questions", "neutral"):
            if any(re.match(rf"(?:\w+e? )?{re.escape(word)}\b", folded) for word in self._headings.get(kind, ())):
                return kind
        return ""

    def _person_in(self, title: str) -> Speaker | None:
        start = re.search(r"\b(?:door|van|met|par|de)\b", title)
        if start is None:
            return None
        for match in _subject().finditer(title, start.end()):
            speaker = self._speaker(match)
            if speaker is not None:
                return speaker
        return None

    # ---------------------------------------------------------------- sentences
    def sentence(self, text: str, start: int, end: int, *, opens: bool) -> Speaker | None:
        """Who is reported in this sentence; `opens` when it is the first of its paragraph."""
        mentions = self._mentions(text, start, end)
        asks = text[end - 1] == "?" or text[end - 2 : end] in {'?"', "?”"}
        for mention in mentions:
            if self._switches(mention, opens=opens, asks=asks, opening=text[start:end].split(None, 1)[0]):
                self._follow(mention)
                return self.current
        if self.current and self.current.name is None and self.current.party and _FIRST_PERSON.search(text, start, end):
            self._switch(self._minister_meant("minister", None))
        return self.current

    def _follow(self, mention: Mention) -> None:
        if mention.speaker is not None:
            self._switch(mention.speaker)

    def _switch(self, speaker: Speaker) -> None:
        self.current = speaker
        if speaker.role is Role.MINISTER:
            self._minister = speaker
        elif speaker.role is Role.MEMBER:
            self._member = speaker

    def _switches(self, mention: Mention, *, opens: bool, asks: bool, opening: str) -> bool:
        if mention.speaker is None or mention.speaker == self.current:
            return mention.speaker is not None and mention.proof is not Proof.ABOUT
        if mention.goes_on:
            return self.current is None or (mention.proof is Proof.SAYS and mention.first)
        free = self.current is None
        member = self.current is not None and self.current.role in {Role.MEMBER, Role.OTHER, Role.CHAIR}
        if mention.proof is Proof.SAYS:
            if asks and not mention.first and not mention.comma:
                return False
            recalled = member and mention.bare and not opens and not mention.first and not mention.comma
            return not (recalled and opening in self._words.recalling)
        if asks and not mention.first:
            return False
        if mention.proof is Proof.ACCORDING:
            return free or (opens and not (member and mention.bare))
        if mention.proof is Proof.ACTS:
            minister = mention.speaker.role is Role.MINISTER
            if (minister and self._section == "questions") or (
                not minister and self._section == "exposition" and not free
            ):
                return False
            return free or opens or (mention.first and not mention.bare and not member)
        return False

    def _mentions(self, text: str, start: int, end: int) -> list[Mention]:
        mentions: list[Mention] = []
        for match in _subject().finditer(text, start, end):
            first = match.start() == start or text[start : match.start()] in {"Ook ", "“", "(", "Zowel "}
            mention = self._mention(text, match, start, end, first=first)
            if mention is None:
                continue
            mentions.append(mention)
            if first and mention.proof is not Proof.ABOUT:
                break
        mentions.sort(key=lambda mention: -mention.proof.value)
        return mentions

    def _mention(self, text: str, match: re.Match[str], start: int, end: int, *, first: bool) -> Mention | None:
        proof, comma = (self._after(text, match, end), False) if first else self._before(text, match, start)
        if proof is Proof.ABOUT:
            return None
        name = match["name"]
        if name and not self._people.is_person(name):
            return None
        if match["pronoun"]:
            return Mention(self._pronoun(text, match, start), proof, first, goes_on=True, comma=comma)
        speaking = match["speaking"]
        if speaking:
            return Mention(
                self._whoever(speaking) or self._stranger(text, match), proof, first, goes_on=True, comma=comma
            )
        bare = bool(match["minister"] or match["government"])
        return Mention(self._speaker(match), proof, first, comma=comma, bare=bare)

    def _stranger(self, text: str, match: re.Match[str]) -> Speaker | None:
        """A speaker without a name who turns to the minister is a member; of others nothing is known."""
        return Speaker(None, Role.MEMBER) if _TURNS_TO_MINISTER.match(text, match.end()) else None

    def _pronoun(self, text: str, match: re.Match[str], start: int) -> Speaker | None:
        """Whom a pronoun means: the speaker; but "antwoordt zij" after a member's question is the minister."""
        answers = _ANSWERS.search(text, start, match.start()) is not None
        if answers and (self.current is None or self.current.role is Role.MEMBER):
            ministers = self._people.ministers
            return ministers[0] if len(ministers) == 1 else self._minister or self.current
        return self.current

    def _whoever(self, words: str) -> Speaker | None:
        """The one who is speaking; "het lid" is a member, even when it was the minister who spoke last."""
        folded = re.sub(r" (?:volgende|vorige|laatste|eerste|tweede) ", " ", words.lower())
        if folded not in self._only_member:
            return self.current
        if self.current and self.current.role is Role.MEMBER:
            return self.current
        return self._member or Speaker(None, Role.MEMBER)

    def _after(self, text: str, match: re.Match[str], end: int) -> Proof:
        """What the verb after a subject at the start of a sentence shows."""
        following = _WORD_AFTER.match(text, match.end(), end)
        verb = following[1] if following else ""
        if verb in {"en", "and"}:
            return (
                Proof.SAYS
                if re.compile(rf"\s+en\s+(?:{FULL_NAME}|{NAME})\s+[a-zà-ÿ]+").match(text, match.end(), end)
                else Proof.ABOUT
            )
        words = self._words
        if match["group"] or match["members"]:
            return Proof.SAYS
        if _REMINDED.match(text, match.end()):
            return Proof.ABOUT
        if verb in words.verbs or verb in words.plural_verbs:
            return Proof.SAYS
        if verb in words.demanding_verbs:
            return Proof.ABOUT if match["minister"] or match["government"] else Proof.ACTS
        if verb in words.plain_verbs or (verb.endswith("t") and verb.islower() and len(verb) > 3):  # noqa: PLR2004 - "dat", "het" are no verbs
            return Proof.ACTS
        return Proof.ACTS if match["minister"] or match["title"] or match["both"] else Proof.ABOUT

    def _before(self, text: str, match: re.Match[str], start: int) -> tuple[Proof, bool]:
        """What the verb before a subject shows ("antwoordt de minister"), and whether a comma stands before it."""
        words, place = self._words, match.start()
        for _ in range(4):
            before = _WORD_BEFORE.search(text, max(start, place - 40), place)
            if before is None or (before[2] and before[1] not in words.by):
                return Proof.ABOUT, False
            word, place = before[1].lower(), before.start()
            if word not in words.between:
                break
        else:
            return Proof.ABOUT, False
        comma = text[start:place].rstrip().endswith((",", ", zo", "–", ":"))
        if word in words.by:
            return Proof.SAYS, True
        if word in words.according:
            return Proof.ACCORDING, comma
        if word in words.verbs:
            return Proof.SAYS, comma
        if word == "wil" and re.compile(r"[^,.]{0,40}\bweten\b").match(text, match.end()):
            return Proof.SAYS, comma
        if word == "van" and re.search(r"vernee?m(?:t|en) (?:de commissie|de leden|men) $", text[start:place]):
            return Proof.SAYS, True
        if word in words.plain_verbs and place > start:
            clause = text[start:place].rstrip().endswith(",")
            return (
                Proof.ABOUT if clause and text[start:place].split(None, 1)[0] not in words.subordinating else Proof.ACTS
            ), comma
        return Proof.ABOUT, False

    # ---------------------------------------------------------------- who is meant
    def _speaker(self, match: re.Match[str]) -> Speaker | None:
        people, party = self._people, match["party"]
        if match["titled"]:
            return self._titled(match)
        if match["minister"]:
            return self._minister_meant(match["minister"], match["powers"])
        if match["chair"]:
            chairs = [person for person in people.everyone() if person.role is Role.CHAIR]
            return chairs[0] if len(chairs) == 1 else Speaker(None, Role.CHAIR)
        if match["guest"]:
            return people.named(match["guest"], Role.OTHER, match["expert"].lower())
        if match["both"] or match["government"]:
            return Speaker(None, Role.MINISTER, "regering" if match["government"] else None)
        if match["group"]:
            return Speaker(None, Role.MEMBER, None, match["fraction"] or match["fraction2"])
        if match["members"]:
            return self.current if self.current and self.current.role is Role.MEMBER else None
        name = match["surname"] or match["name"]
        if not name or not people.is_person(name):
            return None
        person = people.named(name, Role.MEMBER)
        return replace(person, party=party) if party and not person.party else person

    def _titled(self, match: re.Match[str]) -> Speaker:
        role = role_of(match["title"]) or Role.OTHER
        function = match["title"].lower()
        if match["office"]:
            function = f"{function} van {match['office']}"
        return self._people.named(match["titled"], role, function)

    def _minister_meant(self, title: str, powers: str | None) -> Speaker:
        """Who "de minister" is: the one with these powers, the only one, or the one who spoke last."""
        ministers = self._people.ministers
        if powers:
            return self._people.with_powers(powers) or Speaker(None, Role.MINISTER, f"{title.lower()} van {powers}")
        if len(ministers) == 1:
            return ministers[0]
        if self.current and self.current.role is Role.MINISTER:
            return self.current
        return self._minister or Speaker(None, Role.MINISTER)
