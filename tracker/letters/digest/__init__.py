"""The digest: what stands in it, and how it is drafted."""
