"""Pure builders of calendar objects: instants in UTC, one UID per meeting part, no RRULE, no VTIMEZONE."""
