"""The photo coach: six checks of a photo from its pixels alone. Pure: numpy and OpenCV, no Django."""
