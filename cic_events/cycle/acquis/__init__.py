"""What was learnt (R3.8): before and after, verdicts, certificates; writes the gaps back into needs."""
