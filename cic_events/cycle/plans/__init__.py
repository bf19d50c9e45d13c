"""Training plans: items that answer needs, on one activity each, with money and a date, and their approval."""
