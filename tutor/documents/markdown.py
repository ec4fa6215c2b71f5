"""Text as Markdown that shows it as it is, and Markdown as a page of HTML."""

from __future__ import annotations

import html
import re

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#~$&])")

# No fonts or scripts from elsewhere: the page works from a stick, and on paper.
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.05rem/1.5 system-ui, "DejaVu Sans", sans-serif; max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }}
h1 {{ font-size: 1.5rem; }}
h2 {{ font-size: 1.1rem; margin-top: 2rem; break-after: avoid; }}
pre {{ font: 0.95rem/1.35 "DejaVu Sans Mono", ui-monospace, monospace; overflow-x: auto;
  border-left: 3px solid #bbb; padding-left: 0.8rem; break-inside: avoid; }}
ol {{ list-style-type: lower-alpha; }}
li, p {{ break-inside: avoid; orphans: 3; widows: 3; }}
@media print {{
  @page {{ margin: 18mm; }}
  body {{ font-size: 11pt; margin: 0; max-width: none; padding: 0; }}
  pre {{ white-space: pre-wrap; font-size: 9.5pt; }}
}}
</style>
</head>
<body>
{body}</body>
</html>
"""


def escaped(text: str) -> str:
    """The text, so that Markdown changes nothing in it."""
    plain = SPECIAL.sub(r"\\\1", text)
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", plain))


def page(markdown: str, title: str) -> str:
    """A whole page, by itself, that prints well."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).render(markdown)
    return PAGE.format(title=html.escape(title), body=body)
