"""A small PDF and XML of a document: enough to be opened, printed and compared."""

from typing import Any

_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def pdf(document: dict[str, Any], title: str) -> bytes:
    """One page with number, date, buyer and totals, in the letters every reader has."""
    buyer = document.get("client_company_name") or (
        f"{document.get('client_first_name') or ''} {document.get('client_last_name') or ''}"
    )
    currency = document["currency"]
    lines = [
        f"{title} {document['number'] or ''}",
        f"Data wystawienia: {document['invoice_date']}",
        f"Nabywca: {buyer.strip()}",
        *(
            f"{line['name'][:60]}  x {line['quantity']}  {_money(line['gross_price'])}"
            for line in document["services"]
        ),
        f"Netto: {_money(document['net_price'])} {currency}",
        f"VAT: {_money(document['tax_price'])} {currency}",
        f"Razem: {_money(document['gross_price'])} {currency}",
        "Dokument z symulatora, bez mocy prawnej",
    ]
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    content = f"BT /F1 12 Tf 16 TL 50 790 Td\n{shown}ET".encode("latin-1", "replace")
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def _money(units: int) -> str:
    return f"{'-' if units < 0 else ''}{abs(units) // 100}.{abs(units) % 100:02d}"


def _escaped(text: str) -> str:
    return text.translate(_PLAIN).replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(*objects: bytes) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalog."""
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + head + tail


def xml(document: dict[str, Any]) -> bytes:
    """A sketch of the structured invoice: number, day and total."""
    total = _money(document["gross_price"])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Fa>'
        f"<KodWaluty>{document['currency']}</KodWaluty><P_1>{document['invoice_date']}</P_1>"
        f"<P_2>{document['number'] or ''}</P_2><P_15>{total}</P_15></Fa></Faktura>\n"
    ).encode()
