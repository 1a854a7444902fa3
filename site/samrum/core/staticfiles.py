"""Static files without a build step: style sheets stay small files, visitors fetch one."""

import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import\s+"(?P<path>[^"]+)"\s*(?:layer\((?P<layer>[\w.-]+)\))?\s*(?P<media>[^;]*);')


class BundlingStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Replaces the `@import "..." layer(x);` lines of `css/samrum.css` by what they name, then hashes and compresses.

    In development the browser follows the imports itself, so both look the same.
    """

    bundle = "css/samrum.css"
    manifest_strict = False

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and self.bundle in paths:
            self._write_bundle(paths)
            # What is hashed and compressed is the bundle, not the file with the imports that it came from.
            paths = {**paths, self.bundle: (self, self.bundle)}
        yield from super().post_process(paths, dry_run, **options)

    def _write_bundle(self, paths: dict[str, tuple[Storage, str]]) -> None:
        """From the sources: here in the target the file may be an earlier bundle, without its imports."""
        folder = PurePosixPath(self.bundle).parent

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        def inlined(match: re.Match) -> str:
            css = read(str(folder / match["path"]))
            if match["layer"]:
                css = f"@layer {match['layer']} {{\n{css}\n}}"
            return f"@media {match['media']} {{\n{css}\n}}" if match["media"].strip() else css

        css = IMPORT.sub(inlined, read(self.bundle))
        self.delete(self.bundle)
        FileSystemStorage(location=self.location).save(self.bundle, ContentFile(css.encode()))
