"""The checkers behind tests/test_house.py: pure functions from a source text to what is wrong with it."""
