"""What it is and what people notice (F1 to F11)."""

from education.content.shape import ArticleContent, SectionContent

WHAT_IT_IS = ArticleContent(
    slug="what-it-is",
    title="What calcinosis cutis is",
    lede="Calcium that has settled where it doesn’t belong: in the skin or just beneath it.",
    group="The basics",
    sections=(
        SectionContent(
            key="calcium-in-the-skin",
            title="Calcium in the skin",
            topics=("general", "event:noticed"),
            sources=("S1", "S2", "S5", "S4"),
            figure="skin",
            short="""
                Calcinosis cutis means that calcium salts have settled in the skin or just under it. There
                are five types with different causes. The lumps themselves are calcium, and they are not
                catching.
            """,
            body="""
                Calcinosis cutis means calcium in the skin. Calcium salts settle in the skin or in the fat
                under it and form lumps, plates or fine nets [S1][S2].

                It is not one illness. Doctors tell five types apart, by what lies behind it [S2][S5]:
                tissue that was damaged, too much calcium or phosphate in the blood, a medical treatment, no
                cause that can be found, and a rare, dangerous form called calciphylaxis.

                Finding the type matters more than counting the lumps, since it decides which tests and
                which treatments make sense.
            """,
            known="The lumps are calcium. The commonest type follows damaged or inflamed tissue. [S2][S5]",
            unknown="Why one person with the same illness gets deposits and another doesn’t. [S4]",
        ),
        SectionContent(
            key="calcium-and-phosphate",
            title="What calcium and phosphate do",
            topics=(
                "lab:calcium_total_high",
                "lab:phosphate_high",
                "type:metastatic",
                "condition:phosphate_disorder",
            ),
            sources=("S23",),
            short="""
                The body needs calcium and phosphate. They build bones and teeth, and calcium helps muscles,
                nerves and the heart to work. Trouble begins when they settle in the wrong place.
            """,
            body="""
                Calcium and phosphate are minerals that nobody can live without. Together they make bones
                and teeth hard. Calcium also lets muscles tighten, nerves send signals and the heart keep
                its beat; too much of it disturbs the heart and the brain [S23].

                Having deposits does not mean that you eat too much calcium. In most people with deposits
                the blood values are normal. Please don’t change your diet or supplements without asking.
            """,
        ),
    ),
)

SYMPTOMS = ArticleContent(
    slug="symptoms",
    title="What people notice",
    lede="How deposits look and feel, how they change, when they hurt, and what it means when one opens.",
    group="The basics",
    sections=(
        SectionContent(
            key="look-and-feel",
            title="How deposits look and feel",
            topics=("general", "morphology:stone"),
            sources=("S63", "S64", "S65", "S29", "S54", "S72", "S73"),
            short="""
                Most deposits are firm lumps or plates, white or yellowish, in or under the skin. Some feel
                like paste. They range from a few millimetres to several centimetres.
            """,
            body="""
                Most feel like small, hard lumps or plates in or under the skin [S63][S64][S65]. Some are
                soft as paste, some spread like a sheet [S29].

                The usual colour is white to yellowish [S64][S65]. It can differ: early lumps on the scrotum
                may have the colour of the skin and turn yellow later [S54], and small lumps on the surface
                can be grey or pink [S72].

                Size differs from lump to lump, from a few millimetres to several centimetres [S54][S73].

                They often come in groups; a single one is less usual [S64]. In one study 52 people with
                systemic sclerosis had 316 deposits between them [S29].
            """,
        ),
        SectionContent(
            key="stone-paste-net-plate",
            title="Stone, paste, net or plate",
            topics=("morphology:mousse", "morphology:net", "morphology:plate", "morphology:stone"),
            sources=("S29",),
            short="""
                Doctors have described four forms: stone, paste (“mousse”), net and plate. Stones were by
                far the most common. The four names have not been tested enough to say what each means for
                you.
            """,
            body="""
                One group of doctors sorted 316 deposits into four forms [S29]:

                - **Stone**: a hard lump. Most deposits were of this form.
                - **Paste** (“mousse”): soft, often just under the skin where it can be seen.
                - **Net**: fine threads, found mostly on X-ray.
                - **Plate**: a flat sheet.

                Net and plate need an X-ray or a doctor’s hand. “Don’t know” is a good answer.
            """,
            unknown="Whether the form tells how a deposit goes on: the forms have not been validated. [S29]",
        ),
        SectionContent(
            key="how-they-grow",
            title="How they change over time",
            topics=("general", "event:came_back", "event:gone"),
            sources=("S64", "S54", "S57", "S16"),
            short="""
                Deposits usually grow slowly. An exception are deposits after a calcium drip, which can show
                within two weeks. A deposit that went or was removed can come back.
            """,
            body="""
                Slow growth, over months and years, is the rule [S64][S54]. Deposits after calcium has
                leaked from a drip are different: they can appear about two weeks later [S57].

                A deposit can stay the same for a long time. One that was removed can return; after surgery
                this happened in about 15 of 100 [S16]. That is why “gone” never closes a deposit’s page
                here for good.

                Fast growth is not the usual way. Show it to a doctor.
            """,
        ),
        SectionContent(
            key="before-the-lumps",
            title="Before a lump can be felt",
            topics=("event:inflamed", "event:noticed"),
            sources=("S64", "S65", "S10", "S57", "S54"),
            short="""
                Most people notice nothing before a lump appears. Redness, warmth and soreness belong to
                inflamed deposits rather than to new ones. Itching is uncommon.
            """,
            body="""
                Most people notice nothing until the lump is there [S64][S65].

                You may read that redness or itching often comes first. We could not confirm “often”.
                Redness, warmth and soreness are described with deposits that are inflamed, and where
                calcium leaked from a drip [S10][S57]. Itching is mentioned now and then, mild, for lumps on
                the scrotum [S54].
            """,
        ),
        SectionContent(
            key="inflamed-deposits",
            title="When a deposit is inflamed",
            topics=("event:inflamed", "event:infected"),
            sources=("S10", "S13", "S17"),
            short="""
                An inflamed deposit is red, warm, swollen and sore. That can happen with germs and without
                them, and nobody can tell at home. If it gets worse or lets out pus, phone the same day.
            """,
            body="""
                Deposits can become red, warm, swollen and sore [S10]. The body reacts to the calcium, or
                germs have got in. Both look alike, so let your clinic decide.

                If it is infected, antibiotics are used [S13]. In systemic sclerosis, early treatment may
                save tissue at a fingertip [S17]. If it is inflamed without germs, doctors sometimes use
                colchicine, minocycline or an injection of a steroid [S13].

                Write down the day, what changed, and take a photo.
            """,
        ),
        SectionContent(
            key="pain",
            title="Pain",
            topics=("condition:systemic_sclerosis", "condition:limited_systemic_sclerosis", "site:fingertip"),
            sources=("S26", "S34", "S64", "S29"),
            short="""
                Many deposits don’t hurt. In systemic sclerosis pain, swelling and open sores are common,
                and fingertips can be very sore. Pain is worth writing down and worth treating.
            """,
            body="""
                Many lumps, above all those without a known cause, do not hurt. That is not true for
                everyone. In systemic sclerosis pain, swelling and open sores are common: in a small series
                of ten people studied by CT, half were disabled by their deposits, and all of those had
                painful sores [S26]. People speak of pain that doesn’t go away [S34]. Deposits on fingertips
                may hurt [S64].

                Tell your doctor what pain keeps you from doing. “I can’t button my shirt” says more than a
                number.
            """,
        ),
        SectionContent(
            key="near-joints",
            title="Deposits near joints",
            topics=("site:large_joint", "site:elbow", "site:knee", "condition:chondrocalcinosis"),
            sources=("S64", "S16", "S26"),
            short="""
                Deposits around or over a joint can make it stiff. Crystals inside a joint are a different
                illness with its own name, chondrocalcinosis.
            """,
            body="""
                Deposits lie around or over joints and can limit how far they move [S64][S16]. In one small
                series most of the badly affected people had joints that no longer straightened fully [S26].

                Crystals *inside* the joint are something else: chondrocalcinosis, another illness with
                another treatment.
            """,
        ),
        SectionContent(
            key="when-it-opens",
            title="When chalky material comes out",
            topics=("event:opened", "event:drained", "event:ulcer", "morphology:mousse"),
            sources=("S63", "S64", "S66", "S29"),
            figure="open",
            short="""
                A deposit that breaks through the skin can let out white, chalky material, sometimes like
                paste. That is the calcium itself. Open skin lets germs in, so please don’t squeeze, cut or
                pierce it.
            """,
            body="""
                Now and then the skin above a deposit gives way, by itself or after a knock. What comes out
                is white and chalky, sometimes soft like toothpaste [S63][S64][S66]. It is the calcium
                itself and not pus, though both can be there at once.

                Open deposits are common in some groups. Among 52 people with systemic sclerosis, about half
                of 316 deposits had an ulcer with them [S29]. In other causes the share may be quite
                different.

                - Leave it alone: no squeezing, cutting or piercing. This is our own caution.
                - Ask your clinic how to clean and cover this one.
                - Write down the day, what came out, and whether something knocked it. Take a photo.
            """,
            known="Broken skin lets germs in. More pain, redness, warmth or swelling can mean infection.",
            unknown="How long an open deposit takes to close, and if it stays smaller: we found no study.",
        ),
        SectionContent(
            key="feelings",
            title="How it can weigh on you",
            topics=("site:face",),
            sources=("S11",),
            short="""
                Deposits that others can see, above all on the face, can be hard to live with. In severe
                disease reviews name looks and low mood as part of the burden. You may say so at a visit.
            """,
            body="""
                Lumps that show, above all on the face, can be upsetting. Reviews of severe calcinosis name
                how it looks and what it does to the mood as part of the burden [S11].

                You don’t have to wait until something hurts. “It bothers me” is a good reason to ask about
                treatment or about someone to talk to.
            """,
        ),
    ),
)
