"""Captions and credits: lines that describe a picture, or say whose it is."""

from __future__ import annotations

import re

from textrepair.stages.boilerplate.people import AGENCIES, is_agency, is_name, is_role, names_in
from textrepair.stages.boilerplate.wording import tells

_AGENCY = "(?:" + "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True) if len(name) > 1) + ")"
_NAME = r"(?:[^\W\d_][\w.'’-]{0,30} ){0,3}[^\W\d_][\w.'’-]{0,30}"
# Where in the picture somebody is, or that there is one; a verb of what the picture shows.
_MARKER = re.compile(
    r",? \(?(?:far |second from |third from |top |bottom |front |back )?(?:left|right|cent(?:er|"
    r"re)|foreground|background|L|R|C)\)?(?=[,;.) ]|$)(?<=[,)(LRCtrd])|"
    r"\b(?:from left|left to right|clockwise from|pictured|file (?:photo|image|picture)|undated|"
    r"this (?:photo|image|picture|photograph)|"
    r"seen (?:here|in|at|on|during|through)|shakes? hands?|pos(?:es?|ing) (?:for|with)|looks? on|"
    r"gestures?|walks? (?:past|through|along|near|with|to)|speaks? (?:to|at|during)|"
    r"waves? (?:to|at|during|as)|arrives? (?:at|for|to)|attends? (?:a|the)|stands? (?:at|in|near|"
    r"next|outside|with)|sits? (?:in|at|on|near|with)|"
    r"holds? (?:a|an|up|his|her|their)|listens? (?:to|as|during)|reacts? (?:to|after|during|as)|"
    r"celebrates?|takes? part|hugs?|is seen|are seen|is shown|"
    r"rides?|leaves?|carr(?:y|ies)|protests? (?:outside|in|against)|gather (?:in|at|outside|near)|"
    r"handout|screengrab|screenshot)\b"
)
_SIDE = re.compile(
    r"(?:, (?:far |second from )?(?:left|right|cent(?:er|re)),|\((?:left|right|cent(?:er|re)|L|R|"
    r"C|from left|pictured)\)|^Pictured\b|\bfrom left\b)"
)
_FILE = re.compile(
    r"(?:FILE(?: PHOTO| IMAGE)?\s?[-–—:]|FILE PHOTO\b|File photo(?: of|:)|"
    r"In this (?:[\w.,]{1,12} ){0,5}(?:photo|image|picture|photograph|frame grab)\b|"
    r"This (?:[\w.,]{1,12} ){0,4}(?:photo|image|picture|photograph) (?:provided|released|taken|"
    r"shows|made|from)\b)"
)
# A credit at the end of a line, from the surest kind to the least sure; group 1 is the credit.
_TAILS = (
    (
        0.94,
        re.compile(
            rf"[(\[]\s*((?:{_AGENCY}|photo|image|picture|credit|"
            rf"file)\b[^()\[\]]{{0,80}}/[^()\[\]]{{1,60}})[)\]]\.?$",
            re.IGNORECASE,
        ),
    ),
    (
        0.92,
        re.compile(
            r"[(\[]\s*((?:photo|image|picture|credit|photograph|illustration)s?\s*(?:credit)?\s*(?::|by|"
            r"courtesy|via|from|/|-)[^()\[\]]{1,80})[)\]]\.?$",
            re.IGNORECASE,
        ),
    ),
    (
        0.92,
        re.compile(
            r"[(\[]\s*((?:AP|AFP|Reuters|Getty|EPA)[^()\[\]]{0,40}\b(?:[Pp]hoto|[Ii]mages|"
            r"[Ff]ile)\b[^()\[\]]{0,40})[)\]]\.?$"
        ),
    ),
    (
        0.92,
        re.compile(rf"[(\[]\s*([^()\[\]/]{{2,60}}/\s?(?:{_AGENCY})(?:[ /][^()\[\]]{{0,40}})?)[)\]]\.?$", re.IGNORECASE),
    ),
    (0.92, re.compile(rf"(?:[.!?\"”’)]|\s[-–—|])\s+({_NAME}\s?/\s?(?i:{_AGENCY})(?:\s?/\s?[\w .'’-]{{1,40}})?)$")),
    (
        0.92,
        re.compile(
            r"[.!?\"”’)]\s+((?:REUTERS|AP|AFP|EPA|AP Photo|Reuters|Getty Images|"
            r"Associated Press)\s?/\s?[A-Z][\w .'’/-]{2,50})$"
        ),
    ),
    (
        0.88,
        re.compile(
            r"[.!?\"”’)]\s+((?:Photo|Photograph|Picture|Image|Photo credit|Image credit|Picture credit|"
            r"Photo Credit|Image Credit|Credit|Photos|PHOTO|CREDIT)\s?(?::|by\b|courtesy of\b|"
            r"courtesy\b)\s?[^.!?]{2,60})$"
        ),
    ),
    (0.62, re.compile(rf"[.!?\"”’)]\s+({_NAME}\s?/\s?(?:The )?[A-Z][\w .'’&-]{{2,40}})$")),
    (0.55, re.compile(rf"(?:[.!?\"”’)]|\s[-–—|])\s+((?i:{_AGENCY}))$")),
)
_LABELLED = re.compile(
    r"^[(\[]?\s*(?:(?:photo(?:graph|s|graphy)?|image|picture|illustration|main (?:photo|image)|"
    r"featured image|top image|header image)s?(?: credit)?s?|credit)"
    r"\s*(?::|/|\||–|—|-|\bby\b|\bcourtesy(?: of)?\b|\bvia\b|©)\s*(?:by |courtesy of |courtesy )?(.{2,90}?)[)\]]?\.?$",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"^(?:(?:photo|image|credit)s?\s*:\s*){1,3}", re.IGNORECASE)
_SHOWN_ON = re.compile(r" (?:on|via|for|of|from|in|at|/) (?:the )?[A-Z].*$")
_SLASH = re.compile(r"^[(\[]?\s*([^/|]{2,50})\s?[/|]\s?([^/|]{2,50})(?:\s?/\s?[^/|]{2,40})?[)\]]?$")
_AP_LINE = re.compile(r"^[(\[]?\s*(?:AP|AFP|REUTERS|Reuters|EPA|Getty)\s?(?:Photo|Images|/)[^.!?]{0,60}[)\]]?$")
_OWNED = re.compile(
    rf"^[(\[]?\s*(?:©|\(c\)|copyright|via|courtesy of|courtesy|source:)\s*({_AGENCY})\b[^.!?]{{0,40}}[)\]]?$",
    re.IGNORECASE,
)


def credit_line(body: str) -> tuple[float, str, str]:
    """Judge a line that may be nothing but a credit.

    Returns:
        The confidence (0 if it is none), the class, and the credit itself.

    >>> credit_line("Photo: Jane Doe/Reuters"), credit_line("Jane Doe/AFP")
    ((0.93, 'credit', 'Jane Doe/Reuters'), (0.92, 'credit', 'Jane Doe/AFP'))
    """
    nothing = (0.0, "", "")
    if len(body) > 110:
        return nothing
    if match := _LABELLED.match(body):
        return _labelled(_AGAIN.sub("", match.group(1).strip(" :-–—")))
    owners = [owner for owner in re.split(r"\s*(?:/|,|\bvia\b|\bthrough\b)\s*", body.strip("()[] ")) if owner]
    if len(owners) > 1 and all(is_agency(owner) for owner in owners):
        return 0.92, "credit", body.strip("()[] ")
    if _AP_LINE.match(body):
        return 0.93, "credit", body.strip("()[] ")
    if match := _OWNED.match(body):
        return 0.9, "credit", body.strip("()[]© ")
    sure = _divided(body)
    return (sure, "credit", body.strip("()[] ")) if sure else nothing


def _labelled(value: str) -> tuple[float, str, str]:
    """Judge what stands behind "Photo:": whose the picture is, or what it shows."""
    person = _SHOWN_ON.sub("", value)
    words = value.split()
    owned = is_agency(value) or is_role(value) or names_in(person) or "/" in value or "getty" in value.lower()
    if len(words) <= 9 and owned:
        return 0.93, "credit", value
    if len(words) <= 4 and all(word[:1].isupper() for word in words):
        return 0.82, "credit", value
    if len(words) > 4 and not value[:1].islower() and not tells(value):
        return 0.6, "caption", value
    return 0.0, "", ""


def _divided(body: str) -> float:
    """Judge two parts with a stroke between them, such as ``Name/Agency``."""
    match = _SLASH.match(body) if "/" in body or "|" in body else None
    if match is None:
        return 0.0
    left, right = match.group(1).strip(), match.group(2).strip()
    if is_agency(right) and (is_name(left, 1) or is_agency(left)):
        return 0.92
    if is_agency(left) and left.lower() != "file" and is_name(right, 1):
        return 0.88
    return 0.86 if "/" in body and is_name(left) and is_role(right) else 0.0


def caption_line(body: str) -> tuple[float, str]:
    """Judge a line that may be the caption of a picture.

    Returns:
        The confidence (0 if it is none) and the credit that ends it (may be empty).

    >>> caption_line("Jane Doe, right, shakes hands with Al Poe in Port Example on Friday. Ann Roe/Associated Press")
    (0.95, 'Ann Roe/Associated Press')
    >>> caption_line("The company bought Example Photo in May.")
    (0.0, '')
    """
    if not 25 <= len(body) <= 900:
        return 0.0, ""
    marker = bool(_MARKER.search(body))
    file = bool(_FILE.match(body))
    tail = body[-160:]
    for sure, pattern in _TAILS:
        match = pattern.search(tail)
        if match and len(body) - len(match.group(1)) > 20:
            if sure < 0.7:  # what stands right of the stroke may be a newspaper: the wording must say picture
                sure = 0.86 if (marker and _SIDE.search(body)) or file else 0.7 if marker else 0.3
            elif marker or file:
                sure += 0.03
            else:
                sure -= 0.04
            return round(sure, 2), match.group(1).strip()
    if file:
        return 0.86 if body.startswith("FILE") else 0.72, ""
    if _SIDE.search(body) and marker and not re.search(r"\bsaid\b|\bsays\b|[“”\"]", body):
        return (0.62 if not body.endswith(".") else 0.55 if len(body) <= 260 else 0.45), ""
    return 0.0, ""


def is_slug(body: str, caption: str) -> tuple[bool, bool]:
    """Judge a line that may be the heading of a picture: a few capitalised words right above its caption.

    Returns:
        Whether it has the form, and whether the caption repeats its words.

    >>> is_slug("Example Port", "Ships lie in the port of Example on Friday. Ann Roe/AFP")
    (True, True)
    """
    words = body.split()
    if not 1 <= len(words) <= 6 or len(body) > 50 or not body[-1].isalnum():
        return False, False
    if not all(word[0].isupper() and word.replace("-", "").replace("'", "").isalnum() for word in words):
        return False, False
    lower = caption.lower()
    known = sum(word.lower() in lower for word in words)
    return True, 3 * known >= 2 * len(words)
