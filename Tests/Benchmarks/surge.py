"""Years of simulated reports through the surge detector: there is no peer to do the same, only what is wanted."""

import re
import subprocess

from programs import ROOT
from report import line

POPULATION = re.compile(
    r"(\w+), (\d+) reports an hour: ([\d.]+) % of \d+ rises found within 10 min, median (.+), 95 % (.+)\n"
    r" +\d+ false surges in (\d+) days, ([\d.]+) in 90 days; (\d+) during (\d+) brigades")
RATE = re.compile(r"normally ([\d.]+) to ([\d.]+|inf) reports an hour: ([\d.]+) % of (\d+) rises .*median (.+), 95 % (.+)")


def run(_):
    build = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "SurgeBenchmark"]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    told = subprocess.run([ROOT / ".build/release/SurgeBenchmark"], check=True, capture_output=True, text=True).stdout
    print(told.splitlines()[0])
    for name, per_hour, found, median, latest, days, false, fooled, brigades in POPULATION.findall(told):
        line(f"5 x rises found in 10 min, {name} ({per_hour}/h)", f"{found} %", f"median {median}, 95 % {latest}", "", "")
        line("  false surges in 90 days", false, f"of {days} days", "", "below 1")
        line("  surges made by up to 3 sources", fooled, f"of {brigades} tries", "", "0")
    for low, high, found, count, median, latest in RATE.findall(told):
        line(f"  found at {low} to {high} reports/h", f"{found} %", f"of {count}, median {median}", "", "")
