"""A sandbox in a process of its own. Prints {url, accounts} and serves until its input ends.

`python -m benchmarks.stand_in LATENCY ACCOUNTS`
"""

import asyncio
import json
import sys

from mostek.connectors.infakt.simulator.switches import set_switches
from mostek.sandbox.server import running_sandbox


async def main(latency: float, accounts: int) -> None:
    async with running_sandbox() as sandbox:
        program = sandbox.programs["infakt"]
        ready = [program.stand_in.add_account(f"Firma {i}", "5260250274") for i in range(accounts)]
        for account in ready:
            set_switches(program.store, account.id, task_delay=0.0)
        program.faults.latency = latency
        told = {"url": sandbox.url, "accounts": [account.credentials for account in ready]}
        print(json.dumps(told), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), int(sys.argv[2])))
