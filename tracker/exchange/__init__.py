"""In and out: entries as bytes that other programs read, and bytes of other programs as entries.

Values in, bytes or text out, and back. It opens no file, asks no clock and knows no database.
"""
