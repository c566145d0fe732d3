"""How it is found out: examination, blood, pictures, look-alikes, biopsy (F44 to F57)."""

from education.content.shape import ArticleContent, SectionContent

ARTICLE = ArticleContent(
    slug="diagnosis",
    title="How it is diagnosed",
    lede="What the doctor looks at and asks, what each blood test is for, and which pictures help.",
    group="Finding out",
    sections=(
        SectionContent(
            key="examination-and-history",
            title="Looking, feeling and asking",
            topics=("general", "event:noticed"),
            sources=("S66", "S82", "S63"),
            short="""
                The doctor looks at the skin and feels the lumps, then asks about illnesses, recent drips in
                hospital and the family. Often that is nearly enough; a plain X-ray helps when it isn’t.
            """,
            body="""
                The first step is a look at the skin. Most of the time the examination tells, and a plain
                X-ray helps when there is doubt [S66][S82].

                Then come questions [S63]:

                - an illness of the immune system, or kidney disease?
                - a drip in hospital not long ago?
                - anything like it in the family?
                - when did you first notice it, and how did it change?

                The timeline in this record answers the last question better than memory.
            """,
        ),
        SectionContent(
            key="blood-calcium-phosphate",
            title="Blood tests: calcium and phosphate",
            topics=(
                "lab:calcium_total_high",
                "lab:calcium_corrected_high",
                "lab:calcium_ionised_high",
                "lab:phosphate_high",
                "lab:calcium_phosphate_product_high",
            ),
            sources=("S1", "S2", "S4", "S70", "S23"),
            short="""
                Calcium and phosphate show whether there is too much of them in the blood. In the dystrophic
                and idiopathic types both are normal. One high value needs a doctor’s look, not a guess.
            """,
            body="""
                **Calcium** is measured to find the metastatic type [S2][S70]. **Phosphate** is measured for
                the same reason. The two are multiplied; the product matters more than either alone, above
                all past about 70 mg²/dL² [S2][S4].

                In the dystrophic and idiopathic types both are normal [S1][S2]. A normal result is good to
                know and does not argue against the lumps.

                A value is high or low by the interval that *your* lab prints beside it. Labs differ. With a
                high calcium, great thirst, belly pain, constipation or weakness: call your doctor [S23].
            """,
        ),
        SectionContent(
            key="blood-kidney-parathyroid",
            title="Blood tests: kidneys and parathyroid glands",
            topics=(
                "lab:creatinine_high",
                "lab:bun_high",
                "lab:urea_high",
                "lab:pth_high",
                "lab:alp_high",
            ),
            sources=("S70", "S23"),
            short="""
                Creatinine and urea show how the kidneys work. Parathyroid hormone (PTH) shows whether the
                glands that steer calcium are overactive. Both can explain high calcium or phosphate.
            """,
            body="""
                Creatinine and urea (or urea nitrogen) look for kidney disease [S70]. Parathyroid hormone
                looks for overactive parathyroid glands [S70][S23]. Alkaline phosphatase is often asked for
                along with them [S70].

                They don’t show the deposits. They show why minerals may be out of balance.
            """,
        ),
        SectionContent(
            key="blood-vitamin-d",
            title="Blood tests: vitamin D",
            topics=("lab:vitamin_d_25_high", "lab:vitamin_d3_25_high", "condition:vitamin_d_excess"),
            sources=("S1",),
            short="""
                Far too much vitamin D raises calcium and is one of the listed causes. Bring a list of your
                supplements, and don’t change them on your own.
            """,
            body="""
                Too much vitamin D is one of the causes of the metastatic type [S1]. The usual test is
                called 25-OH vitamin D. Bring a list of your supplements to the visit, with the strength on
                the label. Please ask before you start or stop them.
            """,
        ),
        SectionContent(
            key="blood-inflammation",
            title="Blood tests: inflammation (CRP, ESR)",
            topics=("lab:crp_high", "lab:crp_hs_high", "lab:esr_high"),
            sources=("S70", "S83"),
            short="""
                CRP and ESR rise with inflammation of any kind. A high value doesn’t say where it comes
                from, and a normal one doesn’t rule an illness out.
            """,
            body="""
                C-reactive protein (CRP) and the sedimentation rate (ESR) look for inflammation [S70]. They
                are not specific: on their own they don’t prove an illness of the immune system.

                They can also be normal. One person with dermatomyositis and widespread calcium had a normal
                ESR, muscle enzyme, calcium and phosphate [S83].

                If a deposit is red, hot or lets out pus, don’t wait for a blood test: phone.
            """,
        ),
        SectionContent(
            key="blood-antibodies",
            title="Blood tests: antibodies and muscle enzymes",
            topics=(
                "lab:ana_high",
                "lab:anticentromere_high",
                "lab:anti_scl_70_high",
                "lab:anti_pm_scl_high",
                "lab:anti_mda5_high",
                "lab:anti_nxp2_high",
                "lab:ck_high",
                "lab:aldolase_high",
            ),
            sources=("S70", "S31", "S84", "S14", "S85"),
            short="""
                Further blood tests look for an illness behind the deposits. Some antibodies are seen more
                often with calcinosis, but none of them proves it or tells how it will go on.
            """,
            body="""
                More blood tests look for an illness behind the deposits [S70]. ANA is one of them; others
                belong to certain illnesses.

                - In systemic sclerosis with calcinosis, **anticentromere** and **anti-PM/Scl** are more
                  frequent; anti-Scl-70 and two others less so [S31]. Studies don’t agree on one of those,
                  RNA polymerase III [S84].
                - In dermatomyositis, **MDA5** and **NXP2** are linked with calcinosis [S14][S85].
                - Muscle enzymes such as creatine kinase show inflamed muscles.
            """,
            unknown="What an antibody means for one single deposit.",
        ),
        SectionContent(
            key="pictures",
            title="X-ray, ultrasound, CT and bone scan",
            topics=("general", "morphology:net", "morphology:plate"),
            sources=("S25", "S28", "S26", "S27"),
            short="""
                A plain X-ray is the usual first picture. Ultrasound is another choice, CT shows detail and
                how far deposits reach. Bone scans are older and find less.
            """,
            body="""
                - **Plain X-ray**: the usual first picture [S25].
                - **Ultrasound**: no rays. Against X-ray it missed some people, about one in four, and
                  raised no false alarm in one study [S28].
                - **CT**: shows detail and how far deposits reach [S25]. A special kind, dual-energy CT,
                  tells calcium from the crystals of gout [S26].
                - **MRI**: sees calcium less well [S25].
                - **Bone scan**: older. In children it found only about 38 of 100 deposits in the soft
                  tissue and didn’t agree with the examination [S27].
            """,
        ),
        SectionContent(
            key="look-alikes",
            title="What can look alike",
            topics=("condition:gout", "condition:milia", "lab:uric_acid_high", "site:face"),
            sources=("S57", "S26", "S55"),
            short="""
                Gout lumps, milia, warts and other bumps can look like calcium. A fresh deposit after a drip
                can be mistaken for a skin infection. That is why one proper look matters.
            """,
            body="""
                Other things can be mistaken for calcium, and the reverse:

                - **milia**: tiny white bumps on the face
                - **gout lumps (tophi)** [S57]; dual-energy CT can tell calcium from gout [S26]
                - fatty lumps, a ring-shaped rash called granuloma annulare, a reaction to something stuck
                  in the skin, and bone in the skin
                - **a skin infection**, when a deposit after a drip is fresh [S57]
                - **warts and molluscum** on the face [S55]
            """,
        ),
        SectionContent(
            key="biopsy",
            title="Taking a sample (biopsy)",
            topics=("site:face", "type:calciphylaxis"),
            sources=("S55", "S61"),
            short="""
                A small sample of skin can settle what a lump is. In suspected calciphylaxis a sample can
                miss it and worsen the wound, so that decision belongs to a specialist.
            """,
            body="""
                A biopsy, a small sample of skin looked at under the microscope, can confirm calcium and
                rule out other things. It settled the matter for lumps on the face [S55].

                In suspected calciphylaxis it is different: the sample often misses it and can worsen wounds
                or bring infection [S61]. A specialist weighs that up.
            """,
        ),
    ),
)
