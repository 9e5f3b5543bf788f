"""Names of people, agencies and roles, as bylines and credits write them."""

from __future__ import annotations

import re

from textrepair.text import words


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))


PARTICLES = words(
    """
    af al av ben bin da das de del della den der di do dos du e el ibn la le st. ten ter van von y zu
    """
)
TITLES = words(
    """
    col col. dr dr. fr fr. gen gen. hon hon. lt lt. mr mr. mrs mrs. ms ms. prof prof. rep rep. rev rev. sen sen.
    sir
    """
)
SUFFIXES = words(
    """
    cpa dds esq esq. ii iii iv j.d. jd jr jr. m.a. m.d. ma mba md mph ph.d. phd rn sr sr.
    """
)
# Capitalised words that begin or fill headings and never a name.
NOT_NAMES = words(
    """
    a about after all an and any are as association at august bank be before board breaking business by can
    center centre chapter church city classic club college commission committee company corporation council county court
    daily day december default demand department design division do does education email english every february
    federal first for forum foundation free friday from full game general get global government group health
    high home hospital hotel house how human if in industry institute international is it january july june just
    land law league learn life local love man march market may media meeting member ministry monday month more
    my national new news night no north not november number october of office on one online open or order other
    our out over page part party people play popular post postal power press program project public put read record
    report reporters republic research review road saturday school science sea search second section senate
    september series service share show side social society south special sports staff state states station
    still street subscribe summer sunday system team technology than that the their then these they this those
    thursday time times to today top town trade train tuesday two under union united university up use video
    view vote was water way we wednesday week welcome what when where which while who why will wind with women
    work world writer year years yes you your
    """
)
# Those of them that are common surnames; behind a given name they may end a name.
_NOT_SURNAMES = NOT_NAMES - words(
    "bank church day free friday hall home hospital house land law long love man march market "
    "may page park people post power "
    "price public read road school street under way west winter women word work young"
)
AGENCIES = _phrases(
    """
    aap; abc news; adobe stock; afp; agence france-presse; alamy; alamy stock photo; anadolu; anadolu agency;
    ani; ansa; ap; ap photo; associated press; barcroft; bbc; bloomberg; bloomberg news; canadian press; cnn;
    contour; corbis; cp; depositphotos; dpa; dreamstime; efe; epa; epa-efe; file; flickr; getty; getty images;
    handout; hulton archive; ians; imago; istock; istock photo; istockphoto; kyodo; kyodo news; magnum; magnum
    photos; nasa; newscom; noaa; nurphoto; pa; pa images; pa wire; pexels; pixabay; polaris; pool; press
    association; pti; reuters; rex; rex features; shutterstock; sipa; sipa usa; splash news; tass; the
    associated press; the canadian press; thinkstock; tns; tribune news service; unsplash; upi; us presswire;
    usa today network; usa today sports; wikimedia; wikimedia commons; wireimage; xinhua; xinhua news agency;
    yonhap; zuma; zuma press
    """
)
_ROLE = re.compile(
    r"\b(?:staff|writers?|reporters?|editors?|correspondents?|columnists?|contributors?|"
    r"contributing|photographers?|journalists?|producers?|"
    r"freelance|bureau|special to|news(?:paper)?s?|press|post|times|herald|tribune|gazette|"
    r"journal|magazine|network|media|"
    r"wire|agency|services?|desk|blogger|intern|fellow|analyst|professor|director|guest|columns?|"
    r"advance|associated press|reuters|afp|bloomberg|"
    r"chronicle|observer|globe|courier|record|register|sentinel|star|sun|today|tv|radio)\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:[A-Z]\.?-?){1,3}")
_JOIN = re.compile(r"\s*(?:,|;|\band\b|\bAND\b|&|\bwith\b)\s*")
_CONTACT = re.compile(r"^(?:@\w{1,40}|[\w.+-]{1,60}@[\w.-]{1,60}|(?:https?://|www\.)\S{1,120})$")


def is_agency(phrase: str) -> bool:
    """Whether a phrase is the name of a news or picture agency."""
    return phrase.strip(" .").lower() in AGENCIES


def is_role(phrase: str) -> bool:
    """Whether a short phrase says what somebody is or for whom (``Staff Writer``, ``The Example Times``)."""
    words = phrase.split()
    if not 0 < len(words) <= 8:
        return False
    return bool(_CONTACT.match(phrase)) or is_agency(phrase) or (bool(_ROLE.search(phrase)) and words[0][:1].isalpha())


def _is_part(word: str, known: frozenset[str] = NOT_NAMES) -> bool:
    """Whether a word can be part of a name: capitalised, or in capitals, letters with inner marks."""
    letters = word.replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    return len(letters) > 1 and letters.isalpha() and word[0].isupper() and word.lower() not in known


def is_name(phrase: str, least: int = 2) -> bool:
    """Whether a phrase looks like the name of a person.

    Args:
        phrase: a few words.
        least: how many words the name must have, titles and suffixes not counted.

    >>> is_name("Dr. Jane van der Roe"), is_name("JANE Q. ROE"), is_name("Popular Demand"), is_name("Jane")
    (True, True, False, False)
    """
    words = phrase.split()
    while words and words[0].lower() in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().strip(",.") in SUFFIXES:
        words = words[:-1]
    if not least <= len(words) <= 5 or words[-1].lower() in PARTICLES:
        return False
    parts = 0
    last = words[-1].rstrip(",")
    known = _NOT_SURNAMES if len(words) > 1 else NOT_NAMES
    for word in words[:-1]:
        if _is_part(word.rstrip(",")):
            parts += 1
        elif not (_INITIAL.fullmatch(word) or word.lower() in PARTICLES):
            return False
    return (parts > 0 or len(words) == 1 or words[0] != words[0].lower()) and _is_part(last, known)


def names_in(phrase: str, least: int = 2) -> list[str]:
    """Return the names in a list of names (``Jane Doe, Al Poe and Ann Roe``); empty if it is anything else.

    >>> names_in("Jane Doe and AL POE"), names_in("Jane Doe, Ph.D."), names_in("Land and Sea")
    (['Jane Doe', 'AL POE'], ['Jane Doe, Ph.D.'], [])
    """
    found: list[str] = []
    for piece in _JOIN.split(phrase.strip()):
        if not piece:
            continue
        if found and piece.lower().strip(".") in {suffix.strip(".") for suffix in SUFFIXES}:
            found[-1] += ", " + piece
        elif is_name(piece, least):
            found.append(piece)
        else:
            return []
    return found
