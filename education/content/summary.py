"""The whole in one page (F80, F81)."""

from education.content.shape import ArticleContent, SectionContent

ARTICLE = ArticleContent(
    slug="summary",
    title="In short",
    lede="The most important things on one page.",
    group="Help",
    sections=(
        SectionContent(
            key="in-short",
            title="What it is and why",
            topics=("general",),
            sources=("S1", "S2", "S5"),
            short="""
                Deposits are calcium in the skin. Mostly they follow damaged or inflamed tissue; sometimes
                blood calcium or phosphate is too high. Often an illness stands behind them.
            """,
            body="""
                Calcinosis cutis is calcium in the skin [S1][S2]. Five types are told apart [S5]. The most
                common one, dystrophic, follows tissue that was damaged: by inflammation, injury, a growth
                or dead tissue. The metastatic type follows too much calcium or phosphate in the blood.
                Treatments can cause it; sometimes no cause is found. Calciphylaxis is rare and dangerous.
            """,
        ),
        SectionContent(
            key="in-short-diagnosis",
            title="How it is found out",
            topics=("event:noticed",),
            sources=("S63", "S70", "S25", "S55"),
            short="""
                Examination and questions come first, then blood tests and a plain X-ray. A sample of skin
                is taken only when doubt remains.
            """,
            body="""
                The doctor looks and asks [S63]. Blood tests look at minerals, kidneys, parathyroid hormone
                and illnesses behind it [S70]. A plain X-ray is the usual first picture; ultrasound or CT
                can follow [S25]. A sample of skin can settle doubt [S55].
            """,
        ),
        SectionContent(
            key="in-short-treatment",
            title="What can be done",
            topics=("event:operated",),
            sources=("S7", "S8", "S9", "S15", "S3"),
            short="""
                Treating the illness behind it matters most. No medicine is proven; diltiazem has some weak
                support. Surgery helps many. Warfarin should not be used for calcinosis.
            """,
            body="""
                Deposits that don’t bother need no treatment. The illness behind them does.

                Many medicines were tried, none is proven [S15]. Of the calcium channel blockers only
                diltiazem has support, and that is weak [S7][S8]; amlodipine was not studied, verapamil did
                not help [S9]. Prednisone and colchicine act on inflammation; that they shrink deposits is
                not shown [S3]. Warfarin should not be used for calcinosis, and nobody should stop it on
                their own when it was given for another reason [S7].

                Removal by surgery or laser is possible. Deposits can come back.
            """,
        ),
    ),
)
