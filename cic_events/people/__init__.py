"""Persons, accounts, communes, organisations, partnerships, mandates; one table of permissions."""
