"""Questions, versions, waves about a subject that only the caller understands, attempts and answers."""
