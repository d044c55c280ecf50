"""A company's templates: the ready-made ones, its changes to them, and its own."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem, ProblemError
from mostek.mail import wording
from mostek.mail.models import LANGUAGES, Template, TemplateText

READY: dict[str, "str | Promise"] = {
    "issued": _("Document issued"),
    "correction": _("Correction issued"),
    "proforma": _("Pro forma invoice, please pay"),
    "reminder": _("Payment reminder"),
}
FOLDER = Path(__file__).parent / "ready"


@dataclass(frozen=True, slots=True)
class Text:
    language: str
    subject: str
    body: str
    is_own: bool
    """Written by the company; else ready-made."""

    @property
    def needs_document(self) -> bool:
        return bool(wording.used(self.subject, self.body) & wording.OF_A_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Known:
    key: str
    name: str
    is_ready: bool
    texts: Mapping[str, Text]
    """By language."""

    def text(self, *languages: str) -> Text:
        """In the first of these languages that has one, else in any."""
        for language in languages:
            if language in self.texts:
                return self.texts[language]
        return next(iter(self.texts.values()))


@cache
def _ready() -> dict[str, dict[str, Text]]:
    """Key -> language -> text, from the files."""
    found: dict[str, dict[str, Text]] = {key: {} for key in READY}
    for language, _name in LANGUAGES:
        content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        for key in READY:
            each = content[key]
            found[key][language] = Text(language, each["subject"], each["body"].strip(), False)
    return found


def known(company: Company) -> list[Known]:
    """Ready-made ones first, then the company's own by name."""
    stored = {each.key: each for each in Template.objects.of(company).prefetch_related("texts")}
    ready = [_known(key, str(name), stored.get(key)) for key, name in READY.items()]
    own = [_known(each.key, each.name, each) for key, each in stored.items() if key not in READY]
    return ready + sorted((each for each in own if each.texts), key=lambda each: each.name)


def _known(key: str, name: str, stored: Template | None) -> Known:
    texts = dict(_ready().get(key, {}))
    for text in stored.texts.all() if stored else ():
        texts[text.language] = Text(text.language, text.subject, text.body, True)
    return Known(key, name, key in READY, texts)


def find(company: Company, key: str) -> Known:
    """Raises ProblemError."""
    for each in known(company):
        if each.key == key:
            return each
    raise ProblemError(Problem("mail.template_unknown", {"name": key}, "template"))


def fitting(document: Document) -> str:
    """The ready-made template for a document of its kind."""
    kinds = {Kind.CORRECTION.value: "correction", Kind.PROFORMA.value: "proforma"}
    return kinds.get(document.kind, "issued")


def check(subject: str, body: str) -> None:
    """Raises ProblemError."""
    problems = wording.check(subject, "subject") + wording.check(body, "body")
    problems += [
        Problem("mail.text_missing", field=field)
        for field, text in (("subject", subject), ("body", body))
        if not text.strip()
    ]
    if problems:
        raise ProblemError(*problems)


@transaction.atomic
def save(company: Company, key: str, language: str, subject: str, body: str, actor: str) -> None:
    """Replaces the text of a known template in one language. Raises ProblemError."""
    find(company, key)
    check(subject, body)
    template, _made = Template.objects.get_or_create(
        company=company, key=key, defaults={"name": "" if key in READY else key}
    )
    values = {"subject": subject.strip(), "body": body.strip()}
    TemplateText.objects.update_or_create(template=template, language=language, defaults=values)
    record(company, actor, "change", template, {"language": (None, language)})


@transaction.atomic
def make(company: Company, name: str, language: str, subject: str, body: str, actor: str) -> str:
    """A template of the company's own; its key. Raises ProblemError."""
    check(subject, body)
    key = slugify(name.replace("ł", "l").replace("Ł", "L"))[:30] or "template"
    if key in READY or Template.objects.of(company).filter(key=key).exists():
        key = f"{key}-{secrets.token_hex(3)}"
    template = Template.objects.create(company=company, key=key, name=name.strip())
    TemplateText.objects.create(
        template=template, language=language, subject=subject.strip(), body=body.strip()
    )
    record(company, actor, "add", template)
    return key


@transaction.atomic
def forget(company: Company, key: str, language: str, actor: str) -> None:
    """Takes the company's text away: a ready-made one comes back, one's own is gone, and with its last
    text the template."""
    template = Template.objects.get_of(company, key=key)
    template.texts.filter(language=language).delete()
    record(company, actor, "delete", template, {"language": (language, None)})
    if not template.texts.exists():
        template.delete()
