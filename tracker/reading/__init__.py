"""Reading: bytes → text → speeches → sentences, with every place kept. Knows nothing of commitments."""

from tracker.reading.door import read, read_bytes
from tracker.reading.many import Limits, read_many
from tracker.reading.scans import ScanLimits
from tracker.reading.segment import segment

__all__ = ["Limits", "ScanLimits", "read", "read_bytes", "read_many", "segment"]
