"""Waiting for what happens in another process."""

import time


def eventually(look, within=30, every=0.05):
    """What `look` returns once it is true; an AssertionError of its own counts as not yet.

    The time is how long a slow machine may take, never what is tested.
    """
    end = time.monotonic() + within
    while True:
        try:
            if answer := look():
                return answer
            failure = f"still {answer!r}"
        except AssertionError as error:
            failure = str(error)
        if time.monotonic() > end:
            raise AssertionError(f"not within {within} s: {failure}")
        time.sleep(every)
