"""Hosts of their own, joined by wires that delay, lose and repeat packets. Needs root.

A host is a network namespace that lives as long as a sleeping process in it. Kernels of build machines often lack netem, so
a wire is two TAP devices and a thread that carries frames between them.
"""

import contextlib
import ctypes
import fcntl
import heapq
import os
import select
import struct
import subprocess
import threading
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000


class Host:
    """A network namespace with its loopback up; it ends with the `with` block."""

    def __init__(self):
        self.process = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        own = os.readlink("/proc/self/ns/net")
        while self._namespace() in (None, own):
            assert self.process.poll() is None, "no network namespace to be had"
            time.sleep(0.01)
        self.run("ip", "link", "set", "lo", "up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def _namespace(self):
        with contextlib.suppress(OSError):
            # Before its exec the process is still in our namespace.
            if os.readlink(f"/proc/{self.process.pid}/exe").endswith("/sleep"):
                return os.readlink(f"/proc/{self.process.pid}/ns/net")
        return None

    @property
    def prefix(self):
        """What a command begins with to run here."""
        return ("nsenter", f"--net=/proc/{self.process.pid}/ns/net")

    def run(self, *words):
        subprocess.run([*self.prefix, *words], check=True, capture_output=True, text=True)

    def set(self, key, value):
        """A setting below /proc/sys/net."""
        self.run("sh", "-c", f"echo {value} >/proc/sys/net/{key}")

    def address(self, device, *addresses, mtu=1500):
        for address in addresses:
            # Without duplicate address detection, which would take seconds.
            self.run("ip", "address", "add", address, "dev", device, *(["nodad"] if ":" in address else []))
        self.run("ip", "link", "set", device, "mtu", str(mtu), "up")

    def route(self, *words):
        self.run("ip", *(["-6"] if ":" in " ".join(words) else []), "route", "add", *words)

    def tap(self, name):
        """A new TAP device's descriptor."""
        made = []

        def make():
            with open(f"/proc/{self.process.pid}/ns/net", "rb") as namespace:
                if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET):
                    raise OSError(ctypes.get_errno(), "setns")
            device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
            made.append(device)

        # A namespace belongs to a thread.
        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        assert made, f"no TAP device {name}"
        return made[0]


class Wire:
    """Carries frames between two hosts' devices until the `with` block ends.

    `fate` says of each frame, given as bytes and whether it goes from the first host to the second, after how many seconds
    it arrives: none for a lost one, several for one that arrives several times.
    """

    def __init__(self, one, one_name, other, other_name, fate=lambda frame, is_outward: (0,)):
        self.fate = fate
        self.devices = (one.tap(one_name), other.tap(other_name))
        self.end, self.stopper = os.pipe()
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.write(self.stopper, b".")
        self.thread.join()
        for descriptor in (*self.devices, self.end, self.stopper):
            os.close(descriptor)

    def _carry(self):
        underway, number = [], 0
        while True:
            wait = max(0, underway[0][0] - time.monotonic()) if underway else None
            ready, _, _ = select.select([*self.devices, self.end], [], [], wait)
            if self.end in ready:
                return
            for side, device in enumerate(self.devices):
                if device in ready:
                    with contextlib.suppress(BlockingIOError, OSError):
                        frame = os.read(device, 65536)
                        for delay in self.fate(frame, side == 0):
                            number += 1
                            heapq.heappush(underway, (time.monotonic() + delay, number, 1 - side, frame))
            while underway and underway[0][0] <= time.monotonic():
                _, _, side, frame = heapq.heappop(underway)
                with contextlib.suppress(OSError):
                    os.write(self.devices[side], frame)


def is_echo_request(frame):
    """Whether an Ethernet frame carries an ICMP or ICMPv6 echo request."""
    if frame[12:14] == b"\x08\x00":
        return frame[23] == 1 and frame[14 + (frame[14] & 15) * 4] == 8
    return frame[12:14] == b"\x86\xdd" and frame[20] == 58 and frame[54] == 128
