"""The printed cards: where everything lies on them, and the program that makes their PDF."""
