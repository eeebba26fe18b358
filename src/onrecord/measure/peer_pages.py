"""A folder of saved pages and the name of another extractor in; the bodies it finds out, as JSON. Needs nothing of onrecord.

Run in a venv of its own, so that nobody else has to install what is measured here:

    python -m venv /a/venv; /a/venv/bin/pip install trafilatura readability-lxml newspaper4k lxml_html_clean
    /a/venv/bin/python src/onrecord/measure/peer_pages.py readability ../shared/data/html bodies.json
    python -m onrecord.measure.extraction ../shared/data/html bodies.json    # a row for data/extraction_peers.tsv
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path


def trafilatura(html: str) -> str:
    """trafilatura as its users call it, with its fall-backs."""
    from trafilatura import extract

    return extract(html, include_comments=False) or ""


def trafilatura_fast(html: str) -> str:
    """trafilatura without its fall-backs."""
    from trafilatura import extract

    return extract(html, include_comments=False, fast=True) or ""


def readability(html: str) -> str:
    """readability-lxml, the text of the summary that it gives as HTML."""
    from lxml.html import document_fromstring
    from readability import Document  # type: ignore[import-not-found,unused-ignore]

    return "\n".join(map(str, document_fromstring(Document(html).summary()).itertext()))


def newspaper(html: str) -> str:
    """newspaper4k."""
    from newspaper import Article  # type: ignore[import-not-found,unused-ignore]

    article = Article("https://example.org/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


EXTRACTORS: dict[str, tuple[str, Callable[[str], str]]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura-fast": ("trafilatura", trafilatura_fast),
    "readability": ("readability-lxml", readability),
    "newspaper": ("newspaper4k", newspaper),
}


def main(name: str, folder: Path, out: Path) -> None:
    """Extract every page, a few before the clock starts; a page that the extractor breaks on has no body."""
    package, extract = EXTRACTORS[name]
    pages = {file.name[:-8]: gzip.decompress(file.read_bytes()) for file in sorted((folder / "html").glob("*.html.gz"))}
    texts = {key: data.decode("utf-8", "replace") for key, data in pages.items()}
    for html in list(texts.values())[:5]:
        _try(extract, html)
    start = time.process_time()
    bodies = {key: _try(extract, html) for key, html in texts.items()}
    seconds = time.process_time() - start
    system = f"{package} {version(package)}{', fast' if name.endswith('fast') else ''}"
    found = {"system": system, "pages_per_second": len(texts) / seconds, "bodies": bodies}
    out.write_text(json.dumps(found), "utf-8")


def _try(extract: Callable[[str], str], html: str) -> str:
    try:
        return extract(html)
    except Exception as err:  # noqa: BLE001  (whatever another program raises counts as no body found)
        print(f"{type(err).__name__}: {err}", file=sys.stderr)
        return ""


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
