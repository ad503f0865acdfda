"""One story a function: they own the transactions, and call the rooms below."""
