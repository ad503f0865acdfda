"""Reading: bytes → text → speeches → sentences, with every place kept. Knows nothing of commitments."""

from tracker.reading.door import read, read_bytes
from tracker.reading.segment import segment

__all__ = ["read", "read_bytes", "segment"]
