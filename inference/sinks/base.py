"""The protocol of sinks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..errors import SinkError
from ..files import WrittenFile
from ..types import Frame, FrameResult, RunFacts


class Sink(Protocol):
    """An output that is given every analysed frame in order, from one thread.

    Files are written under a temporary name beside the final one; `close` finalises and renames them,
    after an interruption too: what was written until then is complete and readable. It takes the place of an older
    file only where it is whole (`RunFacts.is_whole`); without a single frame there is no file.
    All methods raise `SinkError` where the output can't be written.
    """

    def write(self, frame: Frame, result: FrameResult) -> None: ...

    @property
    def written(self) -> WrittenFile | None:
        """What there is once the sink is closed; None where no file has been written."""
        return None

    def close(self, facts: RunFacts) -> None:
        """Complete the output.

        Args:
            facts: about the run, and what the sinks closed before have added to them.
        """
        ...

    def add_facts(self, facts: RunFacts) -> RunFacts:
        """Return the facts with what only this sink knows; called once it is closed."""
        return facts

    def discard(self) -> None:
        """Remove everything that was written; called instead of `close` where another output could not be opened."""


def written_by(sinks: Sequence[Sink]) -> list[WrittenFile]:
    """Return the files and folders that closed sinks have left, in their order."""
    return [sink.written for sink in sinks if sink.written is not None]


def close_sinks(
    sinks: Sequence[Sink], facts: RunFacts | None = None, *, failure: BaseException | None = None
) -> RunFacts:
    """Close all sinks in their order, also where one fails.

    Args:
        sinks: to close.
        facts: about the run; none are known where None.
        failure: what has gone wrong before; it is raised once all are closed.

    Returns:
        The facts with what the sinks have added.

    Raises:
        SinkError: the first failure, after all others have been closed; the rest as its notes.
    """
    facts = facts or RunFacts()
    for sink in sinks:
        try:
            sink.close(facts)
        except SinkError as error:
            if failure is None:
                failure = error
            else:
                failure.add_note(str(error))
        facts = sink.add_facts(facts)
    if failure is not None:
        raise failure
    return facts
