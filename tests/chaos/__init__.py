"""A hostile hour for the whole: real senders on a real register, and everything that befalls them.

    plan         what befalls whom and when: follows from the seed alone
    stage        a register, its database, a mail server, senders and people, under a clock of the harness
    disturbing   kills, stalls, falls, clock steps, full disks, old copies
    people       the commands that people give meanwhile
    chronicle    what is so and since when, as the people of the play know it: nothing of it is asked of the product
    expecting    what every reader must have received and may receive, from docs/letters.md
    judging      what was promised against what arrived

`python -m chaos --minutes 60 --seed 7` plays; `make chaos` does.
"""
