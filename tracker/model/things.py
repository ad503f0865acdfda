"""What a file is, as somebody hears of it whose output may not take its place. Named in words by the catalogue."""

from __future__ import annotations

from enum import StrEnum


class Thing(StrEnum):
    """A file that the program reads or keeps, or an output of it; the value is its English name."""

    REGISTER = "the register"
    FILE_OF_REGISTER = "a file of the register"
    LEDGER = "the ledger of the register"
    TEMPLATE = "a template"
    SETTINGS = "the settings file"
    CERTIFICATE = "a certificate"
    LOGIN = "the file with the password"
    PLACE_OF_SETTINGS = "the place of the settings"
    MESSAGE = "message"
    TEXT = "text"
    RECALL = "recall"
    CSV_EXPORT = "CSV export"
    WHOLE_EXPORT = "export of a whole register"
    SELECTION_EXPORT = "export of commitments alone"
    JSON_EXPORT = "JSON export"
    WORKBOOK = "workbook as it was exported"
    CALENDAR = "calendar of this program"
    FEED = "feed of this program"
    BACKUP = "backup of this register"
