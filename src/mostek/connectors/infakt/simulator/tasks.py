"""The asynchronous engine: accepted, queued, in progress, done. Survives a restart with its store."""

import asyncio
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from mostek.connectors.base.stand_in import Store

DONE, PENDING = "infakt_task", "infakt_pending"
STAGES = (
    (100, "Zlecenie przyjęte"),
    (120, "Zlecenie czeka na przetworzenie"),
    (140, "Zlecenie jest w trakcie przetwarzania"),
)
Result = tuple[int, str, dict[str, Any]]
"""Code, description, and what is added to the answer."""


class Tasks:
    """`perform` does the work of a task record and gives its result; `finished` hears of it."""

    def __init__(
        self,
        store: Store,
        perform: Callable[[dict[str, Any]], Result],
        finished: Callable[[dict[str, Any], dict[str, Any]], None],
    ) -> None:
        self._store = store
        self._perform = perform
        self._finished = finished
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._resumed = False

    def accept(self, account: str, delay: float, job: dict[str, Any]) -> dict[str, Any]:
        """Takes a job (`action`, `resource`, `invoice_kind`, and what the action needs); its first answer."""
        task = {"ref": str(uuid.uuid4()), "account": account, "at": time.time(), "delay": delay, **job}
        self._store.put(PENDING, task["ref"], task)
        answer = _envelope(task) | _stage(0)
        self._schedule(task)
        return answer

    def resume(self) -> None:
        """Takes up what a former life of the stand-in left."""
        if not self._resumed:
            self._resumed = True
            for task in list(self._store.table(PENDING).values()):
                self._schedule(task)

    def _schedule(self, task: dict[str, Any]) -> None:
        wait = task["at"] + task["delay"] - time.time()
        if wait <= 0:
            self._finish(task["ref"])
        elif task["ref"] not in self._timers:
            self._timers[task["ref"]] = asyncio.get_running_loop().call_later(wait, self._finish, task["ref"])

    def _finish(self, ref: str) -> None:
        self._timers.pop(ref, None)
        task = self._store.table(PENDING).get(ref)
        if task is None:
            return
        code, description, more = self._perform(task)
        answer = _envelope(task) | {"processing_code": code, "processing_description": description, **more}
        self._store.put(
            DONE, ref, {"account": task["account"], "resource": task["resource"], "answer": answer}
        )
        self._store.drop(PENDING, ref)
        self._finished(task, answer)

    def status(self, account: str, resource: str, ref: str) -> dict[str, Any] | None:
        done = self._store.table(DONE).get(ref)
        if done:
            return done["answer"] if (done["account"], done["resource"]) == (account, resource) else None
        task = self._store.table(PENDING).get(ref)
        if task is None or (task["account"], task["resource"]) != (account, resource):
            return None
        return _envelope(task) | _stage((time.time() - task["at"]) / (task["delay"] or 1))

    def close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()


def _stage(share: float) -> dict[str, Any]:
    code, words = STAGES[min(2, int(share * 3))]
    return {"processing_code": code, "processing_description": words}


def _envelope(task: dict[str, Any]) -> dict[str, Any]:
    at = datetime.fromtimestamp(task["at"]).astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    answer = {
        "timestamps": {"task_created_at": at},
        "invoice_task_reference_number": task["ref"],
        "action": task["action"],
        "invoice_kind": task["invoice_kind"],
    }
    return answer | ({"invoice_uuid": task["uuid"]} if task["action"] == "mark_as_paid" else {})
