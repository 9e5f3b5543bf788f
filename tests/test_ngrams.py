"""The n-gram table: its probabilities, its file, and what happens when the file is damaged."""

import importlib.util
import json
import math
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.ngrams import START, UNKNOWN, NgramTable, held_out, ngram_hash, sentences, sequences

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "dictionaries" / "ngrams-en.bin"

HARBOUR = """The harbour board said on Monday that two ferries would stay in port. The board said in a letter that the
ferries were old. Two officials said the letter was late. "The ferries stay," one of the officials said.
The officials said in the port that the board was late. The ferries were in the harbour, the board said."""
BRIDGE = """The town said that the bridge was safe. The bridge in the town was old, two engineers said.
The engineers said in a letter that two bridges were safe. In the town the letter was read on Monday."""


def builder() -> ModuleType:
    pytest.importorskip("numpy")
    spec = importlib.util.spec_from_file_location("build_ngrams", ROOT / "dictionaries" / "build_ngrams.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_ngrams"] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


def build(path: Path, budget: float = 1e9) -> list[str]:
    """Write a table of the two stories, the first with double weight; return its vocabulary."""
    build_ngrams = builder()
    counts = build_ngrams.count([(2.0, [HARBOUR]), (1.0, [BRIDGE])], least_word=2)
    build_ngrams.prune(counts, budget)
    build_ngrams.write(counts, path, {"name": "small"})
    return [word for word in counts.words if word != START]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    path = tmp_path_factory.mktemp("ngrams") / "small.bin"
    return path, build(path)


CONTEXTS = [
    (),
    (START,),
    ("the",),
    ("officials",),
    ("in", "the"),
    (START, "the"),
    ("said", "in"),
    ("the", "zebra"),
    ("zebra",),
]


@pytest.mark.parametrize("context", CONTEXTS)
def test_probabilities_after_a_context_sum_to_one(small: tuple[Path, list[str]], context: tuple[str, ...]) -> None:
    path, words = small
    table = NgramTable.open(path)
    assert math.fsum(math.exp(table.logprob(word, context)) for word in words) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("context", [("the",), ("in", "the")])
def test_probabilities_sum_to_one_after_pruning(tmp_path: Path, context: tuple[str, ...]) -> None:
    path = tmp_path / "pruned.bin"
    words = build(path, budget=120)
    table = NgramTable.open(path)
    assert table.header["levels"]["3"]["entries"] < 10
    assert math.fsum(math.exp(table.logprob(word, context)) for word in words) == pytest.approx(1, abs=0.05)


def test_counts_are_weighted_and_near(small: tuple[Path, list[str]]) -> None:
    table = NgramTable.open(small[0])
    texts = [(2, HARBOUR), (1, BRIDGE)]
    said = sum(weight * sequence.count("said") for weight, text in texts for sequence in sequences(text))
    assert table.count(("said",)) == pytest.approx(said, rel=0.04)
    assert table.count(("officials", "said")) == pytest.approx(6, rel=0.04)
    assert table.count(("the", "officials", "said")) == pytest.approx(4, rel=0.04)
    assert table.count(("said", "officials")) == 0.0
    assert table.count(("zebra",)) == 0.0


@pytest.mark.parametrize("tokens", [(), ("a", "b", "c", "d")])
def test_count_of_another_length_is_refused(small: tuple[Path, list[str]], tokens: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="1 to 3 forms"):
        NgramTable.open(small[0]).count(tokens)


def test_context_decides(small: tuple[Path, list[str]]) -> None:
    table = NgramTable.open(small[0])
    assert table.logprob("said", ("officials",)) > table.logprob("said", ("the",)) + 1
    assert table.logprob("the", (START,)) > table.logprob("the", ("the",)) + 1


def test_only_the_last_two_forms_and_only_this_sentence_matter(small: tuple[Path, list[str]]) -> None:
    table = NgramTable.open(small[0])
    assert table.logprob("said", ("a", "b", "the", "officials")) == table.logprob("said", ("the", "officials"))
    assert table.logprob("the", ("late", START)) == table.logprob("the", (START,))


def test_unknown_words_share_the_probability_of_unknown(small: tuple[Path, list[str]]) -> None:
    plain = NgramTable.open(small[0])
    prior = NgramTable.open(small[0], unigram={"zebra": 1e-4, "okapi": 1e-6}.get)  # type: ignore[arg-type]
    assert "zebra" not in plain
    assert "said" in plain
    assert START not in plain
    assert plain.logprob("zebra") == plain.logprob("okapi") < plain.logprob(UNKNOWN)
    assert prior.logprob("zebra") == pytest.approx(math.log(1e-4))
    assert prior.logprob("zebra", ("the",)) - prior.logprob("okapi", ("the",)) == pytest.approx(math.log(100))
    assert prior.logprob("said", ("the",)) == plain.logprob("said", ("the",))


@given(st.text(st.characters(codec=None)), st.lists(st.text(max_size=5), max_size=4))
def test_any_word_has_a_finite_probability(word: str, context: list[str]) -> None:
    table = NgramTable.open(SHIPPED)
    value = table.logprob(word, tuple(context))
    assert math.isfinite(value)
    assert value <= 0.1


def test_rebuilding_gives_the_same_bytes(small: tuple[Path, list[str]], tmp_path: Path) -> None:
    build(tmp_path / "again.bin")
    assert (tmp_path / "again.bin").read_bytes() == small[0].read_bytes()


def test_hashes_are_the_same_everywhere() -> None:
    # Fixed values: another hash would make every shipped table unreadable without a word.
    assert ngram_hash(("said",)) == 0xCF2A781806601535
    assert ngram_hash(("in", "the")) == 0x11F1D2DDE0E4A589
    assert ngram_hash(("\ud800", "’", "日本")) == 0x3A2DC41BB5DC5B91


def test_another_process_reads_the_same(small: tuple[Path, list[str]]) -> None:
    code = "import sys; from textrepair.ngrams import NgramTable as T; t = T.open(sys.argv[1])"
    code += "; print(repr(t.logprob('said', ('the', 'officials'))))"
    run = [sys.executable, "-c", code, str(small[0])]
    shown = {
        subprocess.run(run, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}, cwd=ROOT).stdout
        for seed in ("1", "2")
    }
    assert shown == {f"{NgramTable.open(small[0]).logprob('said', ('the', 'officials'))!r}\n"}


def test_reads_from_a_zip(small: tuple[Path, list[str]], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "wheel.zip", "w") as archive:
        archive.write(small[0], "data/small.bin")
    with zipfile.ZipFile(tmp_path / "wheel.zip") as archive:
        table = NgramTable.open(zipfile.Path(archive, "data/small.bin"))
    mapped = NgramTable.open(small[0])
    assert table.logprob("said", ("the", "officials")) == mapped.logprob("said", ("the", "officials"))
    assert pickle.loads(pickle.dumps(table)).count(("said",)) == mapped.count(("said",))


def test_pickles_by_name(small: tuple[Path, list[str]]) -> None:
    table = NgramTable.open(small[0], unigram=len)
    data = pickle.dumps(table)
    assert len(data) < 500
    assert pickle.loads(data).logprob("said", ("the",)) == table.logprob("said", ("the",))


DAMAGE = {
    "empty": lambda data: b"",
    "a few bytes": lambda data: data[:10],
    "cut in the header": lambda data: data[:100],
    "cut in the data": lambda data: data[:-5],
    "too long": lambda data: data + b"\0",
    "another file": lambda data: b"PK\x03\x04" + data[4:],
    "another version": lambda data: data[:8] + b"\x09\0\0\0" + data[12:],
    "header changed": lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_named_with_the_remedy(small: tuple[Path, list[str]], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "damaged.bin"
    path.write_bytes(DAMAGE[kind](small[0].read_bytes()))
    with pytest.raises(
        ValueError, match=r"damaged\.bin is not a readable n-gram table: .*; install textrepair again"
    ) as raised:
        NgramTable.open(path)
    assert "\n" not in str(raised.value)


def test_verify_finds_a_changed_byte(small: tuple[Path, list[str]], tmp_path: Path) -> None:
    NgramTable.open(small[0]).verify()
    data = bytearray(small[0].read_bytes())
    data[-3] ^= 4
    (tmp_path / "changed.bin").write_bytes(data)
    with pytest.raises(ValueError, match="checksum"):
        NgramTable.open(tmp_path / "changed.bin").verify()


def test_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        NgramTable.open(tmp_path / "absent.bin")


@given(st.text(st.sampled_from("aB.?!”' \n\u2028é")))
def test_sentences_lose_nothing_but_outer_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_held_out_is_a_tenth() -> None:
    assert 900 < sum(held_out(f"document-{number}") for number in range(10_000)) < 1100
    assert held_out("o")


def test_a_held_out_document_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    build_ngrams = builder()
    monkeypatch.setattr(build_ngrams, "CORPORA", (build_ngrams.Corpus("tiny", 1.0, "ours"),))
    rows = [{"id": "a", "text": HARBOUR}, {"id": "o", "text": "Zebra zebra zebra zebra."}]
    with gzip.open(tmp_path / "tiny.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    build_ngrams.build(tmp_path, tmp_path / "tiny.bin", 10_000)
    table = NgramTable.open(tmp_path / "tiny.bin")
    assert "zebra" not in table
    assert "said" in table
    assert table.header["corpora"][0]["licence"] == "ours"


# Facts of English that the shipped table must know.


@pytest.fixture(scope="module")
def shipped() -> NgramTable:
    return NgramTable.open(SHIPPED)


def test_shipped_table_is_whole_and_small(shipped: NgramTable) -> None:
    shipped.verify()
    assert SHIPPED.stat().st_size < 16_000_000
    assert all(corpus["licence"] and corpus["weight"] > 0 for corpus in shipped.header["corpora"])


@pytest.mark.parametrize(
    ("before", "good", "bad", "after"),
    [
        (("officials",), "said", "mentioned", ()),
        (("the",), "two", "2", ("governments",)),
        (("people",), "in", "within", ("the",)),
        (("the", "national"), "security", "safety", ("council",)),
        (("secretary", "of"), "state", "nation", ()),
        (("last",), "year", "yr", (".",)),
    ],
)
def test_shipped_table_prefers(
    shipped: NgramTable, before: tuple[str, ...], good: str, bad: str, after: tuple[str, ...]
) -> None:
    def score(word: str) -> float:
        forms = (*before, word, *after)
        return sum(shipped.logprob(forms[i], forms[max(0, i - 2) : i]) for i in range(len(before), len(forms)))

    assert score(good) > score(bad) + 1
