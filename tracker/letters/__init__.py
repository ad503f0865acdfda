"""Letters: what stands in each kind, and how it looks. One folder a kind; templates show, they do not choose."""
