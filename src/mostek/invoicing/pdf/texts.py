"""What the country's rules add to a printed document. Made by a regime, printed by `render`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    seller_tax_id_label: str = ""
    buyer_tax_id_label: str = ""
    in_words: str = ""
    """The amount that the document books, spelled out."""
    notes: tuple[str, ...] = ()
    """Sentences that the law wants, each a paragraph of its own."""
    payment_code: str = ""
    """The content of the QR code for paying; "" prints none."""
    payment_code_caption: str = ""
