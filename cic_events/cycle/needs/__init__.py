"""Needs assessment: a problem first, then whether training answers it, then how much it presses."""
