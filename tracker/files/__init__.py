"""Where the program writes: files that only their owner reads, whole or not at all, never over what is not its own."""
