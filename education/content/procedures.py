"""Removing and reducing deposits (F70 to F73), and what one can do every day (F74b)."""

from education.content.shape import ArticleContent, SectionContent

PROCEDURES = ArticleContent(
    slug="procedures",
    title="Surgery, laser and other procedures",
    lede="How deposits are removed or made smaller, how often it works, and what can go wrong.",
    group="Treatment",
    sections=(
        SectionContent(
            key="removal",
            title="Can a deposit be removed?",
            topics=("general", "event:operated", "treatment:needle_drainage"),
            sources=("S8", "S82", "S15", "S16"),
            short="""
                Yes, if you want it and the place allows it. Surgery is the mainstay; laser and shock waves
                are other ways. A removed deposit can come back.
            """,
            body="""
                Deposits that hurt, break open, press on a nerve or are in the way can be removed or made
                smaller. Surgery is the mainstay [S82][S15]. Whether it is worth it depends on the place,
                the blood flow and on what bothers you.

                A removed deposit can come back, and slow healing happens [S16]. A photo with a ruler before
                and after shows what was gained.
            """,
        ),
        SectionContent(
            key="surgery",
            title="Surgery",
            topics=("event:operated", "treatment:excision", "treatment:curettage", "event:came_back"),
            sources=("S8", "S16", "S82"),
            short="""
                In one series surgery removed the deposit completely in 22 of 28 people. About 15 of 100
                came back; slow healing and wound infection happened in 10 to 13 of 100.
            """,
            body="""
                The surgeon cuts the deposit out or scrapes it out. Of 28 people, 22 had a complete
                response, 5 a partial one and 1 none [S8].

                What can go wrong [S16]:

                - it comes back: about 15 of 100
                - slow healing: about 13 of 100
                - wound infection: about 10 of 100

                After the operation: more pain, redness, warmth or pus means phone the same day.
            """,
        ),
        SectionContent(
            key="laser",
            title="Laser",
            topics=("treatment:laser",),
            sources=("S11",),
            short="""
                One laser session cleared a little over half of tiny deposits in a review. Scars or thick
                skin followed in about half after the carbon dioxide laser.
            """,
            body="""
                Laser light, most often from a carbon dioxide laser, can vaporise small deposits. In a
                review one session cleared 12 of 21 tiny deposits. Scars or thickened skin followed in 10 of
                18 after the carbon dioxide laser [S11].

                These are small numbers. Ask what they mean for your skin and your place.
            """,
        ),
        SectionContent(
            key="shock-waves",
            title="Shock waves",
            topics=("treatment:shock_wave",),
            sources=("S11", "S16"),
            short="""
                Shock waves are pressure pulses through the skin. Pain fell by about 3 points of 10 in a
                review. It is not proven.
            """,
            body="""
                Shock waves, the same kind that breaks kidney stones, are given in three to five sessions,
                seven to ten days apart [S16]. In a review pain fell by a median of 3 points on a scale of
                10 [S11]. That it dissolves deposits is not proven.

                Note your pain before and a week after each session.
            """,
        ),
        SectionContent(
            key="iontophoresis",
            title="Iontophoresis",
            topics=("treatment:iontophoresis",),
            sources=("S12",),
            short="""
                A weak current drives a medicine into the skin. In a pilot study of three people X-rays
                changed a little, and nobody felt better. It is not established.
            """,
            body="""
                In iontophoresis a weak current drives a substance into the skin. In a pilot, three people
                had nine sessions with acetic acid and ultrasound. On X-ray the deposits were 18, 9 and 8.5
                percent less; **nobody felt better** [S12]. It is not an established treatment.
            """,
        ),
    ),
)

EVERYDAY = ArticleContent(
    slug="everyday",
    title="Living with deposits",
    lede="Warmth, fewer knocks, care for skin that is open, and notes that help at the next visit.",
    group="Treatment",
    sections=(
        SectionContent(
            key="everyday-care",
            title="Warm hands, fewer knocks",
            topics=(
                "general",
                "condition:raynaud",
                "condition:systemic_sclerosis",
                "condition:limited_systemic_sclerosis",
                "site:fingertip",
            ),
            sources=("S13", "S16"),
            short="""
                Reviews advise keeping out of the cold, not smoking, avoiding stress and knocks, and
                treating Raynaud and fingertip sores. Whether this shrinks a deposit isn’t known.
            """,
            body="""
                What reviews advise [S13]:

                - don’t smoke
                - stay out of the cold; warm hands before you go out
                - avoid knocks and, as far as one can, stress
                - have Raynaud and fingertip sores treated

                Neem oil with St John’s wort oil was tried in a pilot study of 21 people only [S16]. That is
                too little to rely on.
            """,
            unknown="Whether any of this makes a deposit smaller.",
        ),
        SectionContent(
            key="open-skin-care",
            title="Caring for open skin",
            topics=("event:opened", "event:drained", "event:ulcer", "treatment:wound_care"),
            sources=("S17", "S13"),
            short="""
                Ask your clinic how to clean and cover this one: the right dressing depends on the place.
                Keep it from knocks, look at it each day, and phone the same day if it gets worse.
            """,
            body="""
                Dressings belong to the care of open deposits [S17]. Which one is right depends on the place
                and on how wet it is, so ask your clinic. Until then, these careful rules are ours:

                - Wash your hands first; don’t pull white material out.
                - Cover it; keep it from knocks [S13].
                - Look at it every day in the same light.
                - More pain, redness, warmth, swelling or pus: phone the same day.
            """,
        ),
        SectionContent(
            key="pain-relief",
            title="Easing pain",
            topics=("treatment:paracetamol", "treatment:nsaid"),
            sources=("S13", "S38"),
            short="""
                Ordinary painkillers are used for pain from deposits. With kidney disease or a blood
                thinner, ask first which one is safe for you.
            """,
            body="""
                Paracetamol and anti-inflammatory painkillers are used [S13]. With kidney disease, a stomach
                ulcer or a blood thinner, ask first which one suits you.

                A number from 0 to 10 helps to see a change. In people with long-lasting pain of muscles and
                joints, one point less was felt as slightly better, two points as much better [S38]. No such
                figure exists for calcinosis.
            """,
        ),
    ),
)
