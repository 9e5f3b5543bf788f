"""The spun stage: gate, decoder, surface, the spinner's syntax, a user's own substitutions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from tests.casefiles import stage_cases
from tests.strategies import check_stage, run, texts
from textrepair import DictionaryError, Pipeline, RepairConfig, repair
from textrepair.edits import apply_edits
from textrepair.stages.base import Context
from textrepair.stages.spun import Spun, gate, residue, table
from textrepair.stages.spun.decoder import Decision, decide
from textrepair.stages.spun.surface import edits_for
from textrepair.stages.spun.table import Reading

STAGE = Spun()
OPEN = RepairConfig(stages=("spun",), spun_gate=0)
SAFE = RepairConfig(stages=("spun",))
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TABLE = table.load("en")
TRACES = gate.load("en")
assert TRACES is not None


def seed(name: str, file: str = "input.txt") -> str:
    return (SEEDS / name / file).read_bytes().decode("utf-8")


@pytest.mark.parametrize("case", stage_cases("spun"))
def test_case(case: dict[str, str]) -> None:
    config = OPEN if case.get("gate") == "open" else SAFE
    result = repair(case["input"], config)
    assert result.text == case.get("output", case["input"])
    for rule in case.get("rules", ()):
        assert rule in {edit.rule for edit in result.edits}


@given(texts(40))
def test_properties_with_the_gate_open(text: str) -> None:
    """Replay, undo, order; a second run is the pipeline's matter while the gate is forced open."""
    edits = run(STAGE, text, OPEN)
    at = 0
    for edit in edits:
        assert at <= edit.start < edit.end
        assert text[edit.start : edit.end] == edit.before != edit.after
        at = edit.end
    result = repair(text, OPEN)
    assert apply_edits(text, result.edits) == result.text
    assert result.undo() == text
    assert repair(result.text, OPEN).text == result.text


@given(texts(60))
def test_properties(text: str) -> None:
    check_stage(STAGE, text, SAFE)


@pytest.mark.parametrize("name", ["spun-politics", "spun-business", "spun-health", "spun-light"])
@pytest.mark.parametrize("preset", ["safe", "thorough", "unspin"])
def test_spun_documents_are_repaired_once_and_for_all(name: str, preset: str) -> None:
    pipeline = Pipeline(preset)
    first = pipeline(seed(name))
    assert first.diagnosis.spun_probability > 0.9
    assert len([edit for edit in first.edits if edit.category == "spun"]) > 20
    again = pipeline(first.text)
    assert again.text == first.text
    assert not again.edits
    assert first.undo() == seed(name)


@pytest.mark.parametrize("name", ["clean-agency", "human-paraphrase", "wrapped-newspaper", "mojibake", "german-clean"])
def test_text_that_is_not_spun_is_left_alone(name: str) -> None:
    result = repair(seed(name), "thorough")
    assert result.diagnosis.spun_probability < 0.1
    assert not [edit for edit in result.edits if edit.category == "spun"]


def test_a_table_that_runs_both_ways_does_not_turn_in_a_circle() -> None:
    """The same spinner writes "final" for "last" and "last" for "final", "costs" for "prices" and the reverse."""
    pairs = {(key, reading.original) for key, readings in TABLE.readings.items() for reading in readings}
    assert {("costs", "prices"), ("prices", "costs")} <= pairs
    text = seed("spun-politics") + (
        "\n\nThe final assembly ended final week, and the final vote will come within the final days of the yr.\n"
        "Costs rose and prices fell; it was the last time that the panel met, and its last report is put off.\n"
    )
    for preset in ("safe", "thorough", "unspin"):
        once = repair(text, preset)
        twice = repair(once.text, preset)
        assert twice.text == once.text
        assert not twice.edits


@pytest.mark.parametrize("text", ["g Costs", "Home’", "Home'", ")Home", "t Home", "Costs are prices."])
@pytest.mark.parametrize("threshold", [0, 0.3, 0.5, 0.7, 0.8])
def test_what_would_be_turned_back_is_only_suggested(text: str, threshold: float) -> None:
    config = RepairConfig(stages=("spun",), spun_gate=0, min_confidence=threshold)
    once = repair(text, config)
    assert not once.diagnosis.notes
    assert repair(once.text, config).text == once.text


def test_a_dictionary_of_both_directions_settles(tmp_path: Path) -> None:
    path = tmp_path / "both.tsv"
    path.write_text(
        "#textrepair-dictionary: 1\n#name: both\n#kind: spun\n#language: en\n#risk: evidence\n#source: test\n"
        "#licence: CC0-1.0\n#built-by: hand\n#columns: spun\toriginal\tcount\tpages\tevidence\n"
        "final\tlast\t40\t30\tP\nlast\tfinal\t40\t30\tP\n",
        encoding="utf-8",
    )
    text = seed("spun-politics") + "\n\nThe final vote was last week. The last word is final, he mentioned.\n"
    for config in (
        RepairConfig(dictionaries=(str(path),)),
        RepairConfig(dictionaries=(str(path),), min_confidence=0.5, spun_gate=0),
    ):
        once = repair(text, config)
        assert not once.diagnosis.notes
        assert repair(once.text, config).text == once.text


def test_the_gate_decides_for_the_document_and_can_be_forced() -> None:
    text = "He mentioned that the officers will meet within the afternoon."
    assert repair(text, "unspin").text == text
    assert repair(text, OPEN).text != text
    shut = RepairConfig(stages=("spun",), spun_gate=1)
    assert repair(seed("spun-politics"), shut).text == seed("spun-politics")


PLAIN = "The council met on Monday and the members said that more of the money would go to schools. "
SPUN = (
    "The council’s officers mentioned on Monday that extra cash can be spent, in line with folks acquainted with the "
    "assembly. However the yr is just not over, and a number of different points have been additionally raised. "
)


def probability(text: str) -> float:
    return gate.weigh(text, TRACES).probability


def test_probability_rises_with_the_share_of_spun_sentences() -> None:
    values = [probability(SPUN + PLAIN * n) for n in (40, 12, 8, 4, 0)]
    assert values == sorted(values)
    assert values[0] < 0.1
    assert values[-1] > 0.99


def test_each_kind_of_evidence_counts() -> None:
    """Grammar, the spinner's syntax and the absence of common words move a borderline case."""
    text = SPUN + PLAIN * 9
    base = probability(text)
    assert 0.1 < base < 0.9
    assert probability(text + "It was an modification and a answer to to the men.") > base
    assert probability(text + "It was {that a} day.") > base
    assert probability(text + "He said more, but only two other years, also said, also more, also other.") < base
    assert probability(text.replace("more", "much").replace("said", "told")) > base


def test_length_is_counted_whatever_parts_the_words() -> None:
    for blank in ("\t", "\u00a0", "\n"):
        assert probability((PLAIN * 100 + SPUN).replace(" ", blank)) < 0.1


def test_long_spun_documents_are_spun() -> None:
    politics = seed("spun-politics")
    assert probability(politics * 30) > 0.9
    assert probability(politics + seed("clean-agency") * 30) < 0.1


def test_confidences_are_posteriors() -> None:
    decisions = decide(seed("spun-politics"), TABLE)
    assert decisions == sorted(decisions, key=lambda decision: decision.start)
    assert all(0 <= decision.posterior <= 1 for decision in decisions)
    for one, two in pairwise(decisions):
        assert one.end <= two.start


def decided(text: str, spun: str, original: str, *, cased: bool = False, start: bool = False, suffix: str = "") -> str:
    """Put one reading into a text."""
    at = text.index(spun)
    reading = Reading(original, 0.0, cased, spun)
    decision = Decision(at, at + len(spun + suffix), reading, suffix, 0.9, start)
    edits = edits_for(text, [decision])
    assert len(edits) <= 1  # an article is made and undone with its noun
    return apply_edits(text, edits)


@pytest.mark.parametrize(
    ("text", "spun", "original", "start", "output"),
    [
        ("That is an modification here.", "modification", "change", False, "That is a change here."),
        ("An modification was needed.", "modification", "change", False, "A change was needed."),
        ("It was a “modification” here.", "modification", "amendment", False, "It was an “amendment” here."),
        ("It was a modification.", "modification", "change", False, "It was a change."),
        ("See plan A modification here.", "modification", "change", False, "See plan A change here."),
        ("He met an \nofficers.", "officers", "people", False, "He met an \npeople."),
        ("“A brand new plan,” he said.", "A brand new", "a new", True, "“A new plan,” he said."),
        ("Then A brand new came.", "A brand new", "a new", False, "Then A New came."),
        ("the Legal professional basic said", "Legal professional basic", "attorney general", False,
         "the Attorney General said"),
        ("The talks ended. 2 men left.", "2", "two", False, "The talks ended. Two men left."),
        ("The 2 men left.", "2", "two", False, "The two men left."),
        ("isn’t part", "isn’t", "isn't a", False, "isn’t a part"),
        ("Home Republicans", "Home", "House", True, "House Republicans"),
    ],
)  # fmt: skip
def test_surface(text: str, spun: str, original: str, start: bool, output: str) -> None:
    assert decided(text, spun, original, start=start) == output


def test_a_possessive_stays() -> None:
    assert decided("the navy’s plan", "navy", "military", suffix="’s") == "the military’s plan"


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("He is at home within the evening.", "He is at home in the evening."),
        ("The Home of Representatives met.", "The House of Representatives met."),
        ("The AUTHORITIES’s plan failed.", "The AUTHORITIES’s plan failed."),
        ("The talks ended. 2 governments signed the treaty.", "The talks ended. Two governments signed the treaty."),
    ],
)
def test_capitals_of_the_text_decide(text: str, output: str) -> None:
    config = RepairConfig(stages=("spun",), spun_gate=0, min_confidence=0.5)
    assert repair(text, config).text == output


def test_blanks_before_a_line_feed_do_no_harm() -> None:
    for article in ("a", "an"):
        text = seed("spun-politics") + f"\nHe met {article} \nextra folks mentioned it. {article}\nmodification\n"
        result = repair(text, "unspin")
        assert apply_edits(text, result.edits) == result.text


def test_sentences_longer_than_the_window_are_decoded_too() -> None:
    text = "and the officers mentioned it " * 300
    result = repair(text, OPEN)
    assert result.text.count("said") > 250


def test_languages_without_a_table_are_left_alone() -> None:
    config = RepairConfig(stages=("spun",), spun_gate=0, language="de")
    assert repair(seed("spun-politics"), config).text == seed("spun-politics")


def test_residue() -> None:
    text = "It was {a very|a most} long day {that a} man {x + y} {2} {a|b {c} }"
    edits = residue.find(text)
    assert [edit.rule for edit in residue.find("met (*3*) again")] == ["spun.placeholder"]
    assert apply_edits(text, edits) == "It was a very long day that a man {x + y} {2} {a|b c }"
    assert residue.find("{" * 100_000) == []
    assert residue.find("{a|" * 50_000) == []


def test_a_users_substitutions_need_no_gate(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(
        "#textrepair-dictionary: 1\n#name: own\n#kind: replace\n#language: en\n#risk: clear\n#source: test\n"
        "#licence: CC0-1.0\n#built-by: hand\n#columns: before\tafter\nbosom peril\tbreast cancer\n"
        "counterfeit consciousness\tartificial intelligence\n",
        encoding="utf-8",
    )
    config = RepairConfig(dictionaries=(str(path),))
    result = repair("On bosom peril, and bosom perilous seas; counterfeit consciousness.", config)
    assert result.text == "On breast cancer, and bosom perilous seas; artificial intelligence."
    assert result.edits[0].rule == "replace.own:bosom peril"
    assert not repair(result.text, config).edits


DICTIONARY = (
    "#textrepair-dictionary: 1\n#name: own\n#kind: {kind}\n#language: {language}\n#risk: clear\n#source: test\n"
    "#licence: CC0-1.0\n#built-by: hand\n#columns: {columns}\n{rows}"
)
SPUN_COLUMNS = "spun\toriginal\tcount\tpages\tevidence"


def own(tmp_path: Path, kind: str, columns: str, rows: str, language: str = "en") -> RepairConfig:
    path = tmp_path / "own.tsv"
    path.write_text(DICTIONARY.format(kind=kind, language=language, columns=columns, rows=rows), encoding="utf-8")
    return RepairConfig(dictionaries=(str(path),))


def test_a_users_readings_open_no_gate(tmp_path: Path) -> None:
    rows = "after\tfollowing\t1\t1\tP\nfinal\tlast\t1\t1\tP\nhowever\tbut\t1\t1\tP\npeople\tpersons\t1\t1\tP\n"
    config = own(tmp_path, "spun", SPUN_COLUMNS, rows + "the\ta\t1\t1\tP\nwill\tshall\t1\t1\tP\n")
    for name in ("human-paraphrase", "clean-agency"):
        assert repair(seed(name), config) == repair(seed(name))


@pytest.mark.parametrize(
    ("kind", "columns", "rows", "message"),
    [
        ("spun", SPUN_COLUMNS, "a b\tc\tmany\t1\tP\n", "whole number above 0"),
        ("spun", SPUN_COLUMNS, "a b\tc\t0\t1\tP\n", "whole number above 0"),
        ("spun", SPUN_COLUMNS, "a b\tc\t-1\t1\tP\n", "whole number above 0"),
        ("spun", SPUN_COLUMNS, "\tc\t1\t1\tP\n", "is empty"),
        ("replace", "before\tafter", "cat\tdog\ndog\tcat\n", "contains the key"),
        ("replace", "before\tafter", "cat\tcat cat\n", "contains the key"),
        ("replace", "before\tafter", "\tcat\n", "is empty"),
    ],
)
def test_a_users_broken_dictionary_is_refused(
    tmp_path: Path, kind: str, columns: str, rows: str, message: str
) -> None:
    with pytest.raises(DictionaryError, match=message) as caught:
        repair("The cat.", own(tmp_path, kind, columns, rows))
    assert "own.tsv:10" in str(caught.value)


def test_dictionaries_of_other_languages_are_not_used(tmp_path: Path) -> None:
    assert repair("The cat.", own(tmp_path, "replace", "before\tafter", "cat\tKatze\n", "de")).text == "The cat."


def test_the_longest_whole_match_counts(tmp_path: Path) -> None:
    config = own(tmp_path, "replace", "before\tafter", "ab cd\tY\nbosom\tchest\nbosom peril\tcancer\nx ab\tZ\n")
    text = "bosom perilous; bosom; bosom peril; xx ab cd."
    assert repair(text, config).text == "chest perilous; chest; cancer; xx Y."


def test_findings_are_those_of_the_text_alone() -> None:
    context = Context(SAFE)
    alone = STAGE.detect(seed("spun-health"), context)
    STAGE.detect(seed("spun-politics"), context)
    assert STAGE.detect(seed("spun-health"), context) == alone
