"""What people see: scorecards, overviews and summaries, drawn by Rich from evaluations."""
