"""The outcome of checks, printed as they come."""

import subprocess


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, problems):
        """Records a check: it passed when it found no problem."""
        problems = list(problems)
        if problems:
            self.failed += 1
        else:
            self.passed += 1
        print(f"{'FAIL' if problems else 'ok  '} {name}")
        for problem in problems:
            print(f"       {problem}")

    def note(self, text):
        print(f"note {text}")

    def command(self, name, *words, silent=False):
        """Runs a command that must exit 0, and print nothing where it is to be `silent`."""
        run = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120)
        output = (run.stdout + run.stderr).strip().splitlines()
        self.check(name, (output or [f"exit status {run.returncode}"]) if run.returncode or silent and output else [])

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        # Nothing looked at is nothing proven.
        return 1 if self.failed or not self.passed else 0
