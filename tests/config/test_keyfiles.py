"""Key files: made once, private, rotated in one step."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mostek.config import keyfiles


def test_key_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    first = keyfiles.encryption_keys(tmp_path)
    assert keyfiles.encryption_keys(tmp_path) == first
    assert stat.S_IMODE((tmp_path / keyfiles.ENCRYPTION_KEYS).stat().st_mode) == 0o600


def test_many_that_start_at_once_read_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: keyfiles.secret_key(tmp_path), range(64)))
    assert len(keys) == 1
    assert keys.pop()
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_new_key_comes_first_and_the_old_stays(tmp_path: Path) -> None:
    (old,) = keyfiles.encryption_keys(tmp_path)
    new, kept = keyfiles.add_encryption_key(tmp_path)
    assert new != old
    assert kept == old
    assert keyfiles.encryption_keys(tmp_path) == [new, old]
    assert stat.S_IMODE((tmp_path / keyfiles.ENCRYPTION_KEYS).stat().st_mode) == 0o600
