"""What pages and PDFs have in common: languages, names of files, and texts of links that say nothing."""

import re

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # BCP 47, without what nobody registers
IMAGE_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif|bmp)", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
NUMBER = r"(\d+\.?\d*|\.\d+)"  # of style sheets

# Texts that say of no link where it leads, in the languages of lessons.
_EMPTY_TEXTS = frozenset(
    (
        "click here|here|this link|link|read more|more|see here|this page|this|click|download|go|details|"
        "ici|cliquez ici|cliquer ici|clique ici|ce lien|lien|lire la suite|en savoir plus|voir ici|"
        "cette page|suite|plus|télécharger|là|voir|détails|"
        "hier|klicken sie hier|mehr|aquí|haga clic aquí|más|qui|clicca qui"
    ).split("|")
)


def says_nothing(text: str) -> bool:
    """Whether the text of a link is "click here" or the like."""
    return text.casefold().strip(" .:…»«>→()[]!\u00a0\u202f") in _EMPTY_TEXTS
