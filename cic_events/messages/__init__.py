"""Telling people: a notice is a row of the caller's commit; the worker renders it once and sends it until told."""
