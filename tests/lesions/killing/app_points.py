"""Where the server can be killed: after so many files, after the row, after the commit, before the answer."""

POINTS = ("file 1", "file 2", "file 4", "row", "commit", "answer")
