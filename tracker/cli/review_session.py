"""A clerk at the pile of proposals: each key one step, each step told, nothing lost when it is broken off."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from tracker.cli import proposal_view
from tracker.cli.prompt import Prompt
from tracker.errors import Refused, TrackerError
from tracker.model import label, number_of
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.usecases.proposals import Proposal
    from tracker.usecases.review import Pile
    from tracker.usecases.splitting import Wording

QUIT = ("q", Prompt.END)
PEOPLE = ("minister", "minister_function", "asked_by", "asker_party")  # fields


class ReviewSession:
    """Goes through a pile until it is empty or the clerk leaves."""

    def __init__(self, pile: Pile, prompt: Prompt, words: Speech, *, possible: bool = False) -> None:
        self.pile = pile
        self.possible = possible  # whether what is only possible is offered too
        self.prompt = prompt
        self.words = words
        self.steps: dict[str, Callable[[Proposal], str]] = {
            "a": self._accept,
            "e": self._edit,
            "w": self._edit_people,
            "o": self._edit_subject,
            "s": self._split,
            "m": self._merge,
            "r": self._reject,
            "n": self._skip,
            "u": self._undo,
            "y": self._why,
            "?": self._help,
        }

    def go(self) -> str:
        """Show and ask, one by one; tells at the end what is left."""
        outcome = ""
        while True:
            proposal = self.pile.top()
            if proposal is None:
                if not self.pile.can_undo or self._ask(proposal_view.last_keys(self.words), outcome) != "u":
                    return self.words.say("Nothing is left to review.")
                outcome = self._outcome(self._undo)
                continue
            keys = proposal_view.keys(self.words)
            proposal_view.show(proposal, self.words, clear=self.prompt.is_terminal, outcome=outcome, below=("", keys))
            key = self._ask(keys)
            if key in QUIT:
                return self._left(proposal.left)
            outcome = self._take(key, proposal)

    def _left(self, number: int) -> str:
        words = self.words
        if self.possible:
            return words.say("%(n)s left; `tracker review --possible` goes on.", n=words.number(number))
        return words.count("%(n)s left; `tracker review` goes on.", "%(n)s left; `tracker review` goes on.", number)

    def _ask(self, keys: str, outcome: str = "") -> str:
        proposal_view.show_keys(keys, outcome)
        try:
            return self.prompt.key().lower()
        except KeyboardInterrupt:
            return "q"

    def _take(self, key: str, proposal: Proposal) -> str:
        step = self.steps.get(key)
        if step is None and not key.isprintable():  # Enter
            return ""
        if step is None:
            return self.words.say("“%(key)s” is no key here; ? shows the keys.", key=key)
        return self._outcome(lambda: step(proposal))

    def _outcome(self, step: Callable[[], str]) -> str:
        """What a step did; why it could not be done; Escape, Ctrl-C or Ctrl-D in a question goes back."""
        try:
            return step()
        except TrackerError as error:
            from tracker.wording.refusals import refusal

            return refusal(error, language=self.words.language)
        except (KeyboardInterrupt, EOFError):
            return self.words.say("Nothing was changed.")

    def _accept(self, proposal: Proposal) -> str:
        self.pile.accept(proposal)
        return self.words.say("%(number)s accepted.", number=proposal.entry.label)

    def _skip(self, proposal: Proposal) -> str:
        self.pile.skip(proposal)
        return self.words.say("%(number)s skipped.", number=proposal.entry.label)

    def _undo(self, _proposal: Proposal | None = None) -> str:
        from tracker.usecases.review import Step

        undone = self.pile.undo()
        number, step = label(undone.number), self.words.name("step taken", undone.step)
        if undone.step is Step.MERGED and undone.other:
            other = label(undone.other)
            return self.words.say("%(number)s is no longer merged with %(other)s.", number=number, other=other)
        return self.words.say("%(number)s is no longer %(step)s.", number=number, step=step)

    def _help(self, _proposal: Proposal) -> str:
        """The keys; on a terminal they have a screen of their own until a key is pressed."""
        if not self.prompt.is_terminal:
            return proposal_view.help_lines(self.words)
        proposal_view.show_help(self.words)
        return self._go_back()

    def _why(self, proposal: Proposal) -> str:
        """The reasons, which a pipe has seen with the proposal already."""
        if not self.prompt.is_terminal:
            return ""
        proposal_view.show_reasons(proposal, self.words)
        return self._go_back()

    def _go_back(self) -> str:
        self._ask(self.words.say("any key goes back"))
        return ""

    def _make_room(self, proposal: Proposal, *below: str) -> None:
        """The proposal once more on a terminal, so high that what is asked under it pushes nothing away."""
        if self.prompt.is_terminal:
            proposal_view.show(proposal, self.words, clear=True, outcome="", below=below)

    def _reject(self, proposal: Proposal) -> str:
        from tracker.usecases.review import Objection

        reasons = tuple(Objection)
        lines = [f"  {number} {self.words.name('objection', one)}" for number, one in enumerate(reasons, start=1)]
        self._make_room(proposal, *lines, "")
        for line in lines:
            typer.echo(line)
        answer = self.prompt.line(self.words.say("Why (a number, or your words)"))
        known = answer.isdecimal() and 0 < int(answer) <= len(reasons)
        self.pile.reject(proposal, reasons[int(answer) - 1].value if known else answer)
        return self.words.say("%(number)s rejected.", number=proposal.entry.label)

    def _edit(self, proposal: Proposal) -> str:
        entry = proposal.entry
        deadline = entry.due_words or ""
        self._make_room(proposal, *self._wording_lines("", entry.summary, deadline))
        self.pile.edit(proposal, self._wording("", entry.summary, deadline, stated=deadline))
        return self.words.say("%(number)s corrected.", number=entry.label)

    def _edit_people(self, proposal: Proposal) -> str:
        """Who said it and who asked, with function and party; "-" takes one away."""
        entry = proposal.entry
        known = {name: getattr(entry, name) or "" for name in PEOPLE}
        asked = {
            name: self.words.say("%(field)s (- for none)", field=self.words.name("field", name)) for name in PEOPLE
        }
        self._make_room(proposal, *(f"{asked[name]}: {known[name]}" for name in PEOPLE))
        answers = {name: self.prompt.line(asked[name], known[name]).removeprefix("-") for name in PEOPLE}
        self.pile.correct(proposal, {name: said or None for name, said in answers.items() if said != known[name]})
        return self.words.say("%(number)s corrected.", number=entry.label)

    def _edit_subject(self, proposal: Proposal) -> str:
        """Another subject; "-" removes it."""
        from tracker.usecases.splitting import Wording

        entry = proposal.entry
        question, subject = self.words.say("subject (- for none)"), entry.subject or ""
        self._make_room(proposal, f"{question}: {subject}")
        answer = self.prompt.line(question, subject)
        self.pile.edit(proposal, Wording(entry.summary, subject=answer.removeprefix("-")))
        return self.words.say("%(number)s corrected.", number=entry.label)

    def _split(self, proposal: Proposal) -> str:
        entry = proposal.entry
        first_act, second_act = f"{self.words.say('First act')}, ", f"{self.words.say('Second act')}, "
        stated, (words, deadline) = entry.due_words or "", self.pile.second_act(proposal)
        lines = (
            *self._wording_lines(first_act, entry.summary, stated),
            *self._wording_lines(second_act, words, deadline),
        )
        self._make_room(proposal, *lines)
        first = self._wording(first_act, entry.summary, stated, stated=stated)
        second = self._wording(second_act, words, deadline, stated=stated)
        number = self.pile.split(proposal, first, second)
        return self.words.say("%(number)s split; %(other)s comes next.", number=entry.label, other=label(number))

    def _merge(self, proposal: Proposal) -> str:
        from tracker.matching import LIKELY

        likely = next((entry.label for entry, likeness in proposal.alike if likeness >= LIKELY), "")
        question = self.words.say("Same as which one, like C-0001")
        self._make_room(proposal, f"{question}: {likely}")
        answer = self.prompt.line(question, likely)
        if not answer:
            raise Refused("review.not-merged")
        into = number_of(answer)
        self.pile.merge(proposal, into)
        merged, other = proposal.entry.label, label(into)
        return self.words.say("%(number)s merged with %(other)s.", number=merged, other=other)

    def _wording(self, which: str, summary: str, deadline: str, *, stated: str) -> Wording:
        """What is to be done and by when; the deadline is read anew unless its words are the stated ones."""
        from tracker.usecases.splitting import Wording

        new_summary = self.prompt.line(f"{which}{self.words.say('commitment')}", summary)
        words = self.prompt.line(f"{which}{self.words.say('deadline (- for none)')}", deadline)
        return Wording(new_summary, None if words == stated else words.removeprefix("-"))

    def _wording_lines(self, which: str, summary: str, deadline: str) -> tuple[str, str]:
        """The lines in which that is asked, as they first stand there."""
        return (
            f"{which}{self.words.say('commitment')}: {summary}",
            f"{which}{self.words.say('deadline (- for none)')}: {deadline}",
        )
