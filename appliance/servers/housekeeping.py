"""The launcher's verbs that need no engine: they concern what lies in homes."""

from collections.abc import Mapping

from appliance.servers.attached import Sink, Source
from appliance.servers.folders import Folders
from appliance.servers.rules import (
    check_amount,
    check_folder,
    check_hand_out,
    check_seat_number,
)
from appliance.servers.spec import Earlier, FolderRead, HandedOut, HandOut, HomeSize


class Housekeeping:
    """Refuses what is out of bounds, and has the folders do the rest; raises what they raise."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def pack_home(self, seat: int, out: Sink) -> None:
        """Write a seat's files to `out` as a zip."""
        check_seat_number(seat)
        self._folders.pack_home(seat, out)

    def measure_homes(self, seats: list[int]) -> list[HomeSize]:
        """What the homes of these seats hold now; one that is not there is left out."""
        for seat in seats:
            check_seat_number(seat)
        return self._folders.measure_homes(seats)

    def read_folder(
        self, seat: int, folder: str, most_bytes: int, most_files: int, out: Sink
    ) -> FolderRead:
        """Write the plain files below a folder of a seat's home to `out` as a tar."""
        check_seat_number(seat)
        check_folder(folder)
        check_amount(most_bytes, most_files)
        return self._folders.read_folder(seat, folder, most_bytes, most_files, out)

    def hand_out(
        self, seat: int, folder: str, mode: HandOut, known: Mapping[str, Earlier], body: Source
    ) -> HandedOut:
        """Lay the files of a tar into a folder of a seat's home; nothing of the owner's is lost."""
        check_seat_number(seat)
        check_folder(folder)
        check_hand_out(mode)
        return self._folders.hand_out(seat, folder, mode, known, body)
