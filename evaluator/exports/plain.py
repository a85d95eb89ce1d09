"""From what systems keep to what was said: HTML to text, mails without what they quote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

_BLOCKS = (
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "section",
    "article",
    "table",
    "ul",
    "ol",
)
_UNSAID = ("script", "style", "head", "title", "template", "blockquote", ".gmail_quote", ".yahoo_quoted")
_MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_REFERENCE = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|\n]{1,2000})(?:\|(?P<label>[^<>\n]{0,2000}))?>")
_SPACE = re.compile(r"[ \t\r\f\v\xa0]+")
_BLANK_LINES = re.compile(r" ?\n ?(?:\n ?)+")
_QUOTED = re.compile(r"(?:^[^\n]{0,200}:[ \t]*\n+)?^>[^\n]*(?:\n+>[^\n]*)*\n?", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)


def from_html(html: str) -> str:
    """Return the text of a piece of HTML: blocks and breaks are lines, pictures their description."""
    if not _MARKUP.search(html):
        return html.strip()
    # Slow to import, and most chats hold no markup.
    from bs4 import BeautifulSoup, Comment

    soup = BeautifulSoup(html.replace("\n", " "), "html.parser")
    for unsaid in soup.select(",".join(_UNSAID)):
        unsaid.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for picture in soup.find_all("img"):
        picture.replace_with(f" {picture.get('alt') or ''} ")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n")
        block.append("\n")
    text = _SPACE.sub(" ", soup.get_text())
    return _BLANK_LINES.sub("\n", text).replace(" \n", "\n").replace("\n ", "\n").strip()


def from_mrkdwn(text: str, users: Mapping[str, object]) -> str:
    """Return the text of Slack's markup: people by name where `users` has them, links by their label or address."""
    return unescape(_REFERENCE.sub(lambda match: _named(match, users), text)).strip()


def _named(match: re.Match[str], users: Mapping[str, object]) -> str:
    if match["label"]:
        return match["label"]
    user = users.get(match["target"]) if match["sign"] == "@" else None
    if isinstance(user, dict):
        return f"@{user.get('real_name') or user.get('name') or match['target']}"
    return f"{match['sign']}{match['target']}"


def without_quotes(text: str) -> str:
    """Return a mail without the lines that it quotes, the line that announces them, and the signature after ``--``.

    One that would be empty then is returned as it is: a chat's "> 100" is no quote.
    """
    return _SIGNATURE.sub("", _QUOTED.sub("", text)).strip() or text
