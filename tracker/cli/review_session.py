"""A clerk at the pile of proposals: each key one step, each step told, nothing lost when it is broken off."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from tracker.cli import proposal_view
from tracker.cli.prompt import Prompt
from tracker.errors import Refused, TrackerError
from tracker.model import label, number_of

if TYPE_CHECKING:
    from tracker.usecases.proposals import Proposal
    from tracker.usecases.review import Pile
    from tracker.usecases.splitting import Wording

QUIT = ("q", Prompt.END)


class ReviewSession:
    """Goes through a pile until it is empty or the clerk leaves."""

    def __init__(self, pile: Pile, prompt: Prompt) -> None:
        self.pile = pile
        self.prompt = prompt
        self.steps: dict[str, Callable[[Proposal], str]] = {
            "a": self._accept,
            "e": self._edit,
            "s": self._split,
            "m": self._merge,
            "r": self._reject,
            "n": self._skip,
            "u": self._undo,
            "?": self._help,
        }

    def go(self) -> str:
        """Show and ask, one by one; tells at the end what is left."""
        told = ""
        while True:
            proposal = self.pile.top()
            if proposal is None:
                if not self.pile.can_undo or self._ask(proposal_view.LAST_KEYS, told) != "u":
                    return "Nothing is left to review."
                told = self._told(self._undo)
                continue
            proposal_view.show(proposal, clear=self.prompt.is_terminal, told=told)
            key = self._ask(proposal_view.KEYS)
            if key in QUIT:
                return f"{proposal.left} left; `tracker review` goes on."
            told = self._take(key, proposal)

    def _ask(self, keys: str, told: str = "") -> str:
        proposal_view.show_keys(keys, told)
        try:
            return self.prompt.key().lower()
        except KeyboardInterrupt:
            return "q"

    def _take(self, key: str, proposal: Proposal) -> str:
        step = self.steps.get(key)
        if step is None:
            return f"{key!r} is no key here; ? shows the keys."
        return self._told(lambda: step(proposal))

    def _told(self, step: Callable[[], str]) -> str:
        """What a step did; why it could not be done; Ctrl-C or Ctrl-D in a question goes back."""
        try:
            return step()
        except TrackerError as error:
            return str(error)
        except (KeyboardInterrupt, EOFError):
            return "Nothing was changed."

    def _accept(self, proposal: Proposal) -> str:
        self.pile.accept(proposal)
        return f"{proposal.entry.label} accepted."

    def _skip(self, proposal: Proposal) -> str:
        self.pile.skip(proposal)
        return f"{proposal.entry.label} skipped."

    def _undo(self, _proposal: Proposal | None = None) -> str:
        from tracker.usecases.review import Step

        undone = self.pile.undo()
        other = f" with {label(undone.other)}" if undone.step is Step.MERGED and undone.other else ""
        return f"{label(undone.number)} is no longer {undone.step.value}{other}."

    def _help(self, _proposal: Proposal) -> str:
        return proposal_view.HELP

    def _reject(self, proposal: Proposal) -> str:
        from tracker.usecases.review import Objection

        reasons = tuple(Objection)
        for number, reason in enumerate(reasons, start=1):
            typer.echo(f"  {number} {reason}")
        answer = self.prompt.line("Why (a number, or your words)")
        known = answer.isdecimal() and 0 < int(answer) <= len(reasons)
        self.pile.reject(proposal, reasons[int(answer) - 1].value if known else answer)
        return f"{proposal.entry.label} rejected."

    def _edit(self, proposal: Proposal) -> str:
        entry = proposal.entry
        self.pile.edit(proposal, self._wording("", entry.summary, entry.due_words or ""))
        return f"{entry.label} edited."

    def _split(self, proposal: Proposal) -> str:
        entry = proposal.entry
        first = self._wording("First act: ", entry.summary, entry.due_words or "")
        second = self._wording("Second act: ", entry.summary, entry.due_words or "")
        number = self.pile.split(proposal, first, second)
        return f"{entry.label} split; {label(number)} comes next."

    def _merge(self, proposal: Proposal) -> str:
        from tracker.matching import LIKELY

        likely = next((one.label for one, likeness in proposal.alike if likeness >= LIKELY), "")
        answer = self.prompt.line("Same as which one, like C-0001", likely)
        if not answer:
            raise Refused("review.not-merged")
        into = number_of(answer)
        self.pile.merge(proposal, into)
        return f"{proposal.entry.label} merged with {label(into)}."

    def _wording(self, which: str, summary: str, deadline: str) -> Wording:
        """What is to be done and by when; the deadline is read anew only when its words change, "-" removes it."""
        from tracker.usecases.splitting import Wording

        new_summary = self.prompt.line(f"{which}Summary", summary)
        words = self.prompt.line(f"{which}Deadline (- for none)", deadline)
        return Wording(new_summary, None if words == deadline else words.removeprefix("-"))
