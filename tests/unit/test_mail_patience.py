"""How long a mail server may keep us: never so long that the lease of a letter ends, or that a sender seems dead."""

import pytest

from tracker.mail.smtp import Patience
from tracker.model.settings import MailSettings, Settings


@pytest.mark.parametrize("factor", [0.01, 1, 10])
def test_a_letter_comes_to_its_dot_within_the_shortest_lease(factor: float) -> None:
    shortest, patience = Settings(mail=MailSettings(patience=factor)).shortest_lease, Patience().scaled(factor)

    assert patience.opening + patience.letter < shortest


@pytest.mark.parametrize("factor", [0.01, 1, 10])
def test_a_sender_shows_that_it_lives_before_it_is_taken_for_dead(factor: float) -> None:
    shortest, patience = Settings(mail=MailSettings(patience=factor)).shortest_lease, Patience().scaled(factor)

    again = patience.command / 2  # and then over a new connection
    longest = again + patience.opening + patience.letter + patience.answer

    assert longest < 2 * shortest, "as long as `tracker run` waits for a sign of life"
