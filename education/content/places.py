"""Where deposits sit and what is known about each place (F12 to F18a)."""

from education.content.shape import ArticleContent, SectionContent

ARTICLE = ArticleContent(
    slug="places",
    title="Where deposits sit",
    lede="Fingertips, elbows, knees, shins, face and other places: what is known about each of them.",
    group="The basics",
    sections=(
        SectionContent(
            key="typical-places",
            title="Typical places",
            topics=("general", "site:trunk", "site:buttock", "site:forearm"),
            sources=("S56", "S30", "S20", "S21", "S19", "S5", "S55", "S54"),
            figure="sites",
            short="""
                Deposits can sit anywhere on the body. Where they sit most often depends on the type: hands
                in systemic sclerosis, elbows and knees in children with dermatomyositis.
            """,
            body="""
                Any part of the body can be affected. In children with dermatomyositis deposits have been
                found almost everywhere [S56]. Still, each type has its habits:

                - **Systemic sclerosis**: hands above all, most often the thumb [S30].
                - **Dermatomyositis in children**: elbows, knees, trunk, hands, feet, buttocks, head [S56].
                - **Metastatic type** (high calcium or phosphate): around large joints.
                - **Calciphylaxis**: belly, buttocks, thighs and lower legs [S21][S19].
                - **No cause found**: often one place only, such as the scrotum [S54] or a child’s face
                  [S55].
            """,
        ),
        SectionContent(
            key="fingertips-and-hands",
            title="Fingertips and hands",
            topics=("site:fingertip", "site:finger", "site:hand"),
            sources=("S30", "S26", "S13"),
            short="""
                Hands are the most common place in systemic sclerosis, and the thumb leads among the
                fingers. Deposits lie in the soft pad of the fingertip. Warm hands and fewer knocks are what
                reviews advise.
            """,
            body="""
                Fingertips are a common place. In people with systemic sclerosis, about 70 of 100 deposits
                were on the hands, and the thumb was the finger most often affected [S30]. Scans show the
                calcium in the fat pad of the fingertip, along tendons and in the narrow tunnel at the wrist
                [S26].

                - Keep hands warm and out of the cold [S13].
                - Protect fingertips from knocks, as far as daily life allows [S13].
                - A new sore, or a fingertip that turns white, blue or black: phone the same day.
            """,
        ),
        SectionContent(
            key="wrists",
            title="At the wrist",
            topics=("site:wrist", "site:wrist_palmar", "site:wrist_dorsal"),
            sources=("S26", "S16"),
            short="""
                Calcium has been seen in the narrow tunnel at the wrist through which a main nerve of the
                hand runs. Tingling, numbness or a weak grip should be looked at soon.
            """,
            body="""
                Scans of people with systemic sclerosis have shown calcium in the carpal tunnel, the narrow
                passage at the wrist [S26]. A nerve runs through it. Pressure on a nerve is one of the
                reasons to operate on a deposit [S16].

                Tell your clinic soon about tingling, numbness, or things falling from your hand.
            """,
        ),
        SectionContent(
            key="elbows",
            title="Elbows",
            topics=("site:elbow", "site:elbow_posterior", "site:elbow_fold"),
            sources=("S56", "S16", "S13"),
            short="""
                The skin around the elbows is a common place, in children and adults. Elbows get knocked and
                leaned on; padding helps to keep the skin whole.
            """,
            body="""
                The skin around the elbow is one of the common places, in children with dermatomyositis
                [S56] and in systemic sclerosis [S16].

                Knocks are best avoided [S13]. A soft pad or a long sleeve at the desk costs little. Notice
                whether the elbow still straightens as it did, and say so if it doesn’t.
            """,
        ),
        SectionContent(
            key="knees",
            title="Knees",
            topics=("site:knee", "site:knee_anterior", "site:knee_fold"),
            sources=("S56", "S16", "S13"),
            short="""
                The skin around the knees is a common place. Kneeling presses on it; a cushion spares the
                skin. Tell your clinic if the knee bends less than before.
            """,
            body="""
                The skin around the knee is among the common places, both in children with dermatomyositis
                [S56] and in systemic sclerosis [S16].

                Kneeling and knocks press skin against something hard; spare it where you can [S13]. If the
                knee bends or straightens less than it did, say so soon.
            """,
        ),
        SectionContent(
            key="shins",
            title="Shins and lower legs",
            topics=("site:shin", "site:lower_leg"),
            sources=("S48", "S4b", "S19", "S57"),
            short="""
                Shins are named as a usual place, though it depends on the cause. Very painful, dark or
                net-like skin on the lower leg is a reason to get help the same day.
            """,
            body="""
                Shins are often named among the places, but it depends on the cause. The front of the lower
                leg was one of the places measured in a study of dermatomyositis [S48]; one person with
                overlapping lupus and scleroderma had calcified sores above the ankle [S4b]; a calcium drip
                in the leg can leave deposits on the shin [S57].

                Calciphylaxis linked to warfarin sat below the knee in about two thirds of the reported
                people [S19]. So skin there that is very painful, purple like a net, or black should be seen
                the same day.
            """,
        ),
        SectionContent(
            key="face",
            title="The face",
            topics=("site:face",),
            sources=("S55", "S1"),
            short="""
                A small hard lump on the face is typical of one form seen mostly in children. Lumps can also
                follow acne. On the face other bumps look alike, so let a doctor name it.
            """,
            body="""
                On the face one form is typical: a small, hard, pale lump just under the surface, seen
                mostly in children [S55]. Deposits can also follow acne [S1].

                They have been taken for warts or for molluscum, a viral bump; a small sample of skin
                settled it [S55]. Don’t assume that a white bump on the face is calcium: milia, for one, can
                look alike.
            """,
        ),
        SectionContent(
            key="scrotum",
            title="The scrotum",
            topics=("site:scrotum", "site:genital"),
            sources=("S54", "S1"),
            short="""
                Lumps on the scrotum are a form of their own, usually without a cause that can be found.
                They are mostly painless and appear between 20 and 40 years of age.
            """,
            body="""
                Calcium lumps on the scrotum form a group of their own. They show mostly between 20 and 40
                years of age, usually don’t hurt, and number from a few to more than a hundred [S54]. Blood
                values are normal, and a cause is not found [S1].

                They are skin-coloured at first and turn yellow later. Some itch a little [S54]. A doctor
                should see a new lump here once, so that it has the right name.
            """,
        ),
        SectionContent(
            key="large-joints",
            title="Around large joints",
            topics=("site:large_joint", "type:metastatic"),
            sources=("S2", "S16", "S64"),
            short="""
                Deposits around shoulders, hips, elbows or knees are typical when calcium or phosphate in
                the blood is high. They can make a joint stiff.
            """,
            body="""
                When calcium or phosphate in the blood is too high, deposits tend to lie around the large
                joints. Blood tests then belong to the first steps [S2].

                Deposits near a joint can limit how far it moves [S64][S16]. Write down what the joint can’t
                do any more: reaching a shelf, putting on a shoe.
            """,
        ),
        SectionContent(
            key="belly-thighs-buttocks",
            title="Belly, thighs and buttocks",
            topics=("site:abdomen", "site:thigh", "site:buttock"),
            sources=("S56", "S21", "S19"),
            short="""
                Trunk and buttocks are usual places in dermatomyositis. On belly, buttocks and thighs, very
                painful, purple or black skin is another matter and needs help the same day.
            """,
            body="""
                In children with dermatomyositis deposits also lie on the trunk and the buttocks [S56].

                Belly, buttocks, thighs and lower legs are also where calciphylaxis shows [S21][S19]. It
                looks and feels different: very painful, with purple, net-like or black skin. That needs
                help the same day.
            """,
        ),
    ),
)
