"""What stands in a letter, and how does it look? `build` chooses and counts (pure), `render` turns it into words."""
