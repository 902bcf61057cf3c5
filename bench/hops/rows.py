"""The rows of the score: what is simulated for each, and how it is hunted.

A fleet is one provider and three clients, 30 hosts each, five days. Scenario and stealth go round, so that a row has all of them
in equal parts; the seed is fresh for each fleet of each row.
"""
import dataclasses

FLEET = ("--clients", "3", "--hosts", "30", "--days", "5")
INTRUSIONS = ("cloud-hopper", "rmm-push", "gdap", "client-to-msp-to-client")
STEALTHS = (0, 1, 2, 3)


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    title: str
    scenarios: tuple = INTRUSIONS
    options: tuple = ()
    skew_minutes: int = 0
    seeded: bool = True
    twins: bool = False  # two fleets of the same names, interleaved

    def options_of(self, number):
        """What the fleet of this number in the row is simulated with, but its seed."""
        scenario = self.scenarios[number % len(self.scenarios)]
        stealth = STEALTHS[number // len(self.scenarios) % len(STEALTHS)]
        return ("--scenario", scenario, "--stealth", str(stealth), *FLEET, *self.options)


ROWS = (
    Row("full", "full logs, seeded"),
    Row("lossy", "30% of channels lost, 5 minutes of skew, seeded", options=("--lose", "30", "--skew", "5"), skew_minutes=5),
    Row("unseeded", "no seeds, accounts taken over on the way", options=("--no-tools",), seeded=False),
    Row("same-account", "no seeds, no account taken over", options=("--no-tools", "--keep-account"), seeded=False),
    Row("insider", "no seeds, an administrator with nothing but the job's own access", ("quiet-insider",), ("--no-tools",),
        seeded=False),
    Row("benign", "nobody is there", ("benign",)),
    Row("cleared", "security logs cleared, seeded", options=("--clear",)),
    Row("forged", "forged workstation names, seeded", options=("--forge",)),
    Row("two", "two intruders at once, seeded", ("two-intruders",)),
    Row("twins", "two unrelated providers with the same names, interleaved", ("cloud-hopper", "rmm-push"), twins=True),
)
