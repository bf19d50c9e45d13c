"""What is measured and how: `python -m benchmarks` prints the table of the README. Ratios are to a bare floor."""
