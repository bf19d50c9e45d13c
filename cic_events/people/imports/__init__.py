"""Lists that come in as CSV or Excel: read without running anything, tried out line by line, then imported."""
