"""The words for a lesion's look, feel and life. The bins and five steps are our own choice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    LEFT = "left", _("left")
    RIGHT = "right", _("right")
    NONE = "none", _("in the middle")


class Morphology(models.TextChoices):
    """Bartoli's four classes (2016), which are not validated; net and plate need an X-ray or a doctor."""

    STONE = "stone", _("a stone")
    MOUSSE = "mousse", _("a paste under the skin")
    NET = "net", _("a net, seen on an X-ray")
    PLATE = "plate", _("a plate")
    UNKNOWN = "unknown", _("don’t know")


class Visibility(models.TextChoices):
    SEEN_AND_FELT = "seen_and_felt", _("I see it and feel it")
    FELT = "felt", _("I only feel it")
    IMAGED = "imaged", _("only seen on a scan or X-ray")


class DiagnosisType(models.TextChoices):
    DYSTROPHIC = "dystrophic", _("dystrophic (damaged tissue, normal blood values)")
    METASTATIC = "metastatic", _("metastatic (high calcium or phosphate; nothing to do with cancer spread)")
    IDIOPATHIC = "idiopathic", _("idiopathic (no cause found)")
    IATROGENIC = "iatrogenic", _("iatrogenic (after a treatment or procedure)")
    CALCIPHYLAXIS = "calciphylaxis", _("calciphylaxis")


class Method(models.TextChoices):
    PHOTO_CARD = "photo_card", _("photo with card")
    PHOTO_KNOWN = "photo_known", _("photo with something of known length")
    CALIPER = "caliper", _("caliper")
    RULER = "ruler", _("ruler")
    EYE = "eye", _("by eye")


class CardKind(models.TextChoices):
    """The cards we print; the keys are those of ``measurement.cards.CARDS``."""

    SINGLE_15 = "single-15", _("One marker, 15 mm")
    SINGLE_20 = "single-20", _("One marker, 20 mm")
    SINGLE_25 = "single-25", _("One marker, 25 mm")
    SINGLE_30 = "single-30", _("One marker, 30 mm")
    L_SMALL = "L-S", _("L-shaped, small (S)")
    L_MEDIUM = "L-M", _("L-shaped, medium (M)")
    L_LARGE = "L-L", _("L-shaped, large (L)")


class Anchor(models.IntegerChoices):
    """Against last time, in five steps."""

    LOT_BETTER = 2, _("A lot better")
    BETTER = 1, _("Better")
    SAME = 0, _("Same")
    WORSE = -1, _("Worse")
    LOT_WORSE = -2, _("A lot worse")


class Colour(models.TextChoices):
    WHITE = "white", _("white")
    YELLOW = "yellow", _("yellow")
    SKIN = "skin", _("like my skin")
    PINK = "pink", _("pink")
    RED = "red", _("red")
    GREY = "grey", _("grey")
    BLUE_BLACK = "blue_black", _("blue-black")


class Consistency(models.TextChoices):
    HARD = "hard", _("hard as stone")
    FIRM = "firm", _("firm")
    RUBBERY = "rubbery", _("rubbery")
    SOFT = "soft", _("soft, like paste")


class Surface(models.TextChoices):
    INTACT = "intact", _("skin closed")
    THIN = "thin", _("thin skin, white shines through")
    CRUST = "crust", _("crust")
    OPEN = "open", _("open skin")
    SCAR = "scar", _("scar")


class Drainage(models.TextChoices):
    NONE = "none", _("nothing comes out")
    CHALKY = "chalky", _("chalky material")
    CLEAR = "clear", _("clear fluid")
    PUS = "pus", _("pus")
    BLOOD = "blood", _("blood")


class Grade(models.TextChoices):
    NONE = "none", _("no")
    MILD = "mild", _("a little")
    MARKED = "marked", _("clearly")


class Function(models.TextChoices):
    NONE = "none", _("not in the way")
    SOME = "some", _("somewhat in the way")
    STRONG = "strong", _("strongly in the way")


class Arrangement(models.TextChoices):
    SINGLE = "single", _("one lump")
    CLUSTER = "cluster", _("a group")
    LINE = "line", _("in a line")
    SHEET = "sheet", _("like a sheet")


class EventKind(models.TextChoices):
    """What happens in the life of a deposit; "gone" never ends it for good."""

    NOTICED = "noticed", _("Noticed")
    INFLAMED = "inflamed", _("Inflamed")
    OPENED = "opened", _("Opened")
    DRAINED = "drained", _("Material came out")
    ULCER = "ulcer", _("Became an open sore")
    INFECTED = "infected", _("Infected")
    CLOSED = "closed", _("Closed, or calm again")
    OPERATED = "operated", _("Operated on")
    GONE = "gone", _("Gone")
    CAME_BACK = "came_back", _("Came back")


class UlcerOrigin(models.TextChoices):
    """Where an open sore came from: EUSTAR's classes in plain words of our own."""

    PITTING_SCAR = "pitting", _("from a small pitted scar")
    TISSUE_LOSS = "loss", _("where skin or tissue had been lost")
    CALCINOSIS = "calcinosis", _("from this deposit itself")
    GANGRENE = "gangrene", _("from black, dead skin (gangrene)")
    UNKNOWN = "unknown", _("don’t know")


class UlcerCourse(models.TextChoices):
    """How open sores at one place go on: EUSTAR's classes in plain words of our own."""

    EPISODIC = "episodic", _("now and then (episodic)")
    RECURRENT = "recurrent", _("again and again (recurrent)")
    CHRONIC = "chronic", _("open for very long (chronic)")
    UNKNOWN = "unknown", _("don’t know")


class Sign(models.TextChoices):
    """The daily entry's "any of these today?": what can set off a red flag."""

    FEVER = "fever", _("fever of 38 °C or more")
    SPREADING_REDNESS = "spreading_redness", _("redness that spreads fast")
    NUMBNESS = "numbness", _("numbness, tingling or weakness")
    BLACK_OR_PURPLE_SKIN = "black_or_purple_skin", _("black, blue, purple or white skin or fingertip")
    GREAT_THIRST = "great_thirst", _("great thirst, passing much urine")
    CONFUSION = "confusion", _("confusion or great drowsiness")
    RECENT_DRIP = "recent_drip", _("a calcium drip in the last weeks")
    VOMITING = "vomiting", _("vomiting")


class PhotoView(models.TextChoices):
    OVERVIEW = "overview", _("overview")
    REGIONAL = "regional", _("the region")
    CLOSE_UP = "close_up", _("close-up")


class CardPlace(models.TextChoices):
    """Where the card lies; the keys are those of ``measurement.terms.CardPlace``."""

    SAME_SKIN = "same_skin", _("on the same skin, beside the deposit")
    TABLE = "table", _("on the table, under or beside the finger")
    NEIGHBOUR = "neighbour", _("on the fingers beside it")


class SkinShape(models.TextChoices):
    """How the skin curves at the deposit; the keys are those of ``measurement.terms.Surface``."""

    FLAT = "flat", _("flat")
    LIMB = "limb", _("round, such as an arm or a leg")
    FINGER_PAD = "finger_pad", _("the soft side of a finger")
    FINGER_JOINT = "finger_joint", _("the back or a joint of a finger")
    FINGER_SIDE = "finger_side", _("the side of a finger")
