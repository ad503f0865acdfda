"""Who is owed which letter, today? Slots of digests and steps of alerts, as pure arithmetic on days."""
