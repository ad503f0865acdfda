"""The words of each language as data, and their loaders. No rule stands here, only words."""
