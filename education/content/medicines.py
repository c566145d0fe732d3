"""Medicines that were tried, and what is known of each (F58 to F69, F74a)."""

from education.content.shape import ArticleContent, SectionContent

_ASK = "Don’t start, stop or change a medicine without the person who prescribed it."

ARTICLE = ArticleContent(
    slug="medicines",
    title="Medicines",
    lede="Many have been tried. What is known about each one, how sure it is, and which should not be used.",
    group="Treatment",
    sections=(
        SectionContent(
            key="many-tried",
            title="Many were tried, none is proven",
            topics=("general",),
            sources=("S15", "S7", "S17"),
            short="""
                Many medicines have been tried. None has been shown convincingly to prevent or shrink
                deposits; most studies are small. That is a reason to decide together and to measure what
                happens.
            """,
            body="""
                It is tempting to say: many causes, so many treatments. More honest is: many were tried, and
                none has convincingly prevented or reduced deposits [S15]. One review found 30 studies with
                288 people in all, most of them of low quality [S7]. A guideline says that no drug has
                established value [S17].

                So a treatment is a trial of its own. Agree beforehand what you hope for, how it is measured
                and when you will look again.
            """,
            unknown="Which person is helped by which medicine.",
        ),
        SectionContent(
            key="no-treatment",
            title="When nothing needs to be done",
            topics=("general", "event:closed", "event:gone"),
            sources=("S16", "S66"),
            short="""
                Lumps that don’t bother you need no treatment. Still find out the cause once, and know the
                signs that mean phone.
            """,
            body="""
                A deposit that doesn’t bother you doesn’t have to be treated [S16][S66]. Watching it is a
                decision too.

                Two things hold all the same: the cause should be looked for once, and the warning signs
                count for every deposit.
            """,
        ),
        SectionContent(
            key="calcium-channel-blockers",
            title="Calcium channel blockers",
            topics=(
                "treatment:amlodipine",
                "treatment:verapamil",
                "treatment:diltiazem",
                "treatment:nifedipine",
            ),
            sources=("S3", "S7", "S8", "S17", "S88"),
            short="""
                These are medicines for blood pressure and heart. They are often named first for calcinosis,
                but only diltiazem has some support, and that is weak. They are thought to keep calcium out
                of cells.
            """,
            body="""
                Calcium channel blockers are heart and blood-pressure medicines. They are often named as the
                first choice for calcinosis. In truth only **diltiazem** has support, and that is weak: 9 of
                17 people had a partial response [S8], and a review says it “might be useful” [S7]. One
                guideline says no drug has established value [S17]. For calcinosis they are used outside
                their approval.

                They are *thought to* work by keeping calcium out of cells [S3][S88]. That is an idea and
                not a proven fact.
            """,
        ),
        SectionContent(
            key="diltiazem",
            title="Diltiazem: what is known",
            topics=("treatment:diltiazem",),
            sources=("S8", "S9", "S7", "S67"),
            short=f"""
                In one clinic’s series, 9 of 17 people had a partial response to diltiazem. That is weak
                evidence. It is used outside its approval. {_ASK}
            """,
            body=f"""
                Diltiazem (one brand name is Cardizem) is the calcium channel blocker with the most support.
                At the Mayo Clinic 9 of 17 people had a partial response [S8]. In another small series all
                four people who took a high dose for one to twelve years were helped [S9]; low doses did
                little [S67]. Reviews call this weak evidence [S7].

                Worth writing down: dose, start, dizziness, swollen ankles, pulse and blood pressure. {_ASK}
            """,
        ),
        SectionContent(
            key="amlodipine",
            title="Amlodipine: not studied for this",
            topics=("treatment:amlodipine",),
            sources=("S7", "S8"),
            short=f"""
                Amlodipine is often listed beside diltiazem. We found no study of it in calcinosis. You may
                well take it for blood pressure or circulation; keep doing so. {_ASK}
            """,
            body=f"""
                Amlodipine (one brand name is Norvasc) belongs to the same family as diltiazem and is often
                listed beside it. In the sources we read there is no study of amlodipine for calcinosis; the
                reviews of treatment speak of diltiazem [S7][S8].

                It may be right for you for another reason, such as blood pressure. {_ASK}
            """,
        ),
        SectionContent(
            key="verapamil",
            title="Verapamil: did not help",
            topics=("treatment:verapamil",),
            sources=("S9",),
            short=f"""
                Verapamil was ineffective against calcinosis in the one report we found; one person got
                worse on it. If you take it for your heart, that is another matter. {_ASK}
            """,
            body=f"""
                Verapamil (one brand name is Verelan) is sometimes listed as an option. It was ineffective:
                120 mg a day for 18 months did not help, and one person got worse and improved after
                changing to diltiazem [S9].

                It can be right for the heart or for blood pressure. {_ASK}
            """,
        ),
        SectionContent(
            key="prednisone",
            title="Prednisone and other steroid tablets",
            topics=("treatment:prednisone", "treatment:prednisolone"),
            sources=("S3", "S13", "S21", "S22"),
            short=f"""
                Prednisone calms inflammation and treats the illness behind deposits. It has not been shown
                to shrink deposits. {_ASK}
            """,
            body=f"""
                Prednisone lowers inflammation and is used for the illness behind the deposits. That it
                shrinks deposits is **not shown**. What sources do support are steroid *injections* against
                inflammation [S3][S13].

                In calciphylaxis steroids are named among the things to avoid [S21][S22].

                {_ASK} Steroid tablets are tapered step by step.
            """,
        ),
        SectionContent(
            key="steroid-injection",
            title="Steroid injections",
            topics=("treatment:triamcinolone_injection", "event:inflamed"),
            sources=("S3", "S13"),
            short="""
                A steroid injected into or around an inflamed deposit may calm the inflammation. It doesn’t
                remove the calcium.
            """,
            body="""
                A doctor can inject a steroid such as triamcinolone into or around an inflamed deposit to
                calm it [S3][S13]. It is aimed at the inflammation, not at the calcium.

                Note the day, which deposit, and how it felt after one and two weeks.
            """,
        ),
        SectionContent(
            key="colchicine",
            title="Colchicine",
            topics=("treatment:colchicine", "event:inflamed"),
            sources=("S13", "S3", "S15"),
            short=f"""
                Colchicine is used against inflammation around deposits and helped some people. It has not
                been shown to shrink deposits. Diarrhoea is worth noting. {_ASK}
            """,
            body=f"""
                Colchicine (one brand name is Colcrys) is used for inflammation around deposits [S13] and
                was beneficial in some people [S3]. That it shrinks deposits is not shown; no drug has been
                shown to do so convincingly [S15].

                Write down dose and diarrhoea. {_ASK}
            """,
        ),
        SectionContent(
            key="warfarin",
            title="Warfarin: not for calcinosis",
            topics=("treatment:warfarin", "condition:long_term_anticoagulant", "treatment:apixaban"),
            sources=("S7", "S3", "S89", "S18", "S19", "S22"),
            short="""
                Warfarin should not be used to treat calcinosis. If you take it for another reason, never
                stop it on your own; ask who prescribed it. Very painful, purple or black skin needs help
                the same day.
            """,
            body="""
                Warfarin (one brand name is Coumadin) was once tried in low doses. It **should not be used**
                to treat calcinosis: a small randomised trial and four older studies speak against it [S7],
                and so does a second reference work [S3].

                It can even further calcium in tissue [S89]. The British medicines agency warns of
                calciphylaxis [S18]; 18 cases without severe kidney disease were collected, after 32 months
                on warfarin on average [S19]. In calciphylaxis care another blood thinner is used instead
                [S22].

                **If you take warfarin for another reason, such as a clot or the heartbeat: never stop it on
                your own.** Ask the doctor who prescribed it whether it is still the best choice. A painful
                rash on warfarin is a reason to see a doctor at once [S18].
            """,
        ),
        SectionContent(
            key="minocycline",
            title="Minocycline and other antibiotics",
            topics=("treatment:minocycline", "treatment:doxycycline"),
            sources=("S10", "S13", "S73"),
            short=f"""
                In one small study 8 of 9 people with systemic sclerosis got better on low-dose minocycline,
                after one month at the earliest. Deposits can turn blue-black; that is the medicine. {_ASK}
            """,
            body=f"""
                Minocycline is an antibiotic that also calms inflammation. In one small study 8 of 9 people
                with systemic sclerosis got better; the first after one month, on average after nearly five
                [S10]. Some doctors give it in cycles [S13][S73].

                Deposits can turn blue-black on it [S10]. Note that as a colour, so nobody mistakes it for
                poor blood flow; if a whole fingertip changes colour, phone.

                For doxycycline, a relative, we found nothing firm. {_ASK}
            """,
        ),
        SectionContent(
            key="antibiotics-for-infection",
            title="Antibiotics for an infected deposit",
            topics=(
                "event:infected",
                "treatment:cephalexin",
                "treatment:dicloxacillin",
                "treatment:clindamycin",
                "treatment:ceftriaxone",
            ),
            sources=("S13", "S17", "S6"),
            short="""
                An infected deposit is treated with antibiotics. In systemic sclerosis starting early may
                save tissue at a fingertip. Finish the course as agreed, and phone if it gets worse.
            """,
            body="""
                When germs have got in, the usual skin antibiotics are used [S13]. In systemic sclerosis
                starting early may save tissue at a fingertip [S17]. Ceftriaxone by drip is known from
                single reports only [S6].

                Write down the first and last day and which deposit it was for. If redness spreads or fever
                comes, phone again, during the course too.
            """,
        ),
        SectionContent(
            key="bisphosphonates",
            title="Bisphosphonates and probenecid",
            topics=(
                "treatment:alendronate",
                "treatment:pamidronate",
                "treatment:etidronate",
                "treatment:zoledronic_acid",
                "treatment:probenecid",
            ),
            sources=("S7", "S67", "S3", "S99"),
            short=f"""
                Bisphosphonates are bone medicines that might be useful; results are mixed and the evidence
                is weak. {_ASK}
            """,
            body=f"""
                Bisphosphonates are medicines for bone. A review says they might be useful [S7]; others
                report mixed results [S67]. Etidronate may raise phosphate [S3]. One series gave pamidronate
                together with diltiazem to 14 people [S99]. For probenecid, a gout medicine, some benefit
                has been reported [S3].

                All this is weak evidence. {_ASK}
            """,
        ),
        SectionContent(
            key="thiosulfate",
            title="Sodium thiosulfate",
            topics=(
                "treatment:thiosulfate_topical",
                "treatment:thiosulfate_injected",
                "treatment:thiosulfate_iv",
            ),
            sources=("S11", "S3", "S7", "S22"),
            short="""
                Thiosulfate is used as a cream or injected into a deposit. Pooled with other local methods,
                about two thirds or more got better, but the studies are small. By drip it belongs to
                calciphylaxis.
            """,
            body="""
                Sodium thiosulfate can be put on the skin as a cream or injected into a deposit. A review
                pooled it with other local methods: 64 to 81 of 100 had a partial or complete remission; the
                cream was used for about five months on average, and injections hurt more than 11 of 100
                people [S11]. Another review rates injections as weak evidence [S7].

                By drip it is used for calciphylaxis [S3][S22]. For calcinosis it is used outside its
                approval [S3].

                Note strength, how often, and stinging.
            """,
        ),
        SectionContent(
            key="immune-medicines",
            title="Rituximab, TNF and JAK blockers, immunoglobulin",
            topics=(
                "treatment:rituximab",
                "treatment:infliximab",
                "treatment:adalimumab",
                "treatment:abatacept",
                "treatment:anakinra",
                "treatment:tofacitinib",
                "treatment:baricitinib",
                "treatment:ivig",
            ),
            sources=("S7", "S15", "S68", "S68b"),
            short=f"""
                These calm the immune system. For calcinosis they are known from small series and single
                reports: a promise, not proof. Infections need faster help while you take them. {_ASK}
            """,
            body=f"""
                - **Rituximab**: called promising, weak evidence [S7].
                - **TNF blockers** (infliximab, adalimumab): in children with dermatomyositis, weak evidence
                  [S7].
                - **Immunoglobulin by drip, abatacept, anakinra**: series or single reports in
                  dermatomyositis [S15].
                - **JAK blockers**: two people with dermatomyositis on tofacitinib had stable or smaller
                  deposits and no new ones in 28 weeks [S68]; for children called emerging [S68b].

                A medicine that dampens the defences makes infections more urgent: phone the same day.
                {_ASK}
            """,
        ),
        SectionContent(
            key="treating-the-illness",
            title="Treating the illness behind it",
            topics=(
                "treatment:methotrexate",
                "treatment:mycophenolate",
                "treatment:azathioprine",
                "treatment:hydroxychloroquine",
                "treatment:cyclophosphamide",
                "condition:dermatomyositis_juvenile",
                "condition:dermatomyositis_adult",
                "type:dystrophic",
            ),
            sources=("S3", "S5", "S14"),
            short="""
                The best results in the long run come from treating the illness behind the deposits. In
                children with dermatomyositis, early and strong treatment may prevent them.
            """,
            body="""
                In the long run treating the cause matters most [S3][S5]. Medicines such as methotrexate,
                mycophenolate or hydroxychloroquine are aimed at the illness, not at the lumps [S14].

                In children with dermatomyositis early, strong treatment may prevent calcinosis. Once
                deposits have formed, there is little proof that these medicines take them away [S14].
            """,
        ),
    ),
)
