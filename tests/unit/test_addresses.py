"""Addresses of the environment, as Django, redis-py and kombu each understand them."""

import pytest
from kombu.utils.url import url_to_parts
from redis.connection import parse_url

from partnerdesk.addresses import broker_address, database_settings

SOCKETS = [
    "unix:///run/valkey.sock?db=0",
    "unix:///run/valkey.sock",
    "unix:///home/a%20b/%E6%97%A5%E6%9C%AC/%C3%A4%3Bx%2C%25/valkey.sock?db=3",
    "unix://me:p%40ss%2Fword@/run/valkey.sock?db=1",
    "unix:///run/valkey.sock?db=1&password=a%26b%3Ac",
    "unix:///run/valkey.sock?username=me&password=secret",
]


@pytest.mark.parametrize("address", SOCKETS)
def test_cache_and_broker_open_the_same_socket_with_the_same_password(address):
    cache = parse_url(address)
    broker = broker_address(address)
    assert broker.startswith("redis+")
    parts = url_to_parts(broker.removeprefix("redis+"))
    assert parts.scheme == "socket"
    assert f"/{parts.path}" == cache["path"]
    assert parts.query == {"virtual_host": str(cache.get("db", 0))}
    assert parts.username == cache.get("username")
    assert parts.password == cache.get("password")


@pytest.mark.parametrize("address", ["redis://:x@host:6379/2", "rediss://host/0?ssl_cert_reqs=required"])
def test_other_addresses_are_celerys_own_spelling(address):
    assert broker_address(address) == address


def test_a_socket_folder_with_spaces_and_other_letters_is_read_back():
    settings = database_settings("postgresql://app@/partnerdesk?host=%2Fa%20b%2F%E6%97%A5%2C", pool=False)
    assert settings["HOST"] == "/a b/日,"
    assert (settings["USER"], settings["NAME"]) == ("app", "partnerdesk")
    assert settings["OPTIONS"] == {}


def test_what_django_has_no_field_for_goes_to_the_driver():
    settings = database_settings("postgresql://me:p%40ss@db:6432/x?sslmode=require", pool=True)
    assert (settings["HOST"], settings["PORT"], settings["PASSWORD"]) == ("db", "6432", "p@ss")
    assert settings["OPTIONS"].pop("pool")["max_size"] > 0
    assert settings["OPTIONS"] == {"sslmode": "require"}
