"""What a repair does: `RepairConfig`, frozen and validated, and the presets."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

STAGE_NAMES = ("linebreaks", "encoding", "spacing", "boilerplate", "spun", "casing", "quotes")

LINE_CLASSES = (
    "advertisement",
    "author-box",
    "byline",
    "caption",
    "comments",
    "contributor",
    "cookies",
    "copyright",
    "credit",
    "filed-under",
    "login",
    "navigation",
    "related",
    "share",
    "subscribe",
    "timestamp",
)


# Loosely a BCP 47 tag: it must look like one, not be registered.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the field and the remedy."""


@dataclass(frozen=True, slots=True)
class EncodingOptions:
    """The switches of `ftfy.TextFixerConfig`, by its names; every one takes effect.

    The defaults are ours, for text that may be clean: quotation marks stay as they are typed, and no Unicode
    normalisation, ligature or width folding is done. ``fix_line_breaks`` belongs to the stage before this one and is
    there only so that a configuration written for ftfy can be used as it is.
    """

    unescape_html: str | bool = "auto"
    remove_terminal_escapes: bool = True
    fix_encoding: bool = True
    restore_byte_a0: bool = True
    replace_lossy_sequences: bool = True
    decode_inconsistent_utf8: bool = True
    fix_c1_controls: bool = True
    fix_latin_ligatures: bool = False
    fix_character_width: bool = False
    uncurl_quotes: bool = False
    fix_line_breaks: bool = True
    fix_surrogates: bool = True
    remove_control_chars: bool = True
    normalization: str | None = None

    def __post_init__(self) -> None:
        if self.unescape_html not in ("auto", True, False):
            raise ConfigError(f"encoding.unescape_html: {self.unescape_html!r} is not one of 'auto', true, false")
        if self.normalization not in (None, "NFC", "NFD", "NFKC", "NFKD"):
            raise ConfigError(
                f"encoding.normalization: {self.normalization!r} is not one of 'NFC', 'NFD', 'NFKC', 'NFKD'; "
                "leave it out for none"
            )
        for entry in fields(self):
            if entry.name not in ("unescape_html", "normalization"):
                _check_type(f"encoding.{entry.name}", getattr(self, entry.name), bool)


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """What a repair does.

    Args:
        stages: the stages that run; their order is always that of the pipeline.
        apply: make the changes; if false, every change is only suggested.
        min_confidence: a change below this confidence (0 to 1) is only suggested.
        spun_gate: a document is unspun only if the probability that it is spun is above this; 0 forces the gate open.
        keep: line classes that are not removed.
        unwrap: join hard-wrapped paragraphs.
        truecase: give a document that is all upper or all lower case its capitals back.
        dictionaries: paths of user dictionaries, used next to ours.
        language: the language of the documents (a BCP 47 tag); dictionaries of other languages are not used.
        encoding: the switches of the encoding stage.

    Raises:
        ConfigError: a field has a value that cannot be used; the message names the field.

    >>> RepairConfig(min_confidence=2)
    Traceback (most recent call last):
    ...
    textrepair.config.ConfigError: min_confidence: 2 is not between 0 and 1
    """

    stages: tuple[str, ...] = STAGE_NAMES
    apply: bool = True
    min_confidence: float = 0.8
    spun_gate: float = 0.9
    keep: frozenset[str] = frozenset()
    unwrap: bool = False
    truecase: bool = False
    dictionaries: tuple[str, ...] = ()
    language: str = "en"
    encoding: EncodingOptions = field(default_factory=EncodingOptions)

    def __post_init__(self) -> None:
        # Lists and sets are welcome where a tuple or frozenset is stored.
        object.__setattr__(self, "stages", _names("stages", self.stages, STAGE_NAMES))
        object.__setattr__(self, "keep", frozenset(_names("keep", self.keep, LINE_CLASSES)))
        object.__setattr__(self, "dictionaries", _paths(self.dictionaries))
        for name in ("apply", "unwrap", "truecase"):
            _check_type(name, getattr(self, name), bool)
        for name in ("min_confidence", "spun_gate"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise ConfigError(f"{name}: {value!r} is not between 0 and 1")
        if not isinstance(self.language, str) or not _TAG.fullmatch(self.language):
            raise ConfigError(
                f"language: {self.language!r} is not a tag of a language; write one such as 'en' or 'pt-BR'"
            )
        if isinstance(self.encoding, Mapping):
            object.__setattr__(self, "encoding", _build(EncodingOptions, self.encoding, "encoding."))
        _check_type("encoding", self.encoding, EncodingOptions)

    @classmethod
    def from_toml(cls, path: str | Path) -> RepairConfig:
        r"""Read a configuration file.

        The file may name a ``preset`` to start from; every other key is a field of this class, with the switches of
        the encoding stage in a table ``[encoding]``. Paths of dictionaries are relative to the file.

        Args:
            path: the file, in TOML.

        Returns:
            The configuration: that of the preset, with the fields of the file in place of its own.

        Raises:
            ConfigError: the file cannot be read or has an unknown or bad field.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "textrepair.toml")
        ...     _ = file.write_text('preset = "thorough"\nkeep = ["byline"]')
        ...     config = RepairConfig.from_toml(file)
        >>> config.min_confidence, config.keep
        (0.5, frozenset({'byline'}))
        """
        path = Path(path)
        try:
            content = path.read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ConfigError(f"{path}: cannot be read ({reason}); check the path") from None
        try:
            data = tomllib.loads(content.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: is not valid TOML ({error}); mend that line") from None
        try:
            base = preset(data.pop("preset", "safe"))
            if isinstance(data.get("dictionaries"), list):
                data["dictionaries"] = [str(path.parent.resolve() / str(name)) for name in data["dictionaries"]]
            if isinstance(data.get("encoding"), dict):
                _known(EncodingOptions, data["encoding"], "encoding.")
                data["encoding"] = asdict(base.encoding) | data["encoding"]
            _known(cls, data, "")
            return replace(base, **data)
        except ConfigError as error:
            raise ConfigError(f"{path}: {error}") from None

    def to_dict(self) -> dict[str, Any]:
        """Return the configuration as plain data (for JSON)."""
        data = asdict(self)
        data.update(stages=list(self.stages), keep=sorted(self.keep), dictionaries=list(self.dictionaries))
        return data


def preset(name: str) -> RepairConfig:
    """Return the configuration of a preset.

    Args:
        name: one of the keys of `PRESETS`.

    Raises:
        ConfigError: there is no preset of that name.

    >>> preset("boilerplate").stages
    ('linebreaks', 'boilerplate')
    """
    try:
        return PRESETS[name]
    except (KeyError, TypeError):
        raise ConfigError(f"preset: {name!r} is not one of {', '.join(PRESETS)}{_guess(name, PRESETS)}") from None


def resolve(config: RepairConfig | str | None) -> RepairConfig:
    """Return the configuration for what a caller may pass: one, a preset's name, or nothing (``safe``).

    Raises:
        ConfigError: there is no preset of that name.

    >>> resolve(None) is resolve("safe") is resolve(preset("safe"))
    True
    """
    if isinstance(config, RepairConfig):
        return config
    return preset("safe" if config is None else config)


def _guess(name: object, known: Collection[str]) -> str:
    close = difflib.get_close_matches(str(name)[:80], list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _check_type(name: str, value: object, kind: type) -> None:
    if not isinstance(value, kind):
        wanted = "true or false" if kind is bool else "a table of switches"
        raise ConfigError(f"{name}: {value!r} is not {wanted}")


def _names(name: str, values: object, known: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(values, str) or not isinstance(values, Collection):
        raise ConfigError(f"{name}: {values!r} is not a list of names")
    for value in values:
        if value not in known:
            raise ConfigError(f"{name}: {value!r} is not one of {', '.join(known)}{_guess(value, known)}")
    return tuple(entry for entry in known if entry in values)


def _paths(values: object) -> tuple[str, ...]:
    # The order counts, so a set will not do.
    if not isinstance(values, list | tuple) or not all(isinstance(value, str | Path) for value in values):
        raise ConfigError(f"dictionaries: {values!r} is not a list of paths")
    return tuple(str(value) for value in values)


def _known(kind: type, data: Mapping[str, Any], prefix: str) -> None:
    names = list(get_type_hints(kind))
    for key in data:
        if key not in names:
            raise ConfigError(f"{prefix}{key}: there is no such field{_guess(key, names)}")


def _build(kind: type, data: Mapping[str, Any], prefix: str) -> Any:
    _known(kind, data, prefix)
    return kind(**data)


PRESETS: Mapping[str, RepairConfig] = {
    "safe": RepairConfig(),
    "thorough": RepairConfig(
        min_confidence=0.5,
        spun_gate=0.5,
        truecase=True,
        encoding=EncodingOptions(fix_latin_ligatures=True, fix_character_width=True, normalization="NFC"),
    ),
    "encoding": RepairConfig(
        stages=("linebreaks", "encoding"),
        encoding=EncodingOptions(
            fix_latin_ligatures=True, fix_character_width=True, uncurl_quotes=True, normalization="NFC"
        ),
    ),
    "boilerplate": RepairConfig(stages=("linebreaks", "boilerplate")),
    "unspin": RepairConfig(stages=("spun",)),
    "suggest": RepairConfig(apply=False, min_confidence=0.5),
}
