"""How the encoder that judges sentences is made: cut from a public base, trained, and written for the program."""
