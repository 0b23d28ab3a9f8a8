#!/usr/bin/env python3
"""Writes grafana/dashboards/UID.json, one for each file in pages/. With --check, only says which are not what it would write.

How to write a dashboard: pages/NAME.py makes a `PAGE`, of rows of lines of panels; where they stand and their numbers follow.

    from page import line, page, row
    from shapes import stat, table, timeseries
    from words import STATUSES, words

    PAGE = page(
        "whatsapp-NAME", "Title", "What it answers.",
        row(None, line(5, stat("Title", "What it means, and what not.", ("{{instance}}", "whatsapp_…"), unit="s"))),
        row("Heading", line(8, timeseries("Title", "…", ("{{phase}}", "sum by (phase) (rate(…))"), unit="s"), table(…))),
    )

Panels of a line share its width evenly, but for those with a `width` (of 24). Queries are plain PromQL: the matchers of job,
instance and vantage are put into each selector (shapes.here). `unit`, `min`, `decimals`, `empty` (what stands where there is
nothing), `mappings=words(…)` and `thresholds=steps(…)` go to the panel's fields. Rows that several dashboards or a long one
need stand in parts/.
"""

import argparse
import importlib
import json
import pathlib
import sys

sys.dont_write_bytecode = True

SOURCE = pathlib.Path(__file__).resolve().parent


def pages():
    """Each dashboard's model, by its uid."""
    sys.path.insert(0, str(SOURCE))
    models = [importlib.import_module(f"pages.{file.stem}").PAGE for file in sorted((SOURCE / "pages").glob("*.py"))]
    return {model["uid"]: model for model in models}


def text(model):
    return json.dumps(model, indent=2, ensure_ascii=False) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--to", type=pathlib.Path, default=SOURCE.parent / "dashboards", metavar="FOLDER")
    arguments = parser.parse_args()
    wanted = {f"{uid}.json": text(model) for uid, model in pages().items()}
    there = {path.name: path.read_text(encoding="utf-8") for path in arguments.to.glob("*.json")}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if arguments.check:
        for name in stale:
            print(f"{name}: {'not what the source makes: run make dashboards' if name in wanted else 'has no page'}")
        return 1 if stale else 0
    for name in stale:
        if name in wanted:
            (arguments.to / name).write_text(wanted[name], encoding="utf-8")
            print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
