"""What a worker does with messages, step by step in the test's own thread."""

from mostek.delivery import errands
from mostek.mail.models import Message


def work_due() -> None:
    """One try of every message that is due."""
    for row in errands.claim(Message, 10, "worker"):
        assert isinstance(row, Message)
        errands.work(row)


def make_due() -> None:
    """The pause, or a dead worker's lease, is over."""
    Message.objects.exclude(due_at=None).update(due_at=0)


def key_of(message: Message) -> str:
    message.refresh_from_db()
    return str(message.problem["key"]) if message.problem else ""
