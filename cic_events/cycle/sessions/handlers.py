"""What sessions hear from below; today nothing, as reminders belong to events."""
