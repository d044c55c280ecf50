"""A stand-in in a process of its own. Prints its address and serves until its input ends.

`python -m benchmarks.stand_in LATENCY ACCOUNTS TASK_DELAY`
"""

import asyncio
import sys
from dataclasses import asdict

from benchmarks.surroundings import account_keys
from mostek.connectors.infakt.simulator.accounts import TABLE, SimAccount
from mostek.connectors.infakt.simulator.switches import set_switches
from mostek.sandbox.server import running_sandbox


async def main(latency: float, accounts: int, task_delay: float) -> None:
    async with running_sandbox() as sandbox:
        program = sandbox.programs["infakt"]
        for number, key in enumerate(account_keys(accounts)):
            account = SimAccount(f"bench-{number}", f"Firma {number}", "5260250274", key)
            program.store.put(TABLE, key, asdict(account))
            set_switches(program.store, account.id, task_delay=task_delay)
        program.faults.latency = latency
        print(sandbox.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
