"""Millimetres from a photo: card, scale, outline, reading. Pure: numpy and OpenCV, no Django."""
