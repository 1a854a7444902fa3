"""The demo's settings with a hasher that writes down every password it is asked about (bench_sign_in)."""

from samrum.settings.development import *  # noqa: F403

PASSWORD_HASHERS = ["tests.bench.counting_hasher.CountingHasher"]
