"""The names of cues that the core itself asks for, whatever the language: each decides something that is said here.

All other rules of a language speak through their weights alone.
"""

from __future__ import annotations

# Who acts.
FIRST_PERSON = frozenset(("actor.first-singular", "actor.first-plural"))
THIRD_PRONOUN = "actor.third-pronoun"  # "he", "she": the minister only where his words are told
MINISTER = "actor.minister"  # a colleague by his title; his name is looked for behind it
THIRD_PARTY = "against.third-party"  # somebody who does not bind the government; a pronoun after him may be his

# A summary leaves out these who act.
SPEAKING = FIRST_PERSON | {THIRD_PRONOUN, "actor.whoever"}

# A subject that none of these names is "actor.other".
ACTORS = FIRST_PERSON | {
    THIRD_PRONOUN,
    MINISTER,
    "actor.government",
    "actor.delivery",
    "actor.there",
    "actor.pronoun-thing",
    "actor.bare-that",
    "actor.whoever",
    THIRD_PARTY,
    "against.people",
    "against.amount",
}

# In a clause above another these take its force away ("cannot guarantee that …").
UNDERMINING = (
    "against.negation",
    THIRD_PARTY,
    "against.addressed",
    "against.recall",
    "against.people",
    "against.demand",
    "against.judging",
    "against.would",
)

# How firm it is.
CONDITIONAL = "against.conditional"
VAGUE = ("commissive.willing", "commissive.take-along", "intention.try", "nature.looks-into")
AMBITION = (
    "intention.aim",
    "intention.expected",
    "intention.hope",
    "intention.i-want",
    "intention.it-is-the-aim",
    "intention.want-act",
)

# What sort of act it is, and when.
COME_BACK = "future.come-back"  # a report, whatever the verb
FORESEEN = "future.foreseen"  # a summary leaves out the planning
IS_DONE_THEN = "together.is-done-then"  # a sentence that may only give the promise before it its date

# The core wakes these itself.
NO_ACT = "verb.no-act"
BEFORE_THIRD_PARTY = "before.third-party"
OTHERS = frozenset((THIRD_PARTY, BEFORE_THIRD_PARTY))
