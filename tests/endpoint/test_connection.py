"""Addresses, keys, headers and certificates, over real lines."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from evaluator import Status, UsageError
from evaluator.endpoint.failure import Failure, FailureKind
from tests.endpoint import status
from tests.judge.chats import KEY, evaluated, parcels, settings


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return int(listening.getsockname()[1])


def test_a_port_where_nobody_listens_is_a_fallback_that_says_so():
    port = free_port()
    [result] = evaluated(f"http://127.0.0.1:{port}/v1", deadline=0.1)
    assert result.status is Status.FALLBACK
    assert str(result.error).startswith(f"connection: m: no connection to 127.0.0.1:{port}: ")
    assert "\n" not in str(result.error)


def test_the_key_and_the_headers_are_sent(endpoint):
    served = endpoint(key=KEY)
    [result] = evaluated(served, headers={"X-Team": "quality"})
    [seen] = served.chats
    assert result.status is Status.GRADED
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert (seen.headers["x-team"], seen.headers["content-type"]) == ("quality", "application/json")


def test_a_wrong_key_stops_the_run(endpoint):
    with pytest.raises(Failure, match="check the API key") as caught:
        evaluated(endpoint(key="another"))
    assert caught.value.kind is FailureKind.AUTH


def test_an_unknown_model_stops_the_run(endpoint):
    with pytest.raises(Failure, match="The model `m` does not exist") as caught:
        evaluated(endpoint(models=["n"]))
    assert caught.value.kind is FailureKind.NOT_FOUND


def test_a_wrong_path_stops_the_run(endpoint):
    served = endpoint(supports=frozenset())
    with pytest.raises(Failure, match="most end in /v1"):
        evaluated(served.base_url.replace("/v1", "/v1/chat/completions/oops?"))


def test_a_server_on_this_machine_needs_no_key(endpoint):
    assert evaluated(endpoint(), key=None)[0].status is Status.GRADED


@pytest.mark.parametrize("where", [{"base_url": "https://models.example/v1"}, {"base_url": None}])
def test_without_a_key_nothing_is_sent_elsewhere(where):
    with pytest.raises(UsageError, match="--offline"):
        evaluated("http://127.0.0.1/v1", **{"key": None, **where})


def test_azure_is_asked_in_its_own_way(endpoint):
    served = endpoint(key=KEY)
    azure = served.base_url.removesuffix("/v1")
    [result] = evaluated(served, base_url=None, azure_endpoint=azure, api_version="2024-10-21")
    [seen] = served.chats
    assert result.status is Status.GRADED
    assert seen.path == "/openai/deployments/m/chat/completions?api-version=2024-10-21"
    assert seen.headers["api-key"] == KEY
    assert result.provenance
    assert result.provenance.endpoint == azure.removeprefix("http://")


def test_azure_without_a_version_is_a_mistake_in_one_line():
    with pytest.raises(UsageError, match="api_version"):
        evaluated("", base_url=None, azure_endpoint="https://x.openai.azure.com")


def test_connections_are_used_again(endpoint):
    served = endpoint()
    evaluated(served, parcels(6))
    assert (len(served.chats), served.connections) == (6, 1)


def test_a_password_in_the_address_is_refused_and_not_repeated(endpoint):
    with pytest.raises(UsageError, match="leave user and password out of the address") as caught:
        evaluated(endpoint().base_url.replace("http://", "http://user:hunter2@"))
    assert "hunter2" not in str(caught.value)


def test_nor_may_the_address_at_azure_hold_one():
    with pytest.raises(UsageError, match="azure_endpoint: leave user and password out") as caught:
        evaluated("", base_url=None, azure_endpoint="https://user:hunter2@x.azure.invalid", api_version="1")
    assert "hunter2" not in str(caught.value)


def test_a_part_of_a_header_that_an_endpoint_repeats_is_not_told(endpoint):
    served = endpoint(status(500, "token hunter2hunter2 is not ours"))
    (found,) = evaluated(served, headers={"X-Auth": "Token hunter2hunter2"}, deadline=0.2)
    assert "is not ours" in str(found.error)
    assert "hunter2" not in str(found.error)


def test_a_user_and_a_password_can_be_sent_as_a_header(endpoint):
    served = endpoint()
    evaluated(served, key=None, headers={"Authorization": "Basic dXNlcjpwdw=="})
    assert served.chats[0].headers["authorization"] == "Basic dXNlcjpwdw=="


def test_a_header_that_the_endpoint_repeats_is_in_no_message(endpoint):
    served = endpoint(lambda seen: status(400, f"what is {seen.headers['x-secret']}?"))
    [result] = evaluated(served, headers={"X-Secret": "open-sesame"})
    assert "sesame" not in str(result.error)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody vouches for, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    extension = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{file}.key", "-out", str(file)]
    subprocess.run([*command.split(), *extension], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.key").read_text())
    return file


@pytest.fixture
def secure(certificate: Path, endpoint) -> Iterator[str]:
    """The address of an endpoint behind TLS, with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    inner = endpoint()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, context, inner), daemon=True).start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/v1"
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, context: ssl.SSLContext, inner) -> None:
    """Hand what comes over TLS on to the endpoint, one connection at a time."""
    port = int(inner.base_url.split(":")[2].split("/")[0])
    while True:
        try:
            outside, _ = listening.accept()
        except OSError:
            return
        try:
            with (
                context.wrap_socket(outside, server_side=True) as plain,
                socket.create_connection(("127.0.0.1", port)) as behind,
            ):
                threading.Thread(target=_copy, args=(behind, plain), daemon=True).start()
                _copy(plain, behind)
        except OSError:
            outside.close()


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_a_certificate_that_nobody_vouches_for_stops_the_run(secure):
    with pytest.raises(Failure, match=r"no secure connection to 127\.0\.0\.1:.*SSL_CERT_FILE") as caught:
        evaluated(secure)
    assert caught.value.kind is FailureKind.TLS


def test_the_advice_about_certificates_helps(secure, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert evaluated(secure)[0].status is Status.GRADED


def test_a_server_that_speaks_no_tls_stops_the_run():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_answer_plainly, args=(listening,), daemon=True).start()
        with pytest.raises(Failure, match="no secure connection") as caught:
            evaluated(f"https://127.0.0.1:{listening.getsockname()[1]}/v1")
    assert caught.value.kind is FailureKind.TLS


def _answer_plainly(listening: socket.socket) -> None:
    line, _ = listening.accept()
    with line:
        line.recv(65536)
        line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_the_key_does_not_show_in_what_holds_it(endpoint):
    from evaluator.endpoint.connection import Connection

    assert KEY not in repr(Connection(settings(endpoint()), "m"))
