"""Routes and types (F21 to F25, F33 to F37, F42, F43)."""

from education.content.shape import ArticleContent, SectionContent

ARTICLE = ArticleContent(
    slug="causes-and-types",
    title="Causes and types",
    lede="Two ways calcium gets into the skin, and the five types that doctors tell apart.",
    group="The basics",
    sections=(
        SectionContent(
            key="two-routes",
            title="How calcium gets into the skin",
            topics=("general", "lab:calcium_phosphate_product_high"),
            sources=("S1", "S2", "S4"),
            short="""
                There are two main ways. Either blood calcium or phosphate is too high, or tissue was
                damaged and gathers calcium although the blood is normal.
            """,
            body="""
                **Too much in the blood.** When blood calcium or phosphate is abnormally high, salts can
                fall out into the skin. Doctors multiply the two values; deposits become likely when the
                product passes about 70 mg²/dL² [S2][S4].

                **Damaged tissue.** Injured cells let calcium in. Altered proteins bind phosphate, and
                phosphate binds calcium [S4]. The damage need not be an accident: inflammation, a growth or
                dead tissue count as well [S1].
            """,
            unknown="The exact steps: the mechanism is not completely understood. [S4]",
        ),
        SectionContent(
            key="five-types",
            title="Five types",
            topics=("general",),
            sources=("S1", "S2", "S4", "S5", "S6", "S65"),
            short="""
                Doctors tell five types apart: dystrophic, metastatic, iatrogenic, idiopathic and
                calciphylaxis. The type tells which tests and which treatments make sense.
            """,
            body="""
                | Type | What lies behind it | Calcium and phosphate in the blood |
                |---|---|---|
                | Dystrophic | damaged or inflamed tissue | normal |
                | Metastatic | too much calcium or phosphate | high |
                | Iatrogenic | a treatment or procedure | differs |
                | Idiopathic | no cause found | normal |
                | Calciphylaxis | calcified small vessels | differs |

                Some books count four and describe calciphylaxis apart [S1][S4]; others count five
                [S2][S5][S6][S65]. We use five, because calciphylaxis needs a different and faster answer.
            """,
        ),
        SectionContent(
            key="type-dystrophic",
            title="Dystrophic: after damage to the tissue",
            topics=("type:dystrophic", "condition:panniculitis", "condition:porphyria_cutanea_tarda"),
            sources=("S1", "S2", "S4", "S5", "S6"),
            short="""
                This is the most common type. Calcium gathers where tissue is damaged or inflamed, while
                calcium and phosphate in the blood are normal. The lumps grow slowly.
            """,
            body="""
                Dystrophic calcinosis is the most common type [S2][S5][S6]. Calcium gathers in tissue that
                was damaged or inflamed. Blood calcium and phosphate are **normal** [S1][S2]. The lumps form
                and grow slowly.

                The right word is *dystrophic* [S1][S4]. Some texts say “dysmorphic” when they mean
                dystrophic; that is a mix-up, not another type.

                Illnesses of the connective tissue are the best-known reason: systemic sclerosis,
                dermatomyositis, lupus. Injuries, infections and growths in the skin can do it too.
            """,
        ),
        SectionContent(
            key="type-metastatic",
            title="Metastatic: too much calcium or phosphate",
            topics=(
                "type:metastatic",
                "lab:phosphate_high",
                "lab:calcium_total_high",
                "lab:calcium_corrected_high",
                "lab:calcium_ionised_high",
                "lab:calcium_phosphate_product_high",
                "condition:hypercalcaemia",
                "condition:phosphate_disorder",
            ),
            sources=("S1", "S2", "S4", "S5"),
            short="""
                Here calcium or phosphate in the blood is too high, and the skin itself was healthy. The
                word “metastatic” has nothing to do with cancer that spreads. Treating the cause comes
                first.
            """,
            body="""
                In the metastatic type, calcium or phosphate in the blood is abnormally high and settles in
                healthy tissue [S1][S2][S5]. Phosphate binds calcium by nature; the higher the product of
                the two, the easier salts form, above all past about 70 mg²/dL² [S2][S4].

                The name sounds frightening. Here “metastatic” only means “moved to another place”; it does
                not say that a cancer has spread.

                Kidney disease, overactive parathyroid glands, sarcoidosis and some cancers are among the
                causes [S1]. So the answer starts with blood tests and with the illness behind them.
            """,
        ),
        SectionContent(
            key="type-iatrogenic",
            title="Iatrogenic: after a treatment",
            topics=("type:iatrogenic", "red_flag:R11"),
            sources=("S1", "S2", "S57", "S76", "S58", "S58b"),
            short="""
                “Iatrogenic” means caused by a treatment. Most often calcium leaked from a drip into the
                skin. It is a local event and not a sign that you ate too much calcium.
            """,
            body="""
                Iatrogenic deposits are a side effect of a treatment or procedure, mostly just where it was
                done [S1]:

                - calcium, or phosphate, given by drip, above all when calcium gluconate or chloride leaks
                  beside the vein [S57][S76]
                - repeated heel pricks in newborn babies [S1]
                - wound dressings with calcium alginate, and calcium paste under electrodes [S1]

                It is *not* a matter of eating or drinking too much calcium. A leak can show as a hard, red,
                painful place days to weeks later [S57]. Tell a doctor soon.

                In old texts you may find calcium drips for tuberculosis. That was tried about a century ago
                and is history [S58][S58b]; today calcium is given by drip for low blood calcium.
            """,
        ),
        SectionContent(
            key="electrode-paste",
            title="Electrode paste in brain-wave and muscle tests",
            topics=("type:iatrogenic",),
            sources=("S1", "S2"),
            short="""
                Paste with calcium chloride under electrodes can leave deposits. This concerns recordings of
                brain waves (EEG) and muscles (EMG), not brain scans.
            """,
            body="""
                To record brain waves (EEG) or muscle signals (EMG), electrodes are stuck to the skin with a
                paste. Paste that contains calcium chloride can leave deposits [S1][S2]. A brain *scan* (CT
                or MRI) needs no such paste.
            """,
            unknown="How often this happens today.",
        ),
        SectionContent(
            key="type-idiopathic",
            title="Idiopathic: no cause found",
            topics=("type:idiopathic", "site:scrotum"),
            sources=("S1", "S2"),
            short="""
                Here blood values are normal, the tissue was healthy, and no illness is found. Usually only
                one area is affected.
            """,
            body="""
                “Idiopathic” means that doctors looked for a cause and found none: blood values are normal
                and no damage is known [S1][S2]. Usually one area is affected. Lumps on the scrotum, small
                lumps under the surface in children, and a form with large lumps called tumoral calcinosis
                belong here.

                No cause found is good news in one way: there is no illness behind it that needs treatment.
            """,
        ),
        SectionContent(
            key="type-calciphylaxis",
            title="Calciphylaxis: rare and dangerous",
            topics=(
                "type:calciphylaxis",
                "condition:end_stage_kidney_disease",
                "condition:dialysis",
                "treatment:thiosulfate_iv",
                "treatment:hyperbaric_oxygen",
                "treatment:dialysis_change",
                "treatment:cinacalcet",
                "treatment:apixaban",
            ),
            sources=("S20", "S21", "S19", "S22", "S80", "S81"),
            short="""
                In calciphylaxis small vessels calcify, and the skin above starves and becomes very painful.
                It is rare, dangerous and mostly concerns people with kidney failure. It is treated in
                hospital.
            """,
            body="""
                In calciphylaxis calcium lines the small blood vessels. The skin above gets too little
                blood, becomes very painful and can die; wounds become infected [S20][S80]. Many people die
                of it: in one overview between 45 and 80 of 100 within a year [S21].

                It mostly concerns people with kidney failure, on dialysis or with a transplant, but it also
                happens with healthy kidneys, for instance on warfarin [S19][S20]. On dialysis in the United
                States about 35 of 10,000 people are affected [S20]; other sources give one to four of 100
                [S21][S81].

                Treatment is a matter for a hospital team: wound care, thiosulfate by drip, changes of
                dialysis and of medicines, sometimes oxygen in a pressure chamber [S22][S80]. Steroid
                tablets are named among the things to avoid [S21][S22].

                If you see very painful, purple or black skin, get help the same day.
            """,
        ),
    ),
)
