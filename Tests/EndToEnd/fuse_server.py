"""A file system of one's own that stops answering when told to. Run in its own mount namespace; speaks FUSE over /dev/fuse.

Its root holds one directory, `inner`, with a tmpfs mounted on it. Lines on stdin are orders, each answered with a line:
`hang` (from now on requests get no answer), `answer` (all that wait get theirs), `count` (requests for usage so far).
The protocol is that of <linux/fuse.h>.
"""

import ctypes
import errno
import os
import select
import struct
import sys

LOOKUP, FORGET, GETATTR, STATFS, INIT, INTERRUPT, DESTROY, BATCH_FORGET = 1, 2, 3, 17, 26, 36, 38, 42
UNANSWERED = (FORGET, INTERRUPT, BATCH_FORGET)
HEADER = struct.Struct("IIQQIIII")
BLOCK_SIZE, BLOCKS, FREE, AVAILABLE, FILES, FREE_FILES = 4096, 1000, 600, 500, 70, 30


def attributes(node):
    """A directory nobody changes, whose attributes are to be asked for each time."""
    return struct.pack("=QQQQQQIIIIIIIIII", node, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2, 0, 0, 0, BLOCK_SIZE, 0)


def answer(opcode, node, body):
    """The error and the bytes of an answer."""
    if opcode == INIT:
        return 0, struct.pack("=IIIIHHIIHHI", 7, 31, 1 << 16, 0, 12, 9, 1 << 16, 1, 0, 0, 0) + bytes(28)
    if opcode == GETATTR:
        return 0, struct.pack("=QII", 0, 0, 0) + attributes(node)
    if opcode == LOOKUP:
        if body.rstrip(b"\0") != b"inner":
            return errno.ENOENT, b""
        return 0, struct.pack("=QQQQII", 2, 0, 0, 0, 0, 0) + attributes(2)
    if opcode == STATFS:
        usage = struct.pack("=QQQQQIIII", BLOCKS, FREE, AVAILABLE, FILES, FREE_FILES, BLOCK_SIZE, 255, BLOCK_SIZE, 0)
        return 0, usage + bytes(24)
    return errno.ENOSYS, b""


def mount(source, place, kind, flags, options):
    if ctypes.CDLL(None, use_errno=True).mount(source.encode(), place.encode(), kind.encode(), flags, options.encode()):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), place)


class Server:
    def __init__(self, place):
        self.device = os.open("/dev/fuse", os.O_RDWR)
        self.is_hanging = False
        self.waiting = []
        self.count = 0
        mount("stuck", place, "fuse.stuck", 0, f"fd={self.device},rootmode=40000,user_id=0,group_id=0")

    def serve_one(self):
        try:
            request = os.read(self.device, 1 << 17)
        except OSError as error:
            if error.errno == errno.ENODEV:
                sys.exit()  # unmounted
            if error.errno == errno.ENOENT:
                return  # interrupted before it came
            raise
        _, opcode, unique, node, *_ = HEADER.unpack_from(request)
        self.count += opcode == STATFS
        if opcode in UNANSWERED:
            return
        if self.is_hanging and opcode != INIT:
            self.waiting.append((opcode, unique, node, request[HEADER.size:]))
        else:
            self.reply(opcode, unique, node, request[HEADER.size:])

    def reply(self, opcode, unique, node, body):
        error, data = answer(opcode, node, body)
        try:
            os.write(self.device, struct.pack("=IiQ", 16 + len(data), -error, unique) + data)
        except FileNotFoundError:
            pass  # nobody waits for it any more

    def obey(self, order):
        if order == "count":
            return str(self.count)
        self.is_hanging = order == "hang"
        if not self.is_hanging:
            waiting, self.waiting = self.waiting, []
            for request in waiting:
                self.reply(*request)
        return "done"


def main():
    place = sys.argv[1]
    server = Server(place)
    # The kernel asks this process for what is on the way to a mount, so another one has to make it.
    child = os.fork()
    if child == 0:
        mount("inner", f"{place}/inner", "tmpfs", 0, "size=1m")
        os._exit(0)
    is_mounted = False
    waiting = select.poll()
    waiting.register(server.device, select.POLLIN)
    waiting.register(0, select.POLLIN)
    while True:
        for descriptor, _ in waiting.poll(None if is_mounted else 50):
            if descriptor == server.device:
                server.serve_one()
                continue
            order = os.read(0, 4096).decode().strip()
            if not order:
                return
            print(server.obey(order), flush=True)
        if not is_mounted and os.waitpid(child, os.WNOHANG) != (0, 0):
            is_mounted = True
            print("mounted", flush=True)


if __name__ == "__main__":
    main()
