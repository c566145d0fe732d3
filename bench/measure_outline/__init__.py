"""Drawn close-ups of lumps with known borders, and the training of the border model on them."""
