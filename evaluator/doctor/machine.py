"""What this machine has to do with it: stored answers, proxies, and how text is printed."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from evaluator.cache import MEGABYTE, open_cache
from evaluator.doctor.check import Check, ok, skipped, warning
from evaluator.endpoint.address import host
from evaluator.settings.secrets import mask_url

if TYPE_CHECKING:
    from pathlib import Path

    from evaluator.settings import Settings

CACHE, PROXIES, OUTPUT = "cache", "proxies", "output"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SCHEMES = ("https", "http")


def cache(settings: Settings) -> Check:
    """Open the stored answers, without making anything where there are none."""
    if not settings.cache:
        return skipped(CACHE, "off: answers are not kept, and every chat is asked about again")
    with open_cache(settings.cache_dir, settings.cache_size_mb) as opened:
        held = opened.info()
        trouble = opened.trouble or _in_the_way(held.directory)
    if trouble:
        return warning(
            CACHE, trouble, "name another folder with CLOSURE_CACHE_DIR, or go without: --no-cache"
        )
    size = f"{held.bytes / MEGABYTE:,.1f} of {held.limit_bytes / MEGABYTE:,.0f} MB"
    return ok(CACHE, f"{held.directory}: {held.entries:,} answers, {size}")


def _in_the_way(directory: Path) -> str | None:
    """Say why nothing could be written to the folder, or to where it would be made."""
    place = next((p for p in (directory, *directory.absolute().parents) if os.path.lexists(p)), directory)
    if not place.is_dir():
        return f"{place}: is no folder"
    return None if os.access(place, os.W_OK | os.X_OK) else f"{place}: cannot be written to"


def proxies(settings: Settings) -> Check:
    """Name the proxies of the environment, and whether one stands between here and the endpoint."""
    found = proxy_addresses()
    if not found:
        return ok(PROXIES, "none")
    named = ", ".join(f"{scheme}: {_shown(address)}" for scheme, address in found.items())
    address = urlsplit(settings.azure_endpoint or settings.base_url or f"https://{host(settings)}")
    if proxy_bypass(address.hostname or "") or address.scheme not in found:
        return ok(PROXIES, f"{named}; not used for {host(settings)}")
    used = f"{named}; used for {host(settings)}"
    if address.hostname in LOOPBACK:
        return warning(PROXIES, used, f"the endpoint is on this machine: set NO_PROXY={address.hostname}")
    return ok(PROXIES, used)


def proxy_addresses() -> dict[str, str]:
    """Return the proxies by scheme."""
    return {scheme: address for scheme, address in getproxies().items() if scheme in _SCHEMES and address}


def _shown(address: str) -> str:
    try:
        return mask_url(address)
    except ValueError:
        return "an address that makes no sense"


def output() -> Check:
    """Tell whether all characters can be printed."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    if codecs.lookup(encoding).name == "utf-8":
        return ok(OUTPUT, "UTF-8")
    advice = "set PYTHONUTF8=1; files that closure writes are UTF-8 in any case"
    return warning(OUTPUT, f"{encoding}: letters that it lacks are printed as question marks", advice)
