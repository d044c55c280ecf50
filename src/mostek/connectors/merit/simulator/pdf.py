"""A small valid PDF, written by hand: one page of plain lines in Helvetica."""

import unicodedata

_BARE = str.maketrans("łŁ", "lL")


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.translate(_BARE)).encode("ascii", "ignore").decode()
    return bare.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def page(lines: list[str]) -> bytes:
    text = "BT /F1 11 Tf 56 780 Td 16 TL\n" + "\n".join(f"({_plain(line)}) Tj T*" for line in lines) + "\nET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, offsets = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return f"{content}xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode("ascii")
