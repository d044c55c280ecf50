"""Forms and links of a page, as a browser finds them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    action: str
    """Empty: the page's own address."""
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    """With everything ticked, every button pressed, and of each list the last choice."""
    has_button: bool = False


@dataclass(slots=True)
class Read:
    forms: list[Form]
    links: list[str]


def read(markup: str) -> Read:
    reader = _Reader()
    reader.feed(markup)
    return Read(list(reader.forms.values()), reader.links)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Form] = {}
        self.links: list[str] = []
        self._form: Form | None = None
        self._select: tuple[Form, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        match tag:
            case "a" if "href" in said:
                self.links.append(said["href"])
            case "form":
                name = said.get("id") or str(len(self.forms))
                self._form = Form(said.get("action", ""), said.get("method", "get").lower())
                self.forms[name] = self._form
            case "select" if form := self._form_of(said):
                self._select = (form, said.get("name", ""))
            case "option" if self._select and said.get("value"):
                form, name = self._select
                form.fields[name] = [said["value"]]
            case "button" if form := self._form_of(said):
                _add(form, {"type": "submit"} | said)
            case "input" | "textarea" if form := self._form_of(said):
                _add(form, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def _form_of(self, said: dict[str, str]) -> Form | None:
        return self.forms.get(said["form"]) if "form" in said else self._form


def _add(form: Form, said: dict[str, str]) -> None:
    form.has_button = form.has_button or said.get("type") == "submit"
    name = said.get("name", "")
    if not name or name == "csrfmiddlewaretoken" or "disabled" in said:
        return
    if said.get("type") == "checkbox":
        form.fields.setdefault(name, []).append(said.get("value", "on"))
    else:
        form.fields[name] = [said.get("value", "")]
