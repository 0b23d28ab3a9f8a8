"""What is printed: a line for each figure, with the peer's in the same run."""


def line(what, ours, peer, ratio, wanted):
    print(f"{what:<58} {ours:>14}   {peer:<34} {ratio:>8}   {wanted}", flush=True)


def ratio(ours, peer):
    return f"{ours / peer:.3f}"


def megabytes(count):
    return f"{count / 1e6:.1f} MB"
