"""Requests go through the proxy that the environment names."""

import pytest

from evaluator import Status
from tests.endpoint import LocalEndpoint, judged
from tests.judge.chats import evaluated

# Nothing of that name is anywhere: only a proxy can make something of it.
ADDRESS = "http://model.invalid/v1"


@pytest.fixture(autouse=True)
def nobodys_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_the_proxy_gets_the_request(monkeypatch, variable):
    with LocalEndpoint(judged) as proxy:
        monkeypatch.setenv(variable, proxy.base_url.removesuffix("/v1"))
        (found,) = evaluated(ADDRESS)
    assert found.status is Status.GRADED, found.error
    assert [seen.path for seen in proxy.requests] == [f"{ADDRESS}/chat/completions"]


def test_an_address_that_is_excepted_is_asked_directly(monkeypatch):
    with LocalEndpoint(judged) as served, LocalEndpoint(judged) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base_url.removesuffix("/v1"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        (found,) = evaluated(served)
    assert found.status is Status.GRADED, found.error
    assert proxy.requests == []
