"""Photographing and measuring at home, and how far the numbers can be trusted."""

from education.content.shape import ArticleContent, SectionContent

ARTICLE = ArticleContent(
    slug="photos-and-sizes",
    title="Photos and sizes",
    lede="How to take a photo that can be compared, how to measure, and what a difference is worth.",
    group="Finding out",
    sections=(
        SectionContent(
            key="taking-photos",
            title="Taking a photo that can be compared",
            topics=("general",),
            sources=("S51", "S52", "S43"),
            figure="measure",
            short="""
                Daylight, a plain background, the camera straight above, a ruler beside the deposit. Take
                one photo from further away and one close up. Same pose each time.
            """,
            body="""
                - Daylight near a window, no direct sun, no coloured light [S51].
                - Plain grey, green or blue background; hands flat on a cloth; rings off [S52].
                - Camera straight above, at right angles to the skin; tap to focus [S51].
                - A ruler **beside** the deposit, not on it [S51]. Two rulers, one on each side, are more
                  exact than one [S43].
                - One overview, one of the region, one close-up [S51]. No filter, no cutting.
                - No face, unless the deposit is there [S51].

                The same pose, place and time of day make photos comparable. Once a month, and whenever
                something changes, is a sensible rhythm; that is our own choice, no study tells.
            """,
        ),
        SectionContent(
            key="measuring",
            title="Measuring honestly",
            topics=("general",),
            sources=("S49", "S41", "S46"),
            short="""
                A ruler beats the eye. Measure the longest length, then across. Say how you measured: each
                way has its own error, and every size here carries it.
            """,
            body="""
                A ruler is better than judging by eye, for doctors as well [S49]. Measure the longest line,
                then the widest line across it.

                Length times width makes a round spot too big, by about 41 percent in one study [S41]. The
                area from one home photo with a paper ruler was off by about 10 percent, and a curved
                surface adds about as much again [S46].

                So every size here carries the way it was measured and its error. A missing size stays
                missing; nothing is guessed for you.
            """,
        ),
        SectionContent(
            key="real-change",
            title="When is a change a change?",
            topics=("event:gone", "event:came_back"),
            sources=("S32", "S10"),
            short="""
                Two measurements always differ a little. We call it a change only when the difference is
                larger than the error of both. For small lumps no study says how much matters.
            """,
            body="""
                Measure a lump twice and the two numbers differ. We speak of a change only when the
                difference exceeds the error of both measurements. That is our own rule; for lumps of 2 to
                20 millimetres no study says what counts.

                On X-rays of the hands, doctors counted more than 25 percent as a change. In a year about 41
                of 100 people got worse and 46 of 100 stayed the same [S32]. That rule belongs to X-rays,
                not to photos.

                Give a treatment time: with minocycline the first change came after one to five months
                [S10].
            """,
        ),
    ),
)
