"""Allocations of one scrape of the host families: as many in the thousandth as in the first, and not more for more processors."""

import struct

import host_families
import synthetic_host
from programs import Scraper, compile_c
from report import line

SCRAPES = 200


def per_scrape(program, counter):
    """In two halves, to see whether they grow."""
    figures = []
    with Scraper(program.port, program.path) as scraper:
        for _ in range(20):
            scraper.scrape()
        for _ in range(2):
            before = count(counter)
            for _ in range(SCRAPES):
                scraper.scrape()
            figures.append((count(counter) - before) / SCRAPES)
    return figures


def count(counter):
    return struct.unpack("N", counter.read_bytes())[0]


def run(folder):
    counter = folder / "allocations"
    library = compile_c("count_allocations.c", folder, "-shared", "-fPIC")
    host = folder / "many"
    synthetic_host.make(host)
    for what, where in (("this host", None), ("256 processors, 500 interfaces, 2000 mounts", host)):
        program = host_families.ours(folder, False, host=where)
        program.environment = {"LD_PRELOAD": str(library), "ALLOCATIONS": str(counter)}
        with program:
            first, second = per_scrape(program, counter)
        counter.unlink()
        line(f"allocations per scrape: {what}", f"{first:.1f}", f"after {SCRAPES} scrapes {second:.1f}", "", "the same")
