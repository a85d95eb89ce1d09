"""The examination: one check after the other, each on its own where it can be."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from evaluator.doctor import data, listing, machine
from evaluator.doctor.check import Check, problem, skipped
from evaluator.doctor.concealed import Concealed
from evaluator.doctor.configured import KEY, Configured, configured
from evaluator.doctor.trial import REQUEST, trial
from evaluator.endpoint.address import host
from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.errors import ClosureError

if TYPE_CHECKING:
    from evaluator.settings import Settings

_LIST_SECONDS = 20.0
_ON_THE_WIRE = (KEY, listing.ENDPOINT, listing.TLS, listing.CLOCK, listing.MODEL, REQUEST)


async def examine(flags: Mapping[str, object]) -> AsyncIterator[Check]:
    """Yield each check as it is made; `flags` are those of the command line, by the setting's name.

    Nothing is sent without a model, or offline. No key, header or password is in what comes out.
    """
    found = configured(flags)
    hide = Concealed.of(found.settings, machine.proxy_addresses().values()).hide
    async for check in _checks(found):
        yield replace(check, found=hide(check.found), advice=hide(check.advice))


async def _checks(found: Configured) -> AsyncIterator[Check]:
    for check in found.checks:
        yield check
    if found.barrier is None:
        async for check in _of_endpoint(found.settings):
            yield check
    elif found.has_models:
        for name in _not_yet(found):
            yield skipped(name, found.barrier)
    for check in _here(found):
        yield check


def _not_yet(found: Configured) -> Iterator[str]:
    """The checks on the wire that nothing was said about."""
    said = {check.name for check in found.checks}
    return (name for name in _ON_THE_WIRE if name not in said)


async def _of_endpoint(settings: Settings) -> AsyncIterator[Check]:
    """Ask for the models, then each model something small."""
    models = await _listing(settings)
    if isinstance(models, ClosureError):
        for check in _unreachable(models):
            yield check
        return
    yield listing.endpoint(host(settings), models)
    yield listing.tls(settings)
    yield listing.clock(models)
    for name in dict.fromkeys(settings.models):
        yield listing.model(name, models)
        yield await trial(settings, name)


async def _listing(settings: Settings) -> listing.Listing | ClosureError:
    from evaluator.endpoint.connection import Connection

    try:
        connection = Connection(settings, settings.models[0])
        try:
            return await listing.ask_for_models(connection, min(settings.timeout, _LIST_SECONDS))
        finally:
            await connection.close()
    except ClosureError as error:
        return error


def _unreachable(error: ClosureError) -> Iterator[Check]:
    insecure = isinstance(error, Failure) and error.kind is FailureKind.TLS
    at_fault = listing.TLS if insecure else listing.ENDPOINT
    for name in _ON_THE_WIRE[1:]:
        yield problem(name, error) if name == at_fault else skipped(name, "the endpoint is not reached")


def _here(found: Configured) -> Iterator[Check]:
    settings = found.settings
    if found.has_models:
        yield machine.proxies(settings)
        yield machine.cache(settings)
    yield data.rubric(settings)
    yield data.languages(settings)
    yield data.detection()
    if found.has_models:
        yield data.prompt(settings)
    yield machine.output()
