"""The command measures photo files, says plainly what is wrong, and one bad file costs no other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lesions import measure_files, measure_process
from lesions.management.commands.measure_photo import Command
from lesions.measure_process import Measured, MeasuringBusy
from lesions.measurement.points import USES, PointsError, read_points
from lesions.measurement.terms import Setting
from tests.lesions import corpus
from tests.lesions.measurement import carded

ROOT = Path(measure_files.__file__).resolve().parent.parent
AT = f"{carded.AT[0]:g},{carded.AT[1]:g}"
LESION = {"tap": list(carded.AT), "box": [315, 130, 386, 188], "outline": carded.LUMP.tolist()}
ENTRY: dict[str, Any] = {"marker_mm": carded.SIDE_MM, "lesions": {"L0": LESION}}


class Folder:
    """Photos, POINTS and the command on them."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self.points = path / "points.json"
        self.out = path / "out.json"
        self._capsys = capsys

    def photo(self, name: str, data: bytes | None = None) -> Path:
        (self.path / name).write_bytes(carded.saved(carded.pixels()) if data is None else data)
        return self.path / name

    def say(self, entries: object) -> None:
        self.points.write_text(json.dumps(entries))

    def run(self, *arguments: object) -> tuple[int, str]:
        """Exit code, and what was printed."""
        code = 0
        try:
            Command().run_from_argv(["manage.py", "measure_photo", *map(str, arguments)])
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = self._capsys.readouterr()
        return code, printed.out + printed.err

    def measure(self, *files: Path, **options: str) -> dict[str, Any]:
        more = [part for name, value in options.items() for part in (f"--{name}", value)]
        code, _printed = self.run(*files, "--points", self.points, "--out", self.out, *more)
        assert code == 0
        measured: dict[str, Any] = json.loads(self.out.read_text())
        return measured


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys)


@pytest.mark.parametrize("use", ["tap", "box", "outline"])
def test_predictions_hold_what_the_scorer_reads(folder: Folder, use: str) -> None:
    folder.say({"a.jpg": ENTRY})
    entry = folder.measure(folder.photo("a.jpg"), use=use)["a.jpg"]
    assert entry["status"] == "ok"
    lesion = entry["lesions"]["L0"]
    assert lesion["length_mm"] == pytest.approx(carded.LENGTH_MM, rel=0.06)
    assert lesion["width_mm"] == pytest.approx(carded.WIDTH_MM, rel=0.08)
    assert lesion["area_mm2"] == pytest.approx(37.7, rel=0.12)
    assert lesion["uncertainty_mm"] > 0
    assert len(lesion["outline_px"]) > 20
    assert entry["seconds"] > 0
    assert 20 < entry["peak_mb"] < 400


def test_a_bad_file_fails_with_its_reason_and_the_others_go_on(folder: Folder) -> None:
    files = [
        folder.photo("cut.jpg", corpus.jpeg()[:3000]),
        folder.photo("text.jpg", b"no photo"),
        folder.path / "gone.jpg",
        folder.photo("unsaid.jpg"),
        folder.photo("plain.png", carded.saved(carded.pixels(card=False), "PNG")),
        folder.photo("good.png", carded.saved(carded.pixels(), "PNG")),
    ]
    folder.say({file.name: ENTRY for file in files if file.name != "unsaid.jpg"})
    measured = folder.measure(*files, jobs="2")
    assert {name: (entry["status"], entry["reason"]) for name, entry in measured.items()} == {
        "cut.jpg": ("failed", "truncated"),
        "text.jpg": ("failed", "wrong_kind"),
        "gone.jpg": ("failed", "no_such_file"),
        "unsaid.jpg": ("failed", "not_in_points"),
        "plain.png": ("manual", "missing"),
        "good.png": ("ok", ""),
    }


def test_measurements_are_kept_by_name_without_folder_in_the_order_given(folder: Folder) -> None:
    files = [folder.photo(name) for name in ("b.jpg", "a.jpg")]
    folder.say({"a.jpg": {**ENTRY, "lesions": {}}, "b.jpg": ENTRY})
    assert list(folder.measure(*files)) == ["b.jpg", "a.jpg"]


def test_a_folder_cannot_be_read_as_a_photo(folder: Folder) -> None:
    (folder.path / "a.jpg").mkdir()
    folder.say({"a.jpg": ENTRY})
    entry = folder.measure(folder.path / "a.jpg")["a.jpg"]
    assert entry["status"] == "failed"
    assert entry["reason"] == "cannot be read: Is a directory"


def test_a_file_too_large_to_be_a_photo_is_not_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_files, "MAX_BYTES", 100)
    folder.say({"a.jpg": ENTRY})
    assert folder.measure(folder.photo("a.jpg"))["a.jpg"]["reason"] == "too_large"


def test_a_lesion_that_nobody_pointed_at_fails_alone(folder: Folder) -> None:
    folder.say({"a.jpg": {**ENTRY, "lesions": {"L0": {"tap": list(carded.AT)}, "L1": LESION}}})
    lesions = folder.measure(folder.photo("a.jpg"), use="box")["a.jpg"]["lesions"]
    assert lesions["L0"] == {"status": "failed", "reason": "not_pointed_at"}
    assert lesions["L1"]["status"] == "ok"


def test_a_process_that_was_ended_costs_its_photo_only(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, asked = measure_process.workers.run, []

    def ended_at_first(request: list[bytes], seconds: float) -> bytes:
        asked.append(seconds)
        return b"" if len(asked) == 1 else run(request, seconds)

    monkeypatch.setattr(measure_process.workers, "run", ended_at_first)
    folder.say({"a.jpg": ENTRY, "b.jpg": ENTRY})
    measured = folder.measure(folder.photo("a.jpg"), folder.photo("b.jpg"))
    assert (measured["a.jpg"]["status"], measured["a.jpg"]["reason"]) == ("failed", "stopped")
    assert measured["b.jpg"]["status"] == "ok"


def test_where_no_process_can_start_every_photo_says_so(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_ask: object) -> Measured:
        raise MeasuringBusy

    monkeypatch.setattr(measure_process, "first", busy)
    folder.say({"a.jpg": ENTRY})
    assert folder.measure(folder.photo("a.jpg"))["a.jpg"]["reason"] == "cannot_start"


def test_a_run_that_is_stopped_leaves_what_it_had(folder: Folder) -> None:
    def stopped() -> None:
        with measure_files.Out(folder.out) as out:
            out.add("a.jpg", {"status": "ok"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert json.loads(folder.out.read_text()) == {"a.jpg": {"status": "ok"}}


def test_one_photo_is_shown_as_a_table(folder: Folder) -> None:
    code, printed = folder.run(folder.photo("a.jpg"), "--at", AT, "--marker-mm", carded.SIDE_MM)
    assert code == 0
    rows = dict(line.split(maxsplit=1) for line in printed.splitlines())
    assert rows["status"] == "ok"
    assert float(rows["length"].split()[0]) == pytest.approx(carded.LENGTH_MM, rel=0.06)
    assert "±" in rows["length"]
    assert set(rows) >= {"card", "width", "area", "border", "error", "took"}


def test_one_photo_without_a_card_shows_why_it_has_no_millimetres(folder: Folder) -> None:
    photo = folder.photo("a.jpg", carded.saved(carded.pixels(card=False)))
    code, printed = folder.run(photo, "--box", "315,130,386,188", "--card", "single-15")
    assert code == 0
    assert "manual missing" in printed
    assert "length" not in printed


def test_another_card_of_ours_is_not_taken_for_the_named_one(folder: Folder) -> None:
    _code, printed = folder.run(folder.photo("a.jpg"), "--at", AT, "--card", "single-20")
    assert "refused other_card" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.jpg"], "either --at X,Y or --box"),
        (["a.jpg", "--at", "1,2", "--box", "1,2,3,4", "--marker-mm", "20"], "either --at X,Y or --box"),
        (["a.jpg", "--at", "1,2"], "either --marker-mm N or --card KEY"),
        (["a.jpg", "--at", "1,2", "--marker-mm", "20", "--card", "L-S"], "either --marker-mm N or --card"),
        (["a.jpg", "b.jpg", "--at", "1,2", "--marker-mm", "20"], "Give one photo"),
        (["a.jpg", "--at", "1;2", "--marker-mm", "20"], "should be two numbers"),
        (["a.jpg", "--at", "1,2,3", "--marker-mm", "20"], "should be two numbers"),
        (["a.jpg", "--at", "nan,2", "--marker-mm", "20"], "should be two numbers"),
        (["a.jpg", "--box", "9,2,3,4", "--marker-mm", "20"], "left,top,right,low"),
        (["a.jpg", "--at", "1,2", "--marker-mm", "twenty"], "--marker-mm"),
        (["a.jpg", "--at", "1,2", "--marker-mm", "0"], "marker_mm should be a number"),
        (["a.jpg", "--at", "1,2", "--marker-mm", "nan"], "marker_mm should be a number"),
        (["a.jpg", "--at", "1,2", "--marker-mm", "900"], "marker_mm should be a number"),
        (["a.jpg", "--at", "1,2", "--card", "XL"], "invalid choice: 'XL'"),
        (["a.jpg", "--at", "1,2", "--card", "L-S", "--place", "moon"], "invalid choice: 'moon'"),
        (["a.jpg", "--at", "1,2", "--card", "L-S", "--surface", "toe"], "invalid choice: 'toe'"),
        (["a.jpg", "--at", "1,2", "--card", "L-S", "--hand", "up"], "invalid choice: 'up'"),
        (["a.jpg", "--at", "1,2", "--card", "L-S", "--focal-35mm", "1"], "focal_35mm should be"),
        (["a.jpg", "--at", "1,2", "--card", "L-S", "--out", "x"], "--out needs --points"),
        (["a.jpg", "--at", "1,2", "--card", "L-S", "--use", "tap"], "--use needs --points"),
        (["a.jpg", "--at", "1,2", "--card", "L-S", "--jobs", "2"], "--jobs needs --points"),
        (["a.jpg", "--points", "points.json"], "Say with --out"),
        (["a.jpg", "--points", "points.json", "--out", "o", "--at", "1,2"], "--at is for one photo"),
        (["a.jpg", "--points", "points.json", "--out", "o", "--marker-mm", "5"], "--marker-mm is for one"),
        (["a.jpg", "--points", "points.json", "--out", "o", "--jobs", "3"], "invalid choice: 3"),
        (["a.jpg", "--points", "points.json", "--out", "o", "--use", "eye"], "invalid choice: 'eye'"),
        (["a.jpg", "x/a.jpg", "--points", "points.json", "--out", "o"], "Two photos are called a.jpg"),
        (["a.jpg", "--points", "none.json", "--out", "o"], "none.json cannot be read: No such file"),
        (["a.jpg", "--points", "points.json", "--out", "none/o"], "none/o cannot be written: No such"),
        ([], "required: FILE"),
    ],
)
def test_wrong_arguments_are_said_plainly_with_exit_code_2(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(folder.path)
    folder.say({"a.jpg": ENTRY})
    code, printed = folder.run(*arguments)
    assert code == 2
    assert said in printed
    assert not (folder.path / "o").exists()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ([], "a.jpg: an entry should be an object"),
        ({"lesions": []}, "an object of lesions"),
        ({"marker_mm": "20"}, "marker_mm should be a number"),
        ({"marker_mm": True}, "marker_mm should be a number"),
        ({"marker_mm": -3}, "marker_mm should be a number"),
        ({"card_layout": 5}, "card_layout should hold markers"),
        ({"card_layout": {"markers": {}}}, "card_layout should hold markers"),
        ({"card_layout": {"markers": {"41": [[0, 0], [1, 0], [1, 1]]}}}, "marker 41 should have"),
        ({"card_layout": {"markers": {"50": [[0, 0], [1, 0], [1, 1], [0, 1]]}}}, "marker 50 should have"),
        ({"card_layout": "XL"}, "card_layout should be one of"),
        ({"card_place": "moon"}, "card_place should be one of same_skin, table, neighbour"),
        ({"site": "toe"}, "site should be one of flat, limb"),
        ({"hand_lies": "yes"}, "hand_lies should be"),
        ({"focal_35mm": "26"}, "focal_35mm should be"),
        ({"lesions": {"L0": {"tap": [1]}}}, "the tap of L0 should be x and y"),
        ({"lesions": {"L0": {"tap": ["a", 2]}}}, "the tap of L0 should be x and y"),
    ],
)
def test_points_that_cannot_be_understood_are_said_before_anything_is_measured(
    folder: Folder, entry: object, said: str
) -> None:
    folder.say({"a.jpg": entry})
    code, printed = folder.run(folder.path / "a.jpg", "--points", folder.points, "--out", folder.out)
    assert code == 2
    assert said in printed
    assert not folder.out.exists()


@pytest.mark.parametrize(
    ("use", "place", "said"),
    [
        ("box", [1, 2, 3], "left, top, right and low"),
        ("box", [3, 2, 1, 4], "in this order"),
        ("outline", [[1, 2], [3, 4]], "at least three points"),
        ("outline", [[1, 2, 3], [3, 4, 5], [1, 1, 1]], "at least three points"),
    ],
)
def test_a_wrong_box_or_outline_is_said(folder: Folder, use: str, place: object, said: str) -> None:
    folder.say({"a.jpg": {"lesions": {"L0": {use: place}}}})
    code, printed = folder.run(
        folder.path / "a.jpg", "--points", folder.points, "--out", folder.out, "--use", use
    )
    assert (code, said in printed) == (2, True)


@pytest.mark.parametrize(("text", "said"), [("{", "It is not JSON"), ("[]", "It should be an object")])
def test_points_that_are_no_object_are_said(folder: Folder, text: str, said: str) -> None:
    folder.points.write_text(text)
    code, printed = folder.run(folder.path / "a.jpg", "--points", folder.points, "--out", folder.out)
    assert (code, said in printed) == (2, True)


words = st.sampled_from(
    ["marker_mm", "card_layout", "markers", "41", "card_place", "site", "hand_lies", "lesions", "L0", "tap"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.just(10**400) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(words, anything) | anything, st.sampled_from(USES))
def test_whatever_stands_in_points_is_understood_or_refused(entry: object, use: str) -> None:
    try:
        said = read_points(json.dumps({"a.jpg": entry}), use, ["a.jpg"])
    except PointsError:
        return
    assert isinstance(said["a.jpg"].setting, Setting)


def test_it_needs_no_settings_no_secret_and_no_database(folder: Folder) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "measure_photo", "--help"],
        cwd=folder.path,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "--points" in done.stdout
    assert list(folder.path.iterdir()) == []
