"""When to see a doctor: the red flags R1 to R12 and the advice around them."""

from education.content.shape import ArticleContent, SectionContent

ARTICLE = ArticleContent(
    slug="when-to-see-a-doctor",
    title="When to see a doctor",
    lede="The signs that mean phone now, phone today or ask soon, and what may wait for the next visit.",
    group="Help",
    sections=(
        SectionContent(
            key="any-unusual-bump",
            title="Any new or unusual bump",
            topics=("general", "event:noticed", "site:face"),
            sources=("S55",),
            short="""
                Not every white bump is calcium. Other skin conditions can look alike, and some need
                treatment of their own. Have a new or unusual bump looked at once.
            """,
            body="""
                A white or yellow bump is not proof of calcium. On the face, calcium lumps have been
                mistaken for warts or for a skin virus called molluscum [S55], and the reverse can happen
                too.

                Some skin conditions that look alike matter more than a calcium deposit. That is why any
                unusual bump deserves one look by a doctor, even when it doesn’t hurt.

                White bumps on the face can weigh on a person. That is reason enough to ask for help; you
                don’t need pain as an excuse.
            """,
        ),
        SectionContent(
            key="who-to-see",
            title="Which doctor",
            topics=("general",),
            short="""
                A dermatologist is the specialist for deposits in the skin. For the illness behind them you
                may also see a rheumatologist or a kidney doctor.
            """,
            body="""
                The dermatologist is the specialist for calcium in the skin. Often a second doctor looks
                after the illness behind it: a rheumatologist for systemic sclerosis, dermatomyositis or
                lupus, a kidney doctor when kidneys or minerals are the cause.

                Your family doctor can start: examine you, take blood, and refer you.

                Bring what you have: dates, photos with a ruler, lab results and the list of your medicines.
            """,
        ),
        SectionContent(
            key="infection-signs",
            title="Signs of infection",
            topics=("red_flag:R1",),
            urgency="same_day",
            sources=("S17", "S24"),
            short="""
                More pain, redness, warmth or swelling, or pus, can mean infection. Phone your clinic the
                same day.
            """,
            body="""
                Phone your clinic the same day if a deposit

                - hurts more than before
                - gets redder, warmer or more swollen
                - lets out pus or other new discharge

                In systemic sclerosis, starting treatment early may save tissue at a fingertip [S17].
                Redness, warmth and swelling are also the signs of an infection of the skin elsewhere [S24].

                A deposit can be inflamed without germs. You can’t tell the two apart at home, so phone.
            """,
        ),
        SectionContent(
            key="spreading-redness",
            title="Redness that spreads, or reaches the face",
            topics=("red_flag:R2",),
            urgency="same_day",
            sources=("S24",),
            short="""
                Redness that grows fast, reaches the face or an eye, or comes while your defences are weak,
                can’t wait. Phone now, at any hour.
            """,
            body="""
                Phone your clinic now, or the advice line at night and at weekends, if

                - the redness grows quickly
                - the face or an eye is affected
                - your defences are weak, through an illness or a medicine that dampens the immune system

                These are the usual reasons to get advice at once for a skin infection [S24]. It helps to
                draw around the red area with a pen and note the time.
            """,
        ),
        SectionContent(
            key="infection-with-fever",
            title="Infection with signs in the whole body",
            topics=("red_flag:R3",),
            urgency="emergency",
            sources=("S24",),
            short="""
                Signs of infection together with fever, a racing heart, fast breathing, vomiting, confusion
                or fainting are an emergency. Phone the emergency number.
            """,
            body="""
                Phone the emergency number at once if a deposit looks infected **and** there is one of these
                [S24]:

                - fever of 38 °C or more
                - a fast heartbeat or fast breathing
                - vomiting
                - confusion, or fainting
                - cold, clammy skin

                Don’t wait for the clinic to open, and don’t drive yourself.
            """,
        ),
        SectionContent(
            key="sore-not-healing",
            title="An open sore that doesn’t heal",
            topics=("red_flag:R4",),
            urgency="soon",
            sources=("S17",),
            short="""
                A sore over a deposit that isn’t closing needs a look. Infection of the joint or bone has to
                be ruled out, and sometimes surgery is needed.
            """,
            body="""
                Ask for a visit soon if an open sore over a deposit is not healing. The doctor will want to
                be sure that the joint or the bone beneath is not infected, and sometimes an operation is
                needed [S17].

                Write down the day it opened and take a photo each week. That tells more than memory.
            """,
        ),
        SectionContent(
            key="dark-painful-skin",
            title="Very painful, dark or net-like skin",
            topics=("red_flag:R5", "type:calciphylaxis"),
            urgency="same_day",
            sources=("S20", "S21", "S18", "S90"),
            short="""
                Very painful skin with a purple net, black areas, hard plates or black crusts can be
                calciphylaxis, which is dangerous. Get help the same day; with kidney disease or warfarin,
                phone the emergency number.
            """,
            body="""
                Get help the same day, or phone the emergency number if you feel ill, when you see

                - very painful skin with a purple, net-like pattern
                - black skin, or blackish crusts
                - hard, painful plates under the skin

                This can be calciphylaxis: small vessels close and the skin dies. Wounds can become infected
                and poison the blood [S20][S21][S90]. It concerns above all people with kidney disease, on
                dialysis, after a transplant, or on warfarin.

                A painful rash on warfarin is a reason to see a doctor at once [S18]. Don’t stop warfarin on
                your own: the doctor decides what replaces it.
            """,
        ),
        SectionContent(
            key="numbness-or-stiffness",
            title="Numb, tingling, weak or stiff near a deposit",
            topics=("red_flag:R6",),
            urgency="soon",
            sources=("S16", "S26"),
            short="""
                Numbness, tingling, weakness or a joint that moves less can mean a deposit presses on a
                nerve or blocks a joint. Ask for a visit soon.
            """,
            body="""
                Ask for a visit soon if you notice numbness, tingling, weakness, or a joint near a deposit
                that moves less than before.

                A deposit that presses on a nerve is one of the reasons to operate [S16]. Scans have shown
                calcium inside the narrow tunnel at the wrist through which a main nerve of the hand runs
                [S26].
            """,
        ),
        SectionContent(
            key="finger-changing-colour",
            title="A finger that changes colour, or a new fingertip sore",
            topics=("red_flag:R7",),
            urgency="same_day",
            sources=("S84", "S30"),
            short="""
                A finger that turns white, blue or black and stays so, or a new sore on a fingertip, may get
                too little blood. Phone your clinic the same day.
            """,
            body="""
                Phone your clinic the same day if a finger turns white, blue or black and doesn’t recover
                with warmth, or if a new sore appears on a fingertip. “The same day” is our own, careful
                choice of words.

                In systemic sclerosis, people with calcinosis also have poor blood flow to the fingers more
                often: the odds were about twice as high in one large study [S84], and others saw the same
                link [S30].
            """,
        ),
        SectionContent(
            key="high-calcium-signs",
            title="Signs of high calcium in the blood",
            topics=("red_flag:R8",),
            urgency="soon",
            sources=("S23",),
            short="""
                Great thirst, passing much urine, belly pain, nausea, constipation, bone pain and weakness
                can come from high calcium. Call your doctor; a blood test shows it.
            """,
            body="""
                Call your doctor if you notice [S23]

                - great thirst and passing a lot of urine
                - belly pain, nausea, vomiting or constipation
                - bone pain or weakness

                Each of these has many causes. A blood test tells whether calcium is one of them.
            """,
        ),
        SectionContent(
            key="high-calcium-emergency",
            title="Confusion, drowsiness or hardly any urine",
            topics=("red_flag:R9",),
            urgency="emergency",
            sources=("S23",),
            short="""
                Confusion, unusual drowsiness, a pounding heart or hardly any urine needs help at once,
                above all with signs of high calcium. Phone the emergency number.
            """,
            body="""
                Phone the emergency number if signs of high calcium come with confusion, unusual drowsiness,
                a pounding or irregular heartbeat, or hardly any urine.

                Too much calcium can disturb the heart and the brain [S23]. The exact list of signs is ours
                and careful; ask your own doctor what to watch for.
            """,
        ),
        SectionContent(
            key="fast-growth-or-bleeding",
            title="Fast growth, bleeding, or a lump unlike the others",
            topics=("red_flag:R10",),
            urgency="soon",
            short="""
                A lump that grows fast, bleeds or is unlike your others should be looked at, so that it is
                certain what it is.
            """,
            body="""
                Show a doctor any lump that grows fast, bleeds without a knock, or looks and feels unlike
                your other deposits. Most deposits grow slowly, so a fast one should be named with
                certainty.

                This is general advice for lumps in the skin; we found no study of it in calcinosis.
            """,
        ),
        SectionContent(
            key="swelling-after-a-drip",
            title="A hard, painful swelling after a calcium drip",
            topics=("red_flag:R11",),
            urgency="soon",
            sources=("S57", "S76"),
            short="""
                Calcium given by drip can leak into the skin and leave a hard, painful swelling days to
                weeks later. Tell a doctor soon and say where the drip was.
            """,
            body="""
                Tell a doctor soon about a new hard, red or painful swelling where a calcium drip ran days
                to weeks before [S57][S76]. In one report it showed after about two weeks and was first
                taken for a skin infection [S57].

                Say which hospital, which day and which arm or leg. That shortens the search.
            """,
        ),
        SectionContent(
            key="leave-it-alone",
            title="Don’t squeeze, cut or pierce",
            topics=("red_flag:R12",),
            urgency="advice",
            short="""
                Please don’t squeeze, cut or pierce a deposit at home. Open skin lets germs in. This is our
                own caution; we found no study of it.
            """,
            body="""
                Leave deposits closed. No squeezing, no needle, no blade, even when white material shines
                through. This is our own caution; we found no study that tested it. What we do know: open
                skin is a way in for germs.

                If one opens by itself, cover it with a clean dressing and ask your clinic how to care for
                it.
            """,
        ),
    ),
)
