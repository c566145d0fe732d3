"""A real server that is killed in the middle of an upload, for test_killed.py."""
