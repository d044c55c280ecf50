"""Files that were uploaded and whose import has not been started yet."""

import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404

from mostek.panel.access import PanelRequest

KEPT = 24 * 3600
"""Seconds until a draft nobody went on with is removed."""
SESSION_KEY = "imports"


@dataclass(frozen=True, slots=True)
class Draft:
    token: str
    path: Path
    file_name: str
    preset: str


def _folder() -> Path:
    folder: Path = settings.HOME / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def keep(request: PanelRequest, upload: "UploadedFile[Any]", preset: str) -> Draft:
    """Writes the upload to disk and notes it in the person's session, for their present company."""
    _forget_old()
    token = secrets.token_urlsafe(16)
    path = _folder() / token
    with path.open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    drafts: dict[str, Any] = request.session.get(SESSION_KEY, {})
    known = {key: each for key, each in drafts.items() if (_folder() / key).exists()}
    known[token] = {"name": upload.name, "preset": preset, "company": request.company.pk}
    request.session[SESSION_KEY] = known
    return draft(request, token)


def draft(request: PanelRequest, token: str) -> Draft:
    """The draft of this person and company. Raises Http404 when it is not theirs or gone."""
    noted = request.session.get(SESSION_KEY, {}).get(token)
    path = _folder() / token
    if noted is None or noted["company"] != request.company.pk or not path.is_file():
        raise Http404
    return Draft(token, path, noted["name"], noted["preset"])


def drop(request: PanelRequest, token: str) -> None:
    drafts = request.session.get(SESSION_KEY, {})
    if drafts.pop(token, None) is not None:
        (_folder() / token).unlink(missing_ok=True)
        request.session[SESSION_KEY] = drafts


def _forget_old() -> None:
    for path in _folder().iterdir():
        if time.time() - path.stat().st_mtime > KEPT:
            path.unlink(missing_ok=True)
