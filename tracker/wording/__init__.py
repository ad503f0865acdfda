"""How everything is said to people, in the languages of the catalogues. Nothing is decided or stored here."""
