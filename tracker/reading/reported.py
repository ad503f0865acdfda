"""Who is being reported in a synthesis report, sentence by sentence.

A new subject with a verb of saying switches the speaker; pronouns, sentences without such a subject and new
paragraphs go on with the same one. Never guesses: where the words name nobody, the speaker is unknown.
"""

from __future__ import annotations

import re
from dataclasses import replace
from operator import itemgetter

from tracker.languages.reading import ReadingWords
from tracker.model import Role, Speaker
from tracker.reading.mentions import Mention, Proof, mentions_in, opening_subject
from tracker.reading.names import role_of
from tracker.reading.patterns import any_of
from tracker.reading.people import People
from tracker.reading.reportedforms import reported_forms
from tracker.reading.vocabulary import Vocabulary

_KINDS = ("exposition", "exchange", "questions", "neutral")
_TELL_WHO = frozenset(("exposition", "exchange", "questions"))
_ARABIC, _ROMAN, _LETTER = "1", "I", "A"  # kinds of numbers before a heading
_ROMANS = frozenset("IVX")
_A_MEMBER = Speaker(None, Role.MEMBER)
_HEADING_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s+|([IVX]+|[A-Z])\.\s+")


class Attribution:
    """Walks through the sentences of one report and says of each who is being reported."""

    def __init__(self, people: People, words: ReadingWords, vocabulary: Vocabulary, *, past: bool = False) -> None:
        self._people = people
        self._past = past
        self._vocabulary = vocabulary
        self._by = re.compile(rf"\b(?:{any_of(vocabulary.said(lambda each: each.headings.by))})\b")
        self._only_member = vocabulary.listed("only_member")
        self.current: Speaker | None = None
        self._minister: Speaker | None = None
        self._member: Speaker | None = None
        self._asked = False
        self._askers: set[Speaker] = set()
        self._answered = False
        self._told: Speaker | None = None
        self._quoting: Speaker | None = None
        self._named: Speaker | None = None
        self._somebody_else = False
        self._section = ""
        self._level: tuple[int, int] | None = None
        self._numbers: list[str] = []
        self.read_in(words)

    def read_in(self, words: ReadingWords) -> None:
        """Goes on in another language: whoever is being reported stays so."""
        vocabulary = self._vocabulary
        self.forms = reported_forms(vocabulary, words, past=self._past)
        self._headings = {
            kind: re.compile(rf"(?:\w+ )?(?:{any_of(listed)})\b")
            for kind in _KINDS
            if (listed := getattr(words.headings, kind))
        }
        first = words if words.headings.answer else vocabulary.languages[0]
        self._answer = re.compile(any_of(first.headings.answer), re.IGNORECASE)
        self._answer_to = re.compile(rf"(?:{any_of(first.headings.answer_to)})\b", re.IGNORECASE)

    # ---------------------------------------------------------------- headings
    def heading(self, text: str) -> None:
        """A heading opens somebody's exposition, or ends what went before."""
        number = _HEADING_NUMBER.match(text)
        level = self._level_of(number) if number else None
        title = text[number.end() :] if number else text
        kind = self._kind(title)
        person = self._person_in(title, anywhere=kind in _TELL_WHO or number is not None)
        person = None if kind == "neutral" else person
        if kind == "" and person is None and (level is None or (self._level is not None and level > self._level)):
            return
        self._section, self._level = kind, level
        self.current = self._named = None
        if self._answer_to.match(title) or (person is None and self._answer.fullmatch(title.strip(" .:"))):
            person = self._minister_meant("", None)
        if person is not None:
            self._switch(person)

    def _level_of(self, number: re.Match[str]) -> tuple[int, int]:
        """How deep a number lies: what opens a report ("II.") stands above what comes later ("A.", then "1.")."""
        written, kind = number[1] or number[2], _ARABIC if number[1] else _LETTER
        if number[2] and set(written) <= _ROMANS and (len(written) > 1 or _LETTER not in self._numbers):
            kind = _ROMAN
        if kind not in self._numbers:
            self._numbers.append(kind)
        return self._numbers.index(kind), written.count(".")

    def _kind(self, title: str) -> str:
        folded = title.lower()
        kinds = ((pattern.match(folded), kind) for kind, pattern in self._headings.items())
        return max(((match.end(), kind) for match, kind in kinds if match), key=itemgetter(0), default=(0, ""))[1]

    def _person_in(self, title: str, *, anywhere: bool) -> Speaker | None:
        """Whom a heading names: by its name alone, or "door X" where a heading of this kind may name a speaker."""
        whole = None if self._kind(title) else self._whole(title.strip(" .:"))
        start = self._by.search(title) if anywhere else None
        matches = [whole] if whole else self.forms.subject.finditer(title, start.end()) if start else ()
        found = (self._speaker(match) for match in matches if not match["members"] and not match["government"])
        return next((speaker for speaker in found if speaker is not None), None)

    def _whole(self, title: str) -> re.Match[str] | None:
        """Somebody who is all that a heading names, also an office without its article ("Minister van Energie")."""
        named = self.forms.subject.fullmatch(title)
        office = f"{title[:1].lower()}{title[1:]}"
        with_articles = (f"{article} {office}" for article in self.forms.words.subject_articles)
        return named or next(filter(None, map(self.forms.subject.fullmatch, with_articles)), None)

    # ---------------------------------------------------------------- sentences
    def sentence(self, text: str, start: int, end: int, *, opens: bool) -> Speaker | None:
        """Who is reported in this sentence; `opens` when it is the first of its paragraph."""
        asks = text[end - 1] == "?" or text.endswith(('?"', "?”"), start, end)
        speaker = self._in_sentence(text, start, end, opens=opens, asks=asks)
        member = speaker is not None and speaker.role is not Role.MINISTER
        self._asked = member and self.forms.asks(text, start, end)
        if speaker is not None and self._asked:
            self._asks(speaker)
        if speaker is None and not self._somebody_else:
            self._named = self._only_named(text, start, end) or self._named
        self._somebody_else = self._somebody_else or speaker is not None
        return speaker

    def _only_named(self, text: str, start: int, end: int) -> Speaker | None:
        """The minister whom a sentence names, where nobody else has been named who could be meant."""
        offices = list(self.forms.subject.finditer(text, start, end))
        speaks = self.forms.first_person.search(text, start, end) is not None
        self._somebody_else = speaks or any(match["surname"] or match["name"] or match["guest"] for match in offices)
        return next((self._speaker(match) for match in offices if match["minister"]), None)

    def _in_sentence(self, text: str, start: int, end: int, *, opens: bool, asks: bool) -> Speaker | None:
        told = self._told_to(text, start, end)
        if told is not None:
            self._told = told
            return self.current
        named = self._member_goes_on(text, start, end, opens=opens) or (
            None if asks else self._told_answer(text, start, end)
        )
        if named is not None:
            self._switch(named)
            return self.current
        for mention in mentions_in(text, start, end, self.forms):
            speaker = self._meant(text, mention, start)
            if speaker is None:
                continue
            if speaker == self.current:
                return self.current
            if self._takes_over(speaker, mention, opens=opens, asks=asks, recalls=self._recalls(text, start, end)):
                return self._give_floor(speaker, mention, opens=opens)
        if (
            self.current
            and self.current.name is None
            and self.current.party
            and self.forms.first_person.search(text, start, end)
        ):
            self._switch(self._minister_meant("", None))
        return self.current

    def _give_floor(self, speaker: Speaker, mention: Mention, *, opens: bool) -> Speaker:
        """Goes on with a speaker; a minister whom a member may only quote has this sentence, or until one objects."""
        member = self.current if self.current and self.current.role is Role.MEMBER else None
        quoting = member if speaker.role is Role.MINISTER else None
        if quoting and mention.proof is Proof.ACCORDING and not opens:
            return speaker
        self._switch(speaker)
        self._quoting = quoting if mention.proof is Proof.ACCORDING or mention.comma else None
        return speaker

    def _told_answer(self, text: str, start: int, end: int) -> Speaker | None:
        """The minister whose answer a sentence tells without a verb of saying of his own, right after a question."""
        if self.current is not None and not self._asked:
            return None
        by = self.forms.told_by.search(text, start, end)
        told = by or self.forms.told_answer.match(text, start, end)
        if told is None:
            return None
        named = (self._speaker(match) for match in self.forms.subject.finditer(text, told.start(), told.end()))
        minister = next((speaker for speaker in named if speaker and speaker.role is Role.MINISTER), None)
        return minister if minister or by else self._minister_meant("", None)

    # ---------------------------------------------------------------- told without a speaker
    def _told_to(self, text: str, start: int, end: int) -> Speaker | None:
        """Who asked what a minister is answering, where a sentence tells him so ("Mevrouw X krijgt te horen dat …")."""
        if self.current is None or self.current.role is not Role.MINISTER:
            return None
        match = opening_subject(text, start, end, self.forms)
        if match is None or not (match["surname"] or match["name"]):
            return None
        told = self._speaker(match) if self.forms.told_to.match(text, match.end(), end) else None
        return told if told in self._askers else None

    def _member_goes_on(self, text: str, start: int, end: int, *, opens: bool) -> Speaker | None:
        """Who speaks unnamed in a minister's turn: he who was told something, who objects, or does what members do."""
        if self.current is None or self.current.role is not Role.MINISTER:
            return None
        if self._told and self.forms.he_or_she.search(text[start:end]):
            return self._told
        self._told = None if opens else self._told
        if self._quoting and self.forms.objection.match(text, start, end):
            return self._quoting
        if self.forms.members_own.search(text, start, end) is None:
            return None
        named = (mention for mention in mentions_in(text, start, end, self.forms) if not mention.match["pronoun"])
        told_by = any(mention.first or mention.proof in (Proof.SAYS, Proof.ACCORDING) for mention in named)
        return None if told_by else self._member or _A_MEMBER

    def _recalls(self, text: str, start: int, end: int) -> bool:
        return text[start:end].split(None, 1)[0] in self.forms.words.recalling

    def _switch(self, speaker: Speaker) -> None:
        self.current, self._told, self._quoting = speaker, None, None
        if speaker.role is Role.MINISTER:
            self._minister = speaker
            self._answered = True
        elif speaker.role is Role.MEMBER:
            self._member = speaker

    def _asks(self, speaker: Speaker) -> None:
        """Keeps who asked since the last answer."""
        if self._answered:
            self._askers.clear()
        self._askers.add(speaker)
        self._answered = False

    def _takes_over(self, speaker: Speaker, mention: Mention, *, opens: bool, asks: bool, recalls: bool) -> bool:
        """Whether somebody else than the current speaker is reported from here on."""
        free, first = self.current is None, mention.first
        if mention.aside:
            return free and speaker.role is Role.MINISTER
        if mention.match["speaking"] or mention.match["pronoun"]:
            return free or (mention.proof is Proof.SAYS and first)
        if asks and not first and not (mention.proof is Proof.SAYS and mention.comma):
            return False
        bare = bool(mention.match["minister"] or mention.match["government"])
        others = self.current is not None and self.current.role is not Role.MINISTER
        if mention.proof is Proof.SAYS:
            return not (others and bare and recalls and not (opens or first or mention.comma))
        if mention.proof is Proof.ACCORDING:
            if self._asked and speaker.role is Role.MINISTER:
                return True
            return free or (opens and not (others and bare))
        if speaker.role is Role.MINISTER and self._section == "questions":
            return False
        if speaker.role is not Role.MINISTER and self._section == "exposition" and not free:
            return False
        return free or opens or (first and not bare and not others)

    # ---------------------------------------------------------------- who is meant
    def _meant(self, text: str, mention: Mention, start: int) -> Speaker | None:
        match = mention.match
        if match["pronoun"]:
            return self._pronoun(text, mention, start)
        if match["speaking"]:
            return self._whoever(match["speaking"]) or self._stranger(text, match)
        if match["government"]:
            return self._government(mention)
        if mention.house and not mention.house.startswith(self.forms.words.on_behalf):
            name = match["of_house"] or match["surname"] or match["name"]
            return self._people.named(name, Role.OTHER, mention.house) if self._people.is_person(name) else None
        return self._speaker(match)

    def _government(self, mention: Mention) -> Speaker | None:
        """The government speaks where nobody else does, or in answer to groups of members; members speak of it."""
        free = self.current is None and mention.proof is Proof.SAYS and (mention.first or mention.comma)
        group = self.current is not None and self.current.name is None and self.current.party
        return Speaker(None, Role.MINISTER, self.forms.words.government_function) if free or group else None

    def _stranger(self, text: str, match: re.Match[str]) -> Speaker | None:
        """A speaker without a name who turns to the minister is a member; of others nothing is known."""
        return Speaker(None, Role.MEMBER) if self.forms.turns_to_minister.match(text, match.end()) else None

    def _pronoun(self, text: str, mention: Mention, start: int) -> Speaker | None:
        """Whom a pronoun means: the speaker; but "antwoordt zij" after a member's question is the minister."""
        match = mention.match
        alone = self.current is None and not self._somebody_else
        if alone and self._named and mention.comma and mention.proof is Proof.SAYS:
            return self._named
        answers = self.forms.answers.search(text, start, match.start()) is not None
        if answers and (self.current is None or self.current.role is Role.MEMBER):
            ministers = self._people.ministers
            return ministers[0] if len(ministers) == 1 else self._minister or self.current
        return self.current

    def _whoever(self, words: str) -> Speaker | None:
        """The one who is speaking; "het lid" is a member, even when it was the minister who spoke last."""
        folded = self.forms.which.sub(" ", words.lower())
        if folded not in self._only_member:
            return self.current
        if self.current and self.current.role is Role.MEMBER:
            return self.current
        return self._member or Speaker(None, Role.MEMBER)

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
            return people.named(match["guest"], Role.OTHER, match["guest_title"].lower())
        if match["both"]:
            return Speaker(None, Role.MINISTER)
        if match["group"]:
            return Speaker(None, Role.MEMBER, None, match["fraction"] or match["fraction_short"])
        if match["members"]:
            return self.current if self.current and self.current.role is Role.MEMBER else Speaker(None, Role.MEMBER)
        name = match["surname"] or match["name"] or match["of_house"]
        if name is None or (match["surname"] is None and not people.is_person(name)):
            return None  # "door de spreker" says of nobody who it is
        person = people.named(name, Role.MEMBER)
        return replace(person, party=party) if party and not person.party else person

    def _titled(self, match: re.Match[str]) -> Speaker:
        role = role_of(self._vocabulary, match["title"]) or Role.OTHER
        function = match["title"].lower()
        if match["office"]:
            function = self._function(function, match["office"])
        return self._people.named(match["titled"], role, function)

    def _function(self, title: str, powers: str) -> str:
        return self.forms.words.function.format(title=title, powers=powers)

    def _joined_powers(self, title: str) -> str:
        """What stands before a title in one word with it ("mediaminister")."""
        folded = title.lower()
        titles = self._vocabulary.said(lambda words: words.people.compound_titles)
        return next((folded.removesuffix(word) for word in titles if folded.endswith(word)), "")

    def _minister_meant(self, title: str, powers: str | None) -> Speaker:
        """Who "de minister" is: the one with these powers, the only one, or the one who spoke last."""
        ministers = self._people.ministers
        known = self._people.with_powers(powers or self._joined_powers(title))
        if known or (powers and not powers.islower()):  # small words may be none: "dat de minister van mening is"
            return known or Speaker(None, Role.MINISTER, self._function(title.lower(), powers or ""))
        if len(ministers) == 1:
            return ministers[0]
        if self.current and self.current.role is Role.MINISTER:
            return self.current
        return self._minister or Speaker(None, Role.MINISTER)
