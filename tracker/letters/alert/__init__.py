"""The alert letter: everything that waits for one reader, in one letter."""
