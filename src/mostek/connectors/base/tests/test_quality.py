"""A checklist with a gap is named, whatever the gap."""

from pathlib import Path

import pytest

from mostek.connectors.base.quality import CHECKLIST, Status, checklist_of

WHOLE = dict.fromkeys(CHECKLIST, '"done"')


def written(folder: Path, **changed: str) -> Path:
    items = {name: text for name, text in (WHOLE | changed).items() if text}
    (folder / "quality.toml").write_text("".join(f"{name} = {text}\n" for name, text in items.items()))
    return folder


def test_a_whole_checklist_is_read_in_order(tmp_path: Path) -> None:
    found = checklist_of(written(tmp_path, webhooks='{ status = "exempt", why = "It has none." }'))
    assert list(found) == list(CHECKLIST)
    assert found["verify"].status is Status.DONE
    assert (found["webhooks"].status, found["webhooks"].why) == (Status.EXEMPT, "It has none.")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"verify": ""}, "missing \\['verify'\\]"),
        ({"speed": '"done"'}, "unknown \\['speed'\\]"),
        ({"verify": '"perfect"'}, "verify must have the status"),
        ({"verify": '{ why = "none" }'}, "verify must have the status"),
        ({"verify": '"todo"'}, "verify is todo without saying why"),
        ({"verify": '{ status = "exempt", why = "x", who = "me" }'}, "more than status and why"),
        ({"verify": "3"}, "verify must have the status"),
        ({"verify": "broken"}, "cannot be read"),
    ],
)
def test_a_gap_is_named(tmp_path: Path, changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        checklist_of(written(tmp_path, **changed))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        checklist_of(tmp_path)
