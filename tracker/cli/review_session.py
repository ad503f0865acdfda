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
            "o": self._edit_subject,
            "s": self._split,
            "m": self._merge,
            "r": self._reject,
            "n": self._skip,
            "u": self._undo,
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
            proposal_view.show(proposal, self.words, clear=self.prompt.is_terminal, outcome=outcome)
            key = self._ask(proposal_view.keys(self.words))
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
        if step is None:
            return self.words.say("“%(key)s” is no key here; ? shows the keys.", key=key)
        return self._outcome(lambda: step(proposal))

    def _outcome(self, step: Callable[[], str]) -> str:
        """What a step did; why it could not be done; Ctrl-C or Ctrl-D in a question goes back."""
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
        return proposal_view.help_lines(self.words)

    def _reject(self, proposal: Proposal) -> str:
        from tracker.usecases.review import Objection

        reasons = tuple(Objection)
        for number, reason in enumerate(reasons, start=1):
            typer.echo(f"  {number} {self.words.name('objection', reason)}")
        answer = self.prompt.line(self.words.say("Why (a number, or your words)"))
        known = answer.isdecimal() and 0 < int(answer) <= len(reasons)
        self.pile.reject(proposal, reasons[int(answer) - 1].value if known else answer)
        return self.words.say("%(number)s rejected.", number=proposal.entry.label)

    def _edit(self, proposal: Proposal) -> str:
        entry = proposal.entry
        self.pile.edit(proposal, self._wording("", entry.summary, entry.due_words or ""))
        return self.words.say("%(number)s corrected.", number=entry.label)

    def _edit_subject(self, proposal: Proposal) -> str:
        """Another subject; "-" removes it."""
        from tracker.usecases.splitting import Wording

        entry = proposal.entry
        answer = self.prompt.line(self.words.say("subject (- for none)"), entry.subject or "")
        self.pile.edit(proposal, Wording(entry.summary, subject=answer.removeprefix("-")))
        return self.words.say("%(number)s corrected.", number=entry.label)

    def _split(self, proposal: Proposal) -> str:
        entry = proposal.entry
        first_act, second_act = self.words.say("First act"), self.words.say("Second act")
        first = self._wording(f"{first_act}, ", entry.summary, entry.due_words or "")
        second = self._wording(f"{second_act}, ", entry.summary, entry.due_words or "")
        number = self.pile.split(proposal, first, second)
        return self.words.say("%(number)s split; %(other)s comes next.", number=entry.label, other=label(number))

    def _merge(self, proposal: Proposal) -> str:
        from tracker.matching import LIKELY

        likely = next((entry.label for entry, likeness in proposal.alike if likeness >= LIKELY), "")
        answer = self.prompt.line(self.words.say("Same as which one, like C-0001"), likely)
        if not answer:
            raise Refused("review.not-merged")
        into = number_of(answer)
        self.pile.merge(proposal, into)
        merged, other = proposal.entry.label, label(into)
        return self.words.say("%(number)s merged with %(other)s.", number=merged, other=other)

    def _wording(self, which: str, summary: str, deadline: str) -> Wording:
        """What is to be done and by when; the deadline is read anew only when its words change, "-" removes it."""
        from tracker.usecases.splitting import Wording

        new_summary = self.prompt.line(f"{which}{self.words.say('commitment')}", summary)
        words = self.prompt.line(f"{which}{self.words.say('deadline (- for none)')}", deadline)
        return Wording(new_summary, None if words == deadline else words.removeprefix("-"))
