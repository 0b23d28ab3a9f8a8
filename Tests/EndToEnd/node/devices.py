"""A network namespace with devices, addresses and routes one does not meet every day; sysfs shows them too."""

import subprocess

# In a mount namespace of its own, since a sysfs shows the devices of the network namespace it was mounted in.
SETUP = r"""
mount -t sysfs sysfs /sys
ip link set lo up
try() { "$@" 2>/dev/null || echo "no: $*" >&2; }
try ip link add up0 type veth peer name up1
try ip link add name br0 type bridge
try ip link add bond0 type bond
try ip link add link up0 name up0.100 type vlan id 100
try ip link add dummy0 type dummy
try ip link add link up0 name macvlan0 type macvlan
try ip link add 'qu"ote' type veth peer name 'back\slash'
try ip link add 'wür.ß' type veth peer name abcdefghijklmno
try ip link add 'a,b={}' type ifb
try ip link set up1 master br0
try ip link set up0 up
try ip link set up1 up
try ip link set br0 up
try ip link set abcdefghijklmno mtu 68
try ip link set 'wür.ß' alias 'a "quoted" \ alias'
try ip address add 192.0.2.1/24 dev up0
try ip address add 192.0.2.9/32 dev up0
try ip address add 2001:db8::1/64 dev up0
try ip address add 198.51.100.1/30 peer 198.51.100.2 dev br0
try ip neighbour add 192.0.2.77 lladdr 02:00:00:00:00:77 dev up0
try ip neighbour add 192.0.2.78 lladdr 02:00:00:00:00:78 dev up0 nud permanent
try ip neighbour add 198.51.100.2 dev br0 nud noarp
try ip route add default via 192.0.2.254 dev up0 metric 100
try ip route add 203.0.113.0/24 nexthop via 192.0.2.254 weight 3 nexthop dev br0 weight 1
try ip route add unreachable 203.0.113.128/25
try ip route add default via 2001:db8::fe dev up0
try sysctl -qw net.netfilter.nf_conntrack_max=4321
echo ready
exec cat
"""


class Devices:
    """The namespace; `prefix` starts a program in it. It ends with this."""

    def __init__(self):
        self.holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "sh", "-c", SETUP], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        assert self.holder.stdout.readline() == b"ready\n", self.holder.stderr.read()
        self.prefix = ("nsenter", f"--target={self.holder.pid}", "--net", "--mount")

    def close(self):
        self.holder.stdin.close()
        self.holder.wait(30)
        self.holder.stdout.close()
        self.holder.stderr.close()
