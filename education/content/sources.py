"""The sources of the shipped articles: key -> (title, address, read in part). Weak ones are not listed."""

# Title as a person would look for it. True: only a summary, an opening or an excerpt was read.
SOURCES: dict[str, tuple[str, str, bool]] = {
    "S1": ("DermNet: Calcinosis cutis, 2024", "https://dermnetnz.org/topics/calcinosis-cutis", True),
    "S2": ("StatPearls: Calcinosis Cutis", "https://www.statpearls.com/sp/md/393/18768/", True),
    "S3": (
        "Medscape: Calcinosis Cutis, treatment",
        "https://emedicine.medscape.com/article/1103137-treatment",
        True,
    ),
    "S4": (
        "Medscape: Calcinosis Cutis, background",
        "http://img.medscape.com/pi/iphone/medscapeapp/html/A1103137-business.html",
        True,
    ),
    "S4b": (
        "Delgado-Márquez and others 2015, Actas Dermo-Sifiliográficas: shock waves for calcified leg ulcers",
        "https://actasdermo.org/en-effectiveness-extracorporeal-shock-wave-lithotripsy-articulo-S1578219014003308",
        True,
    ),
    "S5": (
        "UpToDate: Calcinosis cutis, etiology and patient evaluation",
        "http://www.uptodate.com/contents/calcinosis-cutis-etiology-and-patient-evaluation",
        True,
    ),
    "S6": (
        "Jiménez-Gallo and others 2015, Actas Dermo-Sifiliográficas",
        "https://actasdermo.org/en-calcinosis-cutis-calciphylaxis-articulo-S1578219015002802",
        True,
    ),
    "S7": (
        "Traineau and others 2020, J Am Acad Dermatol 82:317",
        "https://doi.org/10.1016/j.jaad.2019.07.006",
        True,
    ),
    "S8": (
        "Balin and others 2012, Archives of Dermatology (78 people at the Mayo Clinic)",
        "http://archderm.jamanetwork.com/article.aspx?doi=10.1001/archdermatol.2011.2052",
        True,
    ),
    "S9": ("Palmieri and others 1995 (diltiazem)", "https://pubmed.ncbi.nlm.nih.gov/7488286/", True),
    "S10": (
        "Robertson and others 2003, Annals of the Rheumatic Diseases (minocycline)",
        "https://ard.bmj.com/content/62/3/267.full",
        True,
    ),
    "S11": (
        "Nowaczyk and others 2021, Archives of Dermatological Research (local treatments)",
        "https://link.springer.com/doi/10.1007/s00403-021-02264-5",
        True,
    ),
    "S12": (
        "Iontophoresis pilot 2005, Rheumatology 44:536",
        "https://doi.org/10.1093/rheumatology/keh536",
        True,
    ),
    "S13": (
        "Valenzuela and Chung 2016 (management in systemic sclerosis)",
        "https://doi.org/10.1007/s40674-016-0035-x",
        True,
    ),
    "S14": (
        "Review of calcinosis in dermatomyositis (PMC10269219)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC10269219",
        True,
    ),
    "S15": (
        "Management of calcinosis associated with dermatomyositis",
        "https://discovery.researcher.life/article/management-of-calcinosis-associated-with-dermatomyositis/c4475b76d7ab391cad73f47cc0154f6e",
        True,
    ),
    "S16": (
        "Scleroderma Association of BC: Calcinosis in systemic sclerosis",
        "https://sclerodermabc.ca/resources/scleroderma-resource-hub/everything-scleroderma/calcinosis-in-systemic-sclerosis",
        False,
    ),
    "S17": (
        "Therapeutic Guidelines (Australia), Rheumatology: systemic sclerosis",
        "https://www.tg.org.au/",
        False,
    ),
    "S18": (
        "MHRA Drug Safety Update: warfarin, reports of calciphylaxis",
        "https://gov.uk/drug-safety-update/warfarin-reports-of-calciphylaxis",
        False,
    ),
    "S19": (
        "Warfarin-associated nonuremic calciphylaxis, JAMA Dermatology 2017",
        "https://pubmed.ncbi.nlm.nih.gov/28099971/",
        True,
    ),
    "S20": (
        "Cleveland Clinic: Calciphylaxis",
        "https://my.clevelandclinic.org/health/diseases/22359-calciphylaxis",
        True,
    ),
    "S21": (
        "Palliative Care Network Fast Fact: uremic calciphylaxis",
        "https://www.mypcnow.org/fast-fact/uremic-calciphylaxis/",
        True,
    ),
    "S22": (
        "Mayo Clinic: Calciphylaxis, tests and treatment (2015)",
        "http://www.mayoclinic.org/diseases-conditions/calciphylaxis/care-at-mayo-clinic/tests-diagnosis/con-20034283",
        False,
    ),
    "S23": (
        "Mayo Clinic: Hypercalcemia",
        "https://www.mayoclinic.org/diseases-conditions/hypercalcemia/symptoms-causes/syc-20355523",
        False,
    ),
    "S24": (
        "NHS text on cellulitis, as shown by Stow Surgery",
        "http://www.stowsurgery.co.uk/Library/Conditions/Articles/cellulitis/symptoms",
        False,
    ),
    "S25": (
        "Mar and others 2021, Clinical Rheumatology (imaging in systemic sclerosis)",
        "https://doi.org/10.1007/s10067-021-05696-6",
        True,
    ),
    "S26": (
        "Hsu and others (dual-energy CT of the hands)",
        "http://ard.bmj.com/content/73/Suppl_2/571.1",
        True,
    ),
    "S27": (
        "Evaluation of calcinosis in juvenile dermatomyositis and systemic sclerosis (bone scan)",
        "https://discovery.researcher.life/article/evaluation-of-dystrophic-calcinosis-in-juvenile-dermatomyositis-and-systemic-sclerosis/2eee463847ea3ec2980cc28265e6a1e6",
        True,
    ),
    "S28": (
        "Ultrasound and X-ray in systemic sclerosis, summary of a study",
        "https://www.plexusmd.com/md/post/Study-Ultrasound-Detection-in-Systemic-Sclerosis-of-Calcinosis-and-its-Association-With-Ulnar-Artery-Occlusion/70808",
        True,
    ),
    "S29": (
        "Bartoli and others 2016, Rheumatology (316 deposits)",
        "https://doi.org/10.1093/rheumatology/kew193",
        True,
    ),
    "S30": (
        "Valenzuela and others 2020 (PMC8205269)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC8205269",
        True,
    ),
    "S31": (
        "Valenzuela and others 2016 (5,218 people with systemic sclerosis)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC5500288",
        True,
    ),
    "S32": (
        "Valenzuela and others 2022 (X-rays over one year)",
        "https://doi.org/10.1016/j.semarthrit.2022.151980",
        True,
    ),
    "S34": (
        "Saketkoo and others 2023 (living with calcinosis)",
        "https://doi.org/10.1016/j.rdc.2023.01.017",
        True,
    ),
    "S38": (
        "Salaffi and others 2004 (what change in pain counts)",
        "https://pubmed.ncbi.nlm.nih.gov/15207508/",
        True,
    ),
    "S41": (
        "Rogers and others 2010 (measuring with a ruler)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC2909508",
        True,
    ),
    "S43": (
        "Foltynski 2018 (two rulers in a photo)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC5837081",
        True,
    ),
    "S46": (
        "Lesion surface from photos in two and three dimensions, 2019",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC6350543",
        True,
    ),
    "S48": (
        "Measuring hardness in dermatomyositis, PLOS One 2026",
        "https://doi.org/10.1371/journal.pone.0343708",
        True,
    ),
    "S49": (
        "Ruler against eye: report on JAMA Dermatology 2017",
        "https://www.dermatologytimes.com/view/ruler-better-eye-pigment-measure",
        False,
    ),
    "S51": (
        "DermaLink NZ: photography guidelines",
        "https://www.dermalinknz.org/photography-guidelines",
        False,
    ),
    "S52": ("NZ Teledermatology: taking pictures", "http://www.nzteledermatology.com/images.html", False),
    "S54": (
        "The Dermatologist 2005: a case of scrotal calcinosis",
        "https://develop-sr3snxi-tt7lcx6s5gdv4.us-4.platformsh.site/site/thederm/article/4860",
        False,
    ),
    "S55": (
        "Subepidermal calcified nodule, BMJ Case Reports 2023",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC10357789",
        True,
    ),
    "S56": (
        "Hoeltzel and others 2014 (juvenile dermatomyositis)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC5118224",
        True,
    ),
    "S57": (
        "MDedge: plaque with yellowish papules on a shin (after a calcium drip)",
        "https://mdedge-cache.qa01.mdedge.com/familymedicine/article/76242/dermatology/erythematous-plaque-yellowish-papules-shin/page/0/1",
        False,
    ),
    "S58": (
        "Intravenous calcium chloride in tuberculous enteritis (historical)",
        "https://discovery.researcher.life/article/the-intravenous-use-of-calcium-chloride-in-tuberculous-enteritis/ad2f4f3770b83c2e97ccdf44da14ae88",
        True,
    ),
    "S58b": (
        "Cumberland Medical Officer of Health report 1929, Wellcome Collection",
        "https://preview.wellcomecollection.org/works/pkmhv97h/items?canvas=45",
        True,
    ),
    "S61": (
        "Practical Dermatology 2023: warfarin and calciphylaxis",
        "https://practicaldermatology.com/articles/2023-feb/warfarin-induced-nonuremic-calciphylaxis-a-case-study-and-overview",
        False,
    ),
    "S62": ("Mormile 2023, Vaccines", "https://doi.org/10.3390/vaccines11050898", True),
    "S63": (
        "Dermatology Advisor: Calcinosis cutis",
        "http://www.psychiatryadvisor.com/dermatology/calcinosis-cutis-benign-cutaneous-calcification-benign-nodular-calcification/article/593658/",
        True,
    ),
    "S64": ("Ozark Dermatology: Calcinosis cutis", "https://ozarkderm.com/calcinosis-cutis", False),
    "S65": ("Healthline: Calcinosis cutis", "https://www.healthline.com/health/calcinosis-cutis", True),
    "S66": ("Scleroderma News: Calcinosis", "https://sclerodermanews.com/?page_id=15218", False),
    "S67": (
        "The Rheumatologist: report from EULAR 2012 on systemic sclerosis",
        "https://the-rheumatologist.org/article/eular-2012-systemic-sclerosis-that-doesnt-fit-the-mold/3",
        False,
    ),
    "S68": ("Tofacitinib in dermatomyositis, two cases", "https://pubmed.ncbi.nlm.nih.gov/30862449", False),
    "S68b": ("JAK inhibitors in juvenile dermatomyositis, 2021", "https://www.pubmed.gov/33555459/", True),
    "S70": (
        "Medscape: Calciphylaxis, work-up",
        "https://emedicine.medscape.com/article/1095481-workup",
        False,
    ),
    "S72": ("Entokey: Subepidermal calcinosis", "https://entokey.com/subepidermal-calcinosis", False),
    "S73": (
        "Clinical Advisor: painful calcium deposits on the forearm",
        "https://www.clinicaladvisor.com/quiz/ortho-dx-painful-calcium-deposits-on-the-forearm-2/",
        False,
    ),
    "S76": (
        "Journal of Medical Case Reports 2022: calcium deposits after a drip in an infant",
        "https://link.springer.com/article/10.1186/s13256-022-03306-w",
        False,
    ),
    "S80": (
        "Mayo Clinic: Calciphylaxis",
        "http://www.mayoclinic.org/diseases-conditions/calciphylaxis/basics/definition/con-20034283",
        False,
    ),
    "S81": (
        "MDedge: Update on calciphylaxis",
        "https://mdedge9-ma1.mdedge.com/content/update-calciphylaxis-etiopathogenesis-diagnosis-and-management",
        False,
    ),
    "S82": (
        "Valenzuela and others 2015: Calcinosis in scleroderma",
        "https://www.scribd.com/document/514102859/Calcinosis-in-scleroderma",
        True,
    ),
    "S83": ("Eurorad, case 8744 (dermatomyositis)", "https://www.eurorad.org/case/8744", False),
    "S84": ("Baron and others 2016 (PMC5144666)", "https://pmc.ncbi.nlm.nih.gov/articles/PMC5144666", True),
    "S85": (
        "Systematic review of calcinosis in juvenile dermatomyositis, 2023",
        "https://link.springer.com/article/10.1007/s11926-023-01126-5",
        True,
    ),
    "S88": (
        "Palamaras and Kyriakis 2005 (calcium antagonists in dermatology)",
        "https://escholarship.org/uc/item/0tn2c4np",
        False,
    ),
    "S89": ("Warfarin-induced calcification, review 2022", "https://doi.org/10.31083/j.rcm2309322", True),
    "S90": (
        "Healthgrades: Calciphylaxis",
        "https://fe.prod.content.healthgrades.com/right-care/vascular-conditions/calciphylaxis",
        False,
    ),
    "S99": (
        "Nair and others (diltiazem with pamidronate)",
        "http://ejournal-tnmgrmu.ac.in/index.php/medicine/article/view/17419",
        True,
    ),
}
