"""Photos of lumps on skin beside a printed card, with exact truth: the yardstick of measuring.

A scene is geometry in mm (``surfaces``, ``sheets``), seen by a pinhole camera (``camera``), painted in
linear light (``skin``, ``lumps``, ``papers``) and developed as a phone does (``develop``). ``basic``,
``fingers`` and ``lcards`` draw scenes from a seed. Nothing is estimated: the truth is
what the picture was made from.
"""
