"""textrepair: strip page wrapping, reverse synonym spinning, mend wear, and account for every change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textrepair.config import ConfigError, RepairConfig
from textrepair.edits import Diagnosis, Edit, Repair, Suggestion, apply_edits

if TYPE_CHECKING:
    from textrepair.dictionary import Dictionary, DictionaryError, load_dictionary
    from textrepair.pipeline import Pipeline, detect, repair, repair_text

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "Diagnosis",
    "Dictionary",
    "DictionaryError",
    "Edit",
    "Pipeline",
    "Repair",
    "RepairConfig",
    "Suggestion",
    "apply_edits",
    "detect",
    "load_dictionary",
    "repair",
    "repair_text",
]

# ftfy, regex and wordfreq take longer to import than a short script runs: they are loaded at the first use.
_LATER = {
    "Dictionary": "dictionary",
    "DictionaryError": "dictionary",
    "Pipeline": "pipeline",
    "detect": "pipeline",
    "load_dictionary": "dictionary",
    "repair": "pipeline",
    "repair_text": "pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'textrepair' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"textrepair.{_LATER[name]}"), name)
    globals()[name] = value
    return value
