import Foundation
import Posix
import Synchronization
import Testing

/// A network of a test's own, with a far host behind a router: needs root.
///
/// Ours is 10.77.1.1 and fd77:1::1, the router 10.77.1.2 and fd77:1::2, the far host 10.77.2.1 and fd77:2::1. Between those two
/// fit packets of 1400 bytes.
enum OwnNetwork {
    static let isAllowed = geteuid() == 0

    private static let script = """
        set -e
        ip link set lo up
        echo '0 2147483647' >/proc/sys/net/ipv4/ping_group_range
        echo 0 >/proc/sys/net/ipv4/icmp_ratelimit || true
        unshare --net sleep 600 </dev/null >/dev/null 2>&1 & router=$!
        unshare --net sleep 600 </dev/null >/dev/null 2>&1 & far=$!
        while [ "$(readlink /proc/$router/ns/net)" = "$(readlink /proc/self/ns/net)" ] ||
            [ "$(readlink /proc/$far/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
        ip link add near type veth peer name us netns $router
        nsenter -t $router -n ip link add there type veth peer name far netns $far
        ip addr add 10.77.1.1/24 dev near
        ip addr add fd77:1::1/64 dev near nodad
        ip link set near up
        nsenter -t $router -n sh -ec '
            echo 1 >/proc/sys/net/ipv4/ip_forward
            echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
            echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
            echo 0 >/proc/sys/net/ipv6/icmp/ratelimit
            ip addr add 10.77.1.2/24 dev us; ip addr add fd77:1::2/64 dev us nodad
            ip addr add 10.77.2.2/24 dev there; ip addr add fd77:2::2/64 dev there nodad
            ip link set lo up; ip link set us up; ip link set there mtu 1400 up
            ip route add prohibit 10.78.0.0/16; ip -6 route add prohibit fd78::/64'
        nsenter -t $far -n sh -ec '
            ip addr add 10.77.2.1/24 dev far; ip addr add fd77:2::1/64 dev far nodad
            ip link set lo up; ip link set far mtu 1400 up
            ip route add default via 10.77.2.2; ip -6 route add default via fd77:2::2'
        ip route add default via 10.77.1.2
        ip -6 route add default via fd77:1::2
        echo $router $far
        """

    /// Runs `body` on a thread that sees that network.
    static func run<Result: Sendable>(_ body: @escaping @Sendable (Stage) async throws -> Result) throws -> Result {
        let result = Mutex<Swift.Result<Result, any Error>?>(nil)
        let isDone = DispatchSemaphore(value: 0)
        let thread = Thread {
            let outcome = Swift.Result {
                try NetworkNamespace.enterNew()
                let hosts = try shell(script).split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
                defer { for host in hosts { kill(host, SIGKILL) } }
                try #require(hosts.count == 2)
                return try Stage.run(body)
            }
            result.withLock { $0 = outcome }
            isDone.signal()
        }
        thread.start()
        isDone.wait()
        return try #require(result.withLock { $0 }).get()
    }

    /// What a script says. Not by way of `Process`, which waits for all that keep a descriptor of its own open.
    private static func shell(_ script: String) throws -> String {
        guard let stream = unsafe popen(script, "r") else { throw Errno.last }
        var output: [UInt8] = []
        while case let byte = unsafe getc(stream), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        let status = unsafe pclose(stream)
        try #require(status == 0)
        return String(decoding: output, as: UTF8.self)
    }
}
