"""One letter never stops another (the full size of it: SAMRUM_FLOOD=1000, SAMRUM_FLOOD_ORDINARY=10000)."""

import os

import pytest

from .flood import Flood

BAD = int(os.environ.get("SAMRUM_FLOOD", "40"))
ORDINARY = int(os.environ.get("SAMRUM_FLOOD_ORDINARY", "60"))
KILLS = int(os.environ.get("SAMRUM_FLOOD_KILLS", "1"))
# Seconds. A process takes some to start; on a busy machine it is enough that nobody waits for the others' letters.
LONGEST = float(os.environ.get("SAMRUM_FLOOD_LONGEST", "40"))


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_is_asked_for_leaves_and_none_is_lost(tmp_path):
    flood = Flood(tmp_path, BAD, ORDINARY, KILLS)
    flood.run()
    flood.check()
    assert max(flood.waited) < LONGEST
    print(
        f"asked for and gone after {', '.join(f'{seconds:.1f}' for seconds in flood.waited)} s, {KILLS} kills"
    )
