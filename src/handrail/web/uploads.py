"""How files are taken in: in memory, and never on the disk, where a temporary file would be plaintext at rest."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemory(MemoryFileUploadHandler):
    """Django's own, but of a request that is too large it says how large, where Django's says that no file came.

    Nothing of such a file is kept. Whoever sent it reads the field's limit, and not that they chose nothing.
    """

    def handle_raw_input(self, input_data: Any, meta: dict[str, str], content_length: int, *more: Any) -> None:
        """Note how large the whole request is."""
        super().handle_raw_input(input_data, meta, content_length, *more)
        self._whole = content_length

    def file_complete(self, file_size: int) -> Any:
        """The file; of one that was let go, its name and a size beyond every field's limit."""
        if self.activated:
            return super().file_complete(file_size)
        return UploadedFile(None, self.file_name, self.content_type, self._whole)
