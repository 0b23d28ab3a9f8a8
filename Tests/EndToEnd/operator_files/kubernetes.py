def check(report, root, binary):
    pass
