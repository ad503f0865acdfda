"""The reminder to a minister, and the answers that come back: a letter that people print, sign and send."""
