"""Prints a neutral document as PDF, with typst. Deterministic: no clock, no system fonts, no network."""

import io
import json
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock

import segno
import typst

from mostek.invoicing.model import Invoice
from mostek.invoicing.pdf.content import content
from mostek.invoicing.pdf.labels import labels
from mostek.invoicing.pdf.texts import Texts
from mostek.kernel.problems import Problem, ProblemError

_TEMPLATE = Path(__file__).parent / "document.typ"
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_one_at_a_time = Lock()


def render(
    invoice: Invoice,
    texts: Texts,
    *,
    preview: bool = False,
    duplicate: date | None = None,
    logo: bytes = b"",
) -> bytes:
    """The PDF in the document's language; some 10 ms for a page.

    `preview` marks every page as not yet issued. `duplicate` is the day on which a copy is made:
    the page then bears that word and day (art. 106l of the Polish VAT Act). `logo` is a PNG or JPEG.
    Raises ProblemError when the logo is neither or is damaged.
    """
    if logo and not logo.startswith(_SIGNATURES):
        raise ProblemError(Problem("invoicing.logo_unreadable"))
    words = labels(invoice.language)
    data = content(invoice, words, texts)
    data["qr"] = _qr(texts.payment_code)
    data["watermark"] = words.words["preview"] if preview else ""
    if duplicate:
        data["subtitles"].insert(0, f"{words.words['duplicate']} {duplicate.isoformat()}")
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    if logo:
        inputs["logo"] = json.dumps(list(logo))
    try:
        return compiled(_TEMPLATE, inputs)
    except typst.TypstError as error:
        # Every other input is text: only a picture can be damaged.
        if logo:
            raise ProblemError(Problem("invoicing.logo_unreadable")) from error
        raise


def compiled(template: Path, inputs: dict[str, str]) -> bytes:
    """A template of this folder, filled in."""
    with _one_at_a_time:
        pdf = _compiler(template).compile(format="pdf", sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Made once for each template: it reads the fonts and keeps what the template compiles to."""
    return typst.Compiler(template, root=template.parent, font_paths=typst.Fonts(include_system_fonts=False))


def _qr(payload: str) -> str:
    if not payload:
        return ""
    image = io.BytesIO()
    # Trying all eight masks takes four times as long; every reader takes any of them.
    code = segno.make_qr(payload, error="m", boost_error=False, mask=2)
    code.save(image, kind="svg", border=1, xmldecl=False)
    return image.getvalue().decode()
