"""The README's shell blocks, as people copy them."""

import re

from exporter import ROOT


def shell_blocks(heading):
    """Those of a chapter: from its heading to the next of any level."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [chapter] = re.findall(rf"(?ms)^#+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", re.sub(r"(?ms)^```sh\n.*?^```$", hidden, text))
    return [block.replace("\n\0", "\n").removeprefix("\0") for block in re.findall(r"(?ms)^```sh\n(.*?)^```$", chapter)]


def hidden(block):
    """A block whose comments are no headings."""
    return block.group().replace("\n#", "\n\0#")
