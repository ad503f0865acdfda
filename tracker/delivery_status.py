"""Whose fault is it that a letter was refused for good: the mailbox's, the letter's, or ours and the road's? Pure.

Only what says that this very mailbox does not exist, or is disabled, ends the letters to a reader. A server that has
enough of the sender, of its account or of the way the letter came says so with the same class of reply, and often with
a status from the family of addresses; taken for a dead mailbox, a spent quota would silence every reader.

The statuses are those of RFC 3463 and of the IANA registry of enhanced status codes (RFC 5248), and those that big
providers add: Exchange Online (5.1.10, 5.1.90, 5.1.350, 5.1.351, 5.2.252, 5.7.5xx, 5.7.7xx) and Gmail (5.4.5).
"""

from __future__ import annotations

import re
from enum import StrEnum


class Blame(StrEnum):
    """On whom a permanent refusal puts the blame, and so what becomes of the letter."""

    MAILBOX = "mailbox"  # it does not exist or is disabled: nothing is sent there any more
    LETTER = "letter"  # it is too big, or what it says is not taken: that letter never arrives
    HOUSE = "house"  # the sender, its account, quota or reputation, the route: waits until that is mended
    UNCLEAR = "unclear"  # waits as long as a letter may


NO_SUCH_MAILBOX = frozenset(
    {
        "5.1.1",  # bad destination mailbox address
        "5.1.2",  # bad destination system address: its domain is none
        "5.1.3",  # bad destination mailbox address syntax
        "5.1.6",  # the mailbox has moved, nobody knows where to
        "5.1.10",  # the domain takes no mail (RFC 7505); Exchange Online: recipient not found
        "5.1.350",  # Exchange Online: the remote server says that the address is invalid
        "5.2.1",  # mailbox disabled
    }
)
NOT_THIS_LETTER = frozenset({"5.2.3", "5.3.4"})  # longer than the mailbox, or the system, takes
FULL = frozenset({"5.2.2", "5.2.4"})  # the reader's own box, or the list behind it: whatever the words, not our quota
OF_THE_READER = frozenset({"5.1.0", "5.1.4", "5.1.5", "5.1.351", "5.2.0", "5.7.0", "5.7.1", "5.7.2"})
VAGUE = frozenset({"", "5.0.0", "5.1.0", "5.1.351", "5.2.0", "5.5.0"})  # the words say what is the matter

_STATUS = re.compile(r"^\W*([245]\.\d{1,3}\.\d{1,3})\b")
# Addresses and links say nothing about whose fault it is: `quota@example.org` may be unknown.
_NAMES = re.compile(r"<[^<>]*>|\S+@\S+|https?:\S+")
_BLAMES_HOUSE = re.compile(
    r"send(?:er|ers|ing|as)\b|sendas|submi(?:ssion|tt(?:er|ing))|outbound|originator"
    r"|\bfrom (?:address|domain|header)|\bmail from\b|\benvelope[ -]from\b"
    r"|\byour (?:\w+ )?(?:account|domain|server|host|message|mail|e-?mail|address|login)|tenant|credits|subscription"
    r"|\bquota|\blimit|\brate\b|\bexceed|\btoo (?:many|much|fast|quick)|slow down|throttl|temporar|\blater\b"
    r"|\bspf\b|\bdkim\b|\bdmarc\b|authenti|not authori[sz]ed|polic(?:y|ies)|\bip\b|\bdns\b|reputation|unsolicited|abuse"
    r"|\bgr[ae]y-?list|\bstarttls\b"
    r"|\bblack|\bblock|\bban(?:ned)?\b|listed (?:in|by|at)|relay(?:ing)?\b(?! recipient)|\brout(?:e|ing)\b|\bloop",
    re.IGNORECASE,
)
_BLAMES_SIZE = re.compile(r"\btoo (?:big|large|long)\b|\bsize\b", re.IGNORECASE)
_BLAMES_CONTENT = re.compile(r"\bspam\b|\bvirus|malware|phishing|attachment|\bcontent\b", re.IGNORECASE)
_MAILBOX = r"(?:users?|mail ?box(?:es)?|recipients?|account|address(?:ee)?)"
_BLAMES_MAILBOX = re.compile(
    rf"\b(?:no such|unknown|invalid|non-?existent|inactive) (?:local |virtual )?{_MAILBOX}\b"
    rf"|\b{_MAILBOX}\b[^.;]{{0,40}}?\b(?:unknown|not found|no longer exists?|(?:not|doesn't) exist|disabled|inactive)\b"
    r"|\bdo(?:es)?(?:n't| not) have an? (?:\S+ )?(?:account|mailbox)\b|\bno mailbox (?:here )?by that name\b",
    re.IGNORECASE,
)


def status_of(reply: str) -> str:
    """The enhanced status with which a reply begins, as 5.1.1; empty where the server gives none."""
    found = _STATUS.match(reply)
    return found.group(1) if found else ""


def blame(status: str, words: str) -> Blame:
    """Whose fault a permanent refusal is, by its enhanced status (empty where there is none) and its words.

    What the words say of the sender or the route counts more than a status: providers choose those loosely.
    """
    said = _NAMES.sub(" ", words.removeprefix(status))
    if status in NOT_THIS_LETTER or status.startswith("5.6.") or _BLAMES_SIZE.search(said):
        return Blame.LETTER
    if status in FULL:
        return Blame.UNCLEAR
    if _BLAMES_HOUSE.search(said):
        return Blame.HOUSE
    if _BLAMES_CONTENT.search(said):
        return Blame.LETTER
    if status in NO_SUCH_MAILBOX or (status in VAGUE and _BLAMES_MAILBOX.search(said)):
        return Blame.MAILBOX
    return Blame.UNCLEAR if not status or status in OF_THE_READER else Blame.HOUSE
