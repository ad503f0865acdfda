"""Extraction: which sentences bind a minister, to what, by when and how firmly, and why we think so."""

from tracker.extraction.commitments import extract

__all__ = ["extract"]
