"""The post: who reads, what they are owed, and how it leaves. One question a file."""
