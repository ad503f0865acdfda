"""The post in the database: readers, what they are owed, and letters on their way. All as named operations."""
