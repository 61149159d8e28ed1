"""Zipwhip: the path says the event, and where it is lost the words do."""

import pytest

from receiver.provider import Certainty
from receiver.providers.zipwhip import PROVIDER
from store import Capture, Event, Json, Kind, Phase
from tests.callbacks import changed, posted, sampled


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


@pytest.mark.parametrize("prefix", ["", "/hooks", "/zipwhip", "/a/b/c"])
@pytest.mark.parametrize(
    ("path", "status"),
    [("/campaign/add", "activated"), ("/campaign/delete", "expired"), ("/campaign/numberPool", "added")],
)
def test_one_body_is_three_events_by_its_path_under_any_prefix(prefix: str, path: str, status: str) -> None:
    event = read(sampled("zipwhip/campaign_add", target=prefix + path))
    assert (event.type, event.status) == (path[1:], status)


@pytest.mark.parametrize(
    ("sample", "type_"),
    [
        ("campaign_add", "campaign/add"),
        ("campaign_delete_expired", "campaign/delete"),
        ("campaign_delete_unelected", "campaign/delete"),
        ("campaign_numberPool_deleted", "campaign/numberPool"),
        ("provision_add_200", "provision/add"),
        ("provision_add_41010", "provision/add"),
        ("provision_add_42030", "provision/add"),
        ("provision_add_500", "provision/add"),
        ("provision_delete_200", "provision/delete"),
    ],
)
def test_where_the_path_is_lost_the_description_tells(sample: str, type_: str) -> None:
    there, lost = read(sampled(f"zipwhip/{sample}")), read(sampled(f"zipwhip/{sample}", target="/"))
    assert lost == there
    assert lost.type == type_


def test_without_path_and_words_the_kind_is_unknown() -> None:
    event = read(sampled("zipwhip/campaign_unknown_path_lost"))
    assert (event.phase, event.status) == (Phase.UNKNOWN, "0")
    assert event.summary == "campaign abc123 event, kind unknown"
    assert read(sampled("zipwhip/message_receive", target="/")).phase == Phase.UNKNOWN


def test_an_id_beyond_what_a_float_holds_stays_exact() -> None:
    assert read(sampled("zipwhip/message_receive")).id == "1327295480212647936"
    assert read(sampled("zipwhip/message_receive_get")).id == "1327295480212648001"
    assert read(changed("zipwhip/message_receive", id=2**63 + 1)).id == "9223372036854775809"


def test_a_message_comes_alike_by_post_put_and_get() -> None:
    post, put, get = (read(sampled(f"zipwhip/message_receive{how}")) for how in ("", "_put", "_get"))
    same = {"id", "key", "content"}
    assert post.model_dump(exclude=same) == put.model_dump(exclude=same) == get.model_dump(exclude=same)


def test_the_end_of_a_number_pool_is_not_the_end_of_its_campaign() -> None:
    event = read(sampled("zipwhip/campaign_numberPool_deleted"))
    assert (event.phase, event.sets) == (Phase.ENDED, False)


def test_a_delete_with_a_code_that_nobody_documents_leaves_the_line() -> None:
    event = read(changed("zipwhip/provision_delete_200", statusCode=500))
    assert (event.phase, event.sets, event.status) == (Phase.UNKNOWN, False, "500")


def test_a_code_that_nobody_documents_is_shown_as_it_is() -> None:
    event = read(sampled("zipwhip/campaign_add_unknown_code"))
    assert (event.phase, event.status, event.reason) == (Phase.UNKNOWN, "7", "Something new")


def test_a_campaign_event_names_its_carriers() -> None:
    assert read(sampled("zipwhip/campaign_add")).summary.endswith("activated at AT&T (10017), T-Mobile (10035), 10037")
    assert read(changed("zipwhip/campaign_add", mnoId=[])).summary.endswith("activated")
    assert read(changed("zipwhip/campaign_add", mnoId=10017)).summary.endswith("activated")


def test_a_failed_line_without_a_description_gets_the_documented_one() -> None:
    event = read(changed("zipwhip/provision_add_42030", description=None))
    assert (event.code, event.reason) == ("42030", None)
    assert event.summary.endswith("not provisioned: the provided campaign is not active")


def test_the_order_of_keys_is_no_new_event_and_another_time_is() -> None:
    there: dict[str, Json] = {"statusCode": 0, "campaignId": "abc", "eventDate": "2020-11-13T17:01:17.123Z"}
    one, two = (
        read(posted(there, "/campaign/add")),
        read(posted({key: there[key] for key in reversed(there)}, "/campaign/add")),
    )
    later = read(posted({**there, "eventDate": "2020-11-14T17:01:17.123Z"}, "/campaign/add"))
    assert (one.key, one.content) == (two.key, two.content)
    assert one.key != later.key


def test_a_line_belongs_to_its_campaign() -> None:
    event = read(sampled("zipwhip/provision_add_no_vendor"))
    assert (event.kind, event.id, event.campaign) == (Kind.NUMBER, "+12065551234", "abc123")


def test_it_claims_its_shapes_and_nothing_else() -> None:
    assert PROVIDER.claims(sampled("zipwhip/campaign_add", target="/x")) == Certainty.LIKELY
    assert PROVIDER.claims(posted({"statusCode": 0, "eventDate": "x"}, "/a/campaign/add")) == Certainty.LIKELY
    assert PROVIDER.claims(posted({"statusCode": 0, "eventDate": "x"})) == Certainty.NO
    assert PROVIDER.interpret(posted({"hello": "world"})) == ()
    assert PROVIDER.interpret(posted(["a", "list"])) == ()
