"""The two that are compared: hoptrace's hunt, each time into a fresh case, and evtx_dump."""
import json
import pathlib
import shutil
import subprocess

from measure import Trouble, median, pinned, run, shown

SIGMA = ["rules/windows", "rules-emerging-threats", "rules-threat-hunting"]
TENTH = 10


class Hunts:
    def __init__(self, root, folder, hoptrace, yardstick):
        self.hoptrace, self.yardstick, self.folder = hoptrace, yardstick, folder
        self.sigma = [root / "../shared/data/sigma" / name for name in SIGMA]
        for path in self.sigma:
            if not path.is_dir():
                raise Trouble(f"the benchmark needs SigmaHQ's rules in {path}")
        self.case, self.log, self.kept = folder / "case.hop", folder / "last-run.log", folder / "cache"
        self.shown = {}  # each different command, as it was run, in the order of the first run
        helped = subprocess.run([hoptrace, "hunt", "--help"], capture_output=True, text=True, check=True).stdout
        self.has_hops = "--no-hops" in helped

    def all_rules(self):
        return ["--no-default-rules", *(word for path in self.sigma for word in ("--rules", path))]

    def and_own_pack(self):
        return self.all_rules()[1:]

    def tenth_of_rules(self):
        """Every tenth rule file, in the order of their paths, as a folder of its own."""
        folder = self.folder / "tenth-of-rules"
        shutil.rmtree(folder, ignore_errors=True)
        files = sorted(path for base in self.sigma for path in base.rglob("*.yml"))
        for number, path in enumerate(files[::TENTH]):
            folder.mkdir(exist_ok=True)
            shutil.copyfile(path, folder / f"{number:04}-{path.name}")
        return ["--no-default-rules", "--rules", folder]

    def rules_counted(self):
        """What `rules check` says of the rules that the hunts use: its last line."""
        checked = subprocess.run([self.hoptrace, "rules", "check", *self.sigma], capture_output=True, text=True, check=False)
        return checked.stdout.strip().splitlines()[-1]

    def command(self, evidence, rules, jobs=1, hops=False):
        no_hops = ["--no-hops"] if self.has_hops and not hops else []
        return [str(word) for word in [self.hoptrace, "hunt", evidence, "--case", self.case, *rules, "--jobs", jobs, *no_hops]]

    def hunt(self, evidence, rules=None, jobs=1, on_cores=None, hops=False, kept=True, extra=()):
        """One hunt; 3 is no trouble: the samples have damage in them."""
        command = pinned([*self.command(evidence, rules or self.all_rules(), jobs, hops), *map(str, extra)], on_cores or jobs)
        environment = {"HOPTRACE_CACHE": str(self.kept) if kept else ""}
        if not extra:
            self.shown.setdefault(shown(command, environment))
        return run(command, self.log, environment, (0, 3), self.forget_case)

    def profile(self, evidence, times=3, **how):
        """The profile of a hunt: of each figure that the rows use, the median of some runs."""
        file = self.folder / "profile.json"
        figures = []
        for _ in range(times):
            self.hunt(evidence, extra=["--profile-json", file], **how)
            profile = json.loads(file.read_text())
            hashing = sum(profile[of]["hashing"]["seconds"] for of in ("stages", "worker_stages"))
            figures.append({"hash": hashing, "start": profile["start"]})
        return {name: median([one[name] for one in figures]) for name in figures[0]}

    def dump(self, evidence):
        command = pinned([str(self.yardstick), "-t", "1", "-o", "jsonl", str(evidence)], 1)
        self.shown.setdefault(shown(command) + " >/dev/null")
        return run(command, self.log)

    def forget_case(self):
        for path in pathlib.Path(self.case.parent).glob(self.case.name + "*"):
            path.unlink()
