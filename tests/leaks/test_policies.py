"""No address without a policy, and no policy without an address."""

from .policies import DECLARED, Policy, routes

DOORS = {
    Policy.OWN_PLACE: {"contributes": False, "leads": False, "while_shut": True},
    Policy.ROOM: {"contributes": False, "leads": False, "while_shut": False},
    Policy.CONTRIBUTES: {"contributes": True, "leads": False, "while_shut": False},
    Policy.LEADS: {"contributes": False, "leads": True, "while_shut": False},
}


def test_every_address_has_a_declared_policy():
    undeclared = [route.text for route in routes() if not _is_declared(route)]
    assert not undeclared, "Say in policies.py who may open these addresses"


def test_every_declared_address_exists():
    assert not DECLARED.keys() - {route.text for route in routes()}


def test_a_view_demands_at_the_door_what_is_declared():
    for route in routes():
        assert route.door == DOORS.get(route.policy), route.text


def test_everything_below_a_room_stands_behind_the_door():
    for route in routes():
        assert route.door is not None or "<slug:slug>" not in route.text or "admin/" in route.text, route.text


def _is_declared(route) -> bool:
    try:
        return bool(route.policy)
    except KeyError:
        return False
