"""Illnesses behind deposits (F26 to F32a, F38 to F41a)."""

from education.content.shape import ArticleContent, SectionContent

ARTICLE = ArticleContent(
    slug="illnesses-behind-it",
    title="Illnesses behind deposits",
    lede="Deposits are often the visible part of something else. These are the illnesses named most often.",
    group="The basics",
    sections=(
        SectionContent(
            key="systemic-sclerosis",
            title="Systemic sclerosis (scleroderma)",
            topics=(
                "condition:systemic_sclerosis",
                "condition:limited_systemic_sclerosis",
                "condition:localized_scleroderma",
                "condition:overlap_mctd",
                "lab:anticentromere_high",
            ),
            sources=("S31", "S8", "S30", "S84", "S13"),
            short="""
                About one in four people with systemic sclerosis has deposits, most often on the hands. They
                go together with poor blood flow to the fingers, so warm hands matter.
            """,
            body="""
                Among 5,218 people with systemic sclerosis, about one in four had calcinosis [S31]. At the
                Mayo Clinic 24 of 78 people with calcinosis had scleroderma [S8]. Hands are the usual place
                [S30].

                People with deposits also have poor blood flow to the fingers more often [S84]. Reviews
                advise not to smoke, to avoid cold and knocks, and to treat Raynaud and fingertip sores
                [S13].
            """,
        ),
        SectionContent(
            key="raynaud",
            title="Raynaud: fingers that turn white or blue",
            topics=(
                "condition:raynaud",
                "treatment:nifedipine",
                "treatment:sildenafil",
                "treatment:bosentan",
                "treatment:iloprost",
            ),
            sources=("S13", "S14", "S84"),
            short="""
                Reviews advise treating Raynaud well when there are deposits: keep warm, don’t smoke, spare
                the fingers. Whether this makes a deposit smaller isn’t known.
            """,
            body="""
                In a Raynaud attack, fingers turn white or blue because their vessels tighten. In systemic
                sclerosis, deposits and poor blood flow go together [S84]. Reviews advise to stay out of the
                cold, not to smoke and to treat Raynaud and fingertip sores [S13].

                Medicines that widen vessels are used for the circulation. One group of them, prostacyclins,
                may hold promise for calcinosis too, but that is not shown [S14].

                A finger that stays white, blue or black: phone the same day.
            """,
            unknown="Whether better blood flow makes deposits smaller.",
        ),
        SectionContent(
            key="dermatomyositis",
            title="Dermatomyositis in adults",
            topics=(
                "condition:dermatomyositis_adult",
                "lab:anti_mda5_high",
                "lab:anti_nxp2_high",
                "lab:ck_high",
                "lab:aldolase_high",
            ),
            sources=("S8", "S14"),
            short="""
                Dermatomyositis is a leading cause. Up to 20 of 100 adults with it get deposits. Treating
                the muscle and skin inflammation early and well comes first.
            """,
            body="""
                Dermatomyositis inflames skin and muscles. It was the largest group, 30 of 78, in the Mayo
                Clinic series of people with calcinosis [S8]. Up to 20 of 100 adults with dermatomyositis
                get deposits [S14].

                Two antibodies, MDA5 and NXP2, are linked with them [S14]. The illness itself is treated
                with medicines that calm the immune system. Once deposits have formed, there is little proof
                that any drug dissolves them [S14].
            """,
        ),
        SectionContent(
            key="juvenile-dermatomyositis",
            title="Dermatomyositis in children",
            topics=("condition:dermatomyositis_juvenile", "age:child", "lab:anti_nxp2_high"),
            sources=("S14", "S56", "S15", "S85"),
            short="""
                Between 20 and 40 of 100 children with dermatomyositis get deposits, often at elbows and
                knees. Treating the illness early and strongly may prevent them.
            """,
            body="""
                Between 20 and 40 of 100 children with dermatomyositis get deposits [S14]. They sit at
                elbows, knees, trunk, hands, feet, buttocks and head [S56]. The NXP2 antibody is linked with
                them [S85].

                Treating the illness early and strongly may prevent deposits; once they are there, little is
                proven [S14]. The children’s rheumatologist leads.

                For you as a parent: photos in the same pose, a ruler beside the spot, and a note of what
                your child can’t do help the most. No photos of private parts are kept in a child’s record.
            """,
        ),
        SectionContent(
            key="lupus",
            title="Lupus",
            topics=("condition:sle", "condition:lupus_skin", "condition:panniculitis", "lab:ana_high"),
            sources=("S1", "S8"),
            short="""
                Lupus of the skin, of the fat under it, or of the whole body can lead to deposits. They lie
                where tissue was inflamed.
            """,
            body="""
                Deposits are seen with lupus of the skin, with lupus that inflames the fat under the skin,
                and with lupus of the whole body [S1][S8]. They lie where inflammation has damaged tissue.
            """,
        ),
        SectionContent(
            key="rheumatoid-arthritis",
            title="Rheumatoid arthritis",
            topics=("condition:rheumatoid_arthritis",),
            sources=("S8", "S62"),
            short="""
                Rheumatoid arthritis is a rare cause: 1 of 78 people in one large series. Ask whether
                another reason fits better.
            """,
            body="""
                Rheumatoid arthritis is named as a cause [S62], but it is a rare one: 1 of 78 people in the
                Mayo Clinic series [S8]. It is fair to ask whether another illness fits better.
            """,
        ),
        SectionContent(
            key="skin-damage",
            title="Acne, infections, veins, burns and scars",
            topics=(
                "condition:acne",
                "condition:skin_infection",
                "condition:varicose_veins",
                "condition:burn",
                "condition:scar",
                "condition:skin_ulcer",
            ),
            sources=("S1",),
            short="""
                Skin that was damaged can calcify: after acne, infections, varicose veins or injuries. Blood
                values are normal then.
            """,
            body="""
                Damaged skin can calcify years later. Acne, skin infections and varicose veins are on the
                list, as is damage by force or chemicals [S1]. Burns are named too, though the source we
                trust most doesn’t list them by name.
            """,
        ),
        SectionContent(
            key="growths-and-inherited",
            title="Growths and inherited conditions",
            topics=("type:dystrophic", "type:idiopathic"),
            sources=("S1",),
            short="""
                Some growths in the skin, cysts, inflamed fat and a few inherited illnesses of connective
                tissue can calcify. Your dermatologist thinks of them when the usual causes don’t fit.
            """,
            body="""
                Calcium can form inside growths and cysts: a harmless growth of hair follicles
                (pilomatrixoma), cysts, and basal cell cancer of the skin. Inflamed fat (panniculitis) and
                inherited illnesses such as Ehlers-Danlos, Werner and Rothmund-Thomson syndrome and
                pseudoxanthoma elasticum are on the list too [S1].
            """,
        ),
        SectionContent(
            key="kidney-disease",
            title="Chronic kidney disease",
            topics=(
                "condition:chronic_kidney_disease",
                "condition:end_stage_kidney_disease",
                "condition:dialysis",
                "condition:kidney_transplant",
                "lab:phosphate_high",
                "lab:creatinine_high",
                "lab:bun_high",
                "lab:urea_high",
                "treatment:sevelamer",
                "treatment:phosphate_binder",
                "treatment:aluminium_hydroxide",
                "treatment:cinacalcet",
                "treatment:dialysis_change",
            ),
            sources=("S1", "S2", "S3", "S20"),
            short="""
                Weak kidneys let phosphate rise, and phosphate binds calcium. Bringing the minerals back
                into range is the first step. Very painful, dark skin needs help the same day.
            """,
            body="""
                When kidneys are weak, phosphate stays in the blood and active vitamin D falls. High
                phosphate binds calcium, and salts settle [S1][S2]. Kidney disease is a well-known cause of
                the metastatic type.

                Phosphate binders, diet and dialysis are the kidney team’s tools. Binders with aluminium or
                magnesium can be harmful when kidneys fail, so take none without asking [S3].

                People with kidney failure are those at risk of calciphylaxis [S20]. Very painful, purple or
                black skin: get help the same day.
            """,
        ),
        SectionContent(
            key="hyperparathyroidism",
            title="Overactive parathyroid glands",
            topics=("condition:hyperparathyroidism", "lab:pth_high", "treatment:cinacalcet"),
            sources=("S1", "S23"),
            short="""
                The parathyroid glands steer calcium. When they are overactive, blood calcium rises and
                deposits can follow. A blood test for their hormone (PTH) shows it.
            """,
            body="""
                Four small glands in the neck make parathyroid hormone (PTH), which raises blood calcium. If
                they are overactive by themselves or because of kidney disease, calcium can settle in the
                skin [S1]. The test is the PTH level together with calcium [S23].
            """,
        ),
        SectionContent(
            key="sarcoidosis",
            title="Sarcoidosis",
            topics=("condition:sarcoidosis",),
            sources=("S1",),
            short="""
                Sarcoidosis can raise blood calcium and so lead to deposits. Calcium in the blood is checked
                for that reason.
            """,
            body="""
                Sarcoidosis is an illness with small inflamed knots in lungs, skin or elsewhere. It can
                raise blood calcium, and it is on the list of causes of the metastatic type [S1].
            """,
        ),
        SectionContent(
            key="cancer",
            title="Cancer",
            topics=("condition:cancer",),
            sources=("S1",),
            short="""
                Some cancers raise blood calcium, and deposits can follow. That is one of several
                explanations for high calcium. “Metastatic calcinosis” does not mean that cancer has spread.
            """,
            body="""
                Some cancers make substances that raise blood calcium, and then calcium can settle in the
                skin [S1]. High calcium has many causes; a cancer is only one of them. The name “metastatic
                calcinosis” does not say that a cancer has spread.
            """,
        ),
        SectionContent(
            key="other-metastatic-causes",
            title="Vitamin D, milk-alkali syndrome, bone disease",
            topics=("condition:vitamin_d_excess", "condition:paget", "lab:vitamin_d_25_high"),
            sources=("S1",),
            short="""
                Far too much vitamin D, milk-alkali syndrome and bone diseases such as Paget can raise
                calcium. Tell your doctor what supplements you take.
            """,
            body="""
                Other causes of the metastatic type are far too much vitamin D, milk-alkali syndrome, and
                diseases that break down bone, such as Paget disease [S1].

                List everything you take, including tablets without prescription.
            """,
        ),
    ),
)
