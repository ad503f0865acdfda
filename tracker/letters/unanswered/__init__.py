"""To the desk: the day to answer a reminder has passed, and no answer is in the register."""
