"""Printed papers: a template and plain values become a PDF or a picture. Knows nothing of the field."""
