"""The service unit and its defaults."""

import pathlib
import re
import shutil
import tempfile

# systemd's own measure times ten; 20 is its "OK".
EXPOSURE = 20


def check(report, root):
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        report.note("units are not verified: no systemd-analyze here")
    for unit in sorted((root / "deploy/systemd").glob("*.service")):
        text = unit.read_text(encoding="utf-8")
        report.check(f"{unit.name} reads the defaults beside it", default_problems(unit, text))
        if not analyze:
            continue
        # The program need not be installed here, so another stands in for it.
        stand_in = re.sub(r"(?m)^(ExecStart=)/\S+", rf"\g<1>{shutil.which('true')}", text)
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / unit.name
            copy.write_text(stand_in, encoding="utf-8")
            # It exits 0 at a key it does not know, but says so.
            report.command(f"systemd-analyze verify {unit.name}", analyze, "verify", "--man=no", copy, silent=True)
            security = [analyze, "security", "--offline=true", f"--threshold={EXPOSURE}"]
            report.command(f"systemd-analyze security {unit.name}", *security, copy)


def default_problems(unit, text):
    if f"\nEnvironmentFile=-/etc/default/{unit.stem}\n" not in text:
        yield f"no EnvironmentFile=-/etc/default/{unit.stem}"
    defaults = unit.with_suffix(".default")
    if not defaults.exists():
        yield f"no {defaults.name}"
        return
    names = set()
    for number, line in enumerate(defaults.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            assignment = re.fullmatch(r'([A-Z_]+)="[^"]*"', line)
            if not assignment:
                yield f'{defaults.name}:{number}: not NAME="value"'
            else:
                names.add(assignment.group(1))
    for name in re.findall(r"(?m)^ExecStart=.*\$(\w+)", text):
        if name not in names:
            yield f"{defaults.name} does not set {name}"
