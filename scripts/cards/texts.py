"""The words on the sheets. Translation: a second set of these and of the file names."""

SIZE = "%g mm"
ONE_MARKER = "One marker"
L_CARD = "L-card"
CHECK_LINE = "Check line: 50 mm"
MEASURED = ("measured", "mm")
TITLES = {"single": "Measuring cards, one marker", "l": "Measuring cards, L-shaped"}
WARNING = "Print at 100 % (“actual size”). Do not choose “fit to page”."
WHICH = {
    "single": "For deposits on hands and feet take 15 or 20 mm, elsewhere 25 or 30 mm.",
    "l": (
        "The better card: three markers show when it is bent or the skin is round. "
        "S for hands, M and L elsewhere."
    ),
}
STEPS = {
    "single": [
        ("print", "Print at 100 %, on plain white paper, not glossy."),
        ("cut", "Cut along the dashed line. Leave the white around the marker."),
        ("check", "Measure the check line with a ruler and enter its length in the app."),
        ("beside", "Lay the card beside the deposit, flat on the same skin."),
        ("above", "Hold the phone straight above, 15 to 20 cm away, the whole marker in the picture."),
    ],
    "l": [
        ("print", "Print at 100 %, on plain white paper, not glossy."),
        ("glue", "Glue the sheet on stiff card, then cut along the dashed lines."),
        ("check", "Measure the check line with a ruler and enter its length in the app."),
        ("angle", "Lay the card flat on the skin, the deposit in its angle."),
        ("above", "Hold the phone straight above, 15 to 20 cm away, all three markers in the picture."),
    ],
}
PICTURES = {
    "print": "A printer, set to 100 percent",
    "cut": "Scissors cut along a dashed line",
    "glue": "The sheet is glued on stiff card",
    "check": "A ruler lies on the check line and reads 50",
    "beside": "The card lies beside a deposit on the same skin",
    "angle": "A deposit lies in the angle of the L-shaped card",
    "above": "A phone is held straight above the card",
}
ALT_SINGLE = (
    "Card with one marker of %g mm, a check line of 50 mm, a millimetre scale, grey and colour patches."
)
ALT_L = (
    "L-shaped card %s with three markers, a check line of 50 mm, two millimetre scales, "
    "grey and colour patches."
)
FOOT = (
    "Markers of ArUco DICT_4X4_50. Print the sheet again when a card is worn, "
    "and measure its check line anew."
)
