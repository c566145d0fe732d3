"""The demo: a cast with a story over two years, and photos that no camera took."""
