"""Where private files are kept, from the environment: a folder of this machine, or a bucket of an S3 service."""

from pathlib import Path
from typing import Any

from environ import Env


def storage(env: Env, data_dir: Path) -> dict[str, Any]:
    """The storage's entry in STORAGES."""
    if bucket := env("SAMRUM_S3_BUCKET", default=""):
        return {
            "BACKEND": "members.files.storage.PrivateBucket",
            "OPTIONS": {
                "bucket_name": bucket,
                "endpoint_url": env("SAMRUM_S3_ENDPOINT", default="") or None,
                "region_name": env("SAMRUM_S3_REGION", default="") or None,
                "access_key": env("SAMRUM_S3_KEY", default="") or None,
                "secret_key": env("SAMRUM_S3_SECRET", default="") or None,
                "addressing_style": env("SAMRUM_S3_ADDRESSING", default="") or None,
                "default_acl": None,
                "max_memory_size": 5 * 1024 * 1024,  # bytes; a file that is read whole lies on disk meanwhile
            },
        }
    # A web server that serves the files belongs to the group; else nobody but ourselves reads them.
    shared = bool(accel_prefix(env))
    return {
        "BACKEND": "members.files.storage.PrivateFolder",
        "OPTIONS": {
            "location": str(data_dir / "private"),
            "base_url": None,
            "file_permissions_mode": 0o640 if shared else 0o600,
        },
    }


def accel_prefix(env: Env) -> str:
    """With a slash at its end, or empty."""
    prefix = env("SAMRUM_ACCEL_PREFIX", default="")
    return f"{prefix.rstrip('/')}/" if prefix else ""


def upload_folder(data_dir: Path) -> str:
    folder = data_dir / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder)
