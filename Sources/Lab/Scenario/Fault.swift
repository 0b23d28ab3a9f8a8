package import WhatsApp
package import Wire

/// What is wrong.
package enum Fault: Sendable, Equatable {
    case dns(DNSFault)
    case tcp(TCPFault)
    case tls(TLSFault)
    case noise(NoiseFault)
    case http(HTTPFault)
    /// This host's clock is that far ahead of true time; negative when it is behind.
    case clock(ahead: Duration)
    /// The window's share of connections and queries gets no answer at all.
    case loss
    /// Every answer comes that much later.
    case delay(Duration)
    case host(HostFault)
    /// For whom it is said; `nil` for everybody.
    case people(PeopleFault, Scope?)

    /// Its key in a scenario's file.
    package var layer: FaultLayer {
        switch self {
        case .dns: .dns
        case .tcp: .tcp
        case .tls: .tls
        case .noise: .noise
        case .http: .http
        case .clock: .clock
        case .loss: .loss
        case .delay: .delay
        case .host: .host
        case .people: .people
        }
    }
}

/// What a fault is about.
package enum FaultLayer: String, CaseIterable, Sendable {
    case dns, tcp, tls, noise, http, clock, loss, delay, host, people

    /// Whether it strikes at connections or queries, and not at this host or what people say as a whole.
    package var hasPlaces: Bool {
        switch self {
        case .dns, .tcp, .tls, .noise, .http, .loss, .delay: true
        case .clock, .host, .people: false
        }
    }
}

/// How a DNS server answers badly, or otherwise than before.
package enum DNSFault: Sendable, Equatable {
    case servfail, nxdomain, refused
    /// No answer at all.
    case timeout
    /// A good answer without records.
    case noAnswer
    /// This address instead of the right ones; for names that have none in its family, nothing.
    case forged(IPAddress)
    /// Answers are to be kept that long.
    case ttl(Duration)
    /// The addresses of that point of presence.
    case steer(String)
}

/// How a connection goes wrong.
package enum TCPFault: Sendable, Equatable {
    case refused
    /// Accepted and reset at once.
    case reset
    /// The first packet is never answered.
    case silent
    /// Accepted; nothing is ever answered on it.
    case halfOpen
    /// Accepted that much later.
    case slow(Duration)
}

/// How the TLS handshake goes wrong.
package enum TLSFault: String, CaseIterable, Sendable {
    case expired
    case notYetValid = "not_yet_valid"
    /// A certificate for somebody else.
    case wrongName = "wrong_name"
    /// A certificate of an authority nobody trusts.
    case untrusted
    /// Nothing after the client's hello.
    case stalled
    /// Plain HTTP instead of TLS.
    case notTLS = "not_tls"
}

/// How the chat service's handshake goes wrong.
package enum NoiseFault: String, CaseIterable, Sendable {
    /// A certificate chain of another root.
    case wrongKey = "wrong_key"
    /// A sealed part that does not open.
    case badTag = "bad_tag"
    /// HTTP instead of a frame.
    case httpText = "http_text"
    /// Nothing after the client's hello.
    case silence
    /// The connection is closed after the client's hello.
    case closed
    /// A certificate past its time.
    case expired
}

/// How a web server answers badly.
package enum HTTPFault: Sendable, Equatable {
    /// This status, with a body that says nothing.
    case status(Int)
    /// The usual status with somebody else's body.
    case wrongBody
    /// The answer's first byte that much later.
    case slowFirstByte(Duration)
    /// The body ends before its promised length.
    case truncated
    /// A redirect to a stranger's host.
    case foreignRedirect
}

/// What this host itself suffers from; simulated only.
package enum HostFault: String, CaseIterable, Sendable {
    case noRoute = "no_route"
    case interfaceDown = "interface_down"
    case interfaceErrors = "interface_errors"
    case gatewaySilent = "gateway_silent"
    case retransmits
    case synDrops = "syn_drops"
    case cpuStall = "cpu_stall"
    case memoryStall = "memory_stall"
    /// Packets that arrive find the backlog full.
    case backlogDrops = "backlog_drops"
    case conntrackFull = "conntrack_full"
    /// TCP has used up its memory.
    case tcpMemoryFull = "tcp_memory_full"
    /// Outgoing connections, all to one place, have taken all ports: nobody else minds.
    case portsTaken = "ports_taken"
    case descriptorsFull = "descriptors_full"
    /// It has no IPv6.
    case noIPv6 = "no_ipv6"
    /// No DNS server is configured.
    case noResolver = "no_resolver"
    /// The hosts file gives web.whatsapp.com the address 0.0.0.0.
    case hostsFile = "hosts_file"
    /// A rule of its own forbids connections to WhatsApp's edges.
    case firewall
}

/// What people and the business platform say.
package enum PeopleFault: String, CaseIterable, Sendable {
    case reportSurge = "report_surge"
    case deliveryDrop = "delivery_drop"
    case platformDisrupted = "platform_disrupted"
    case platformErrors = "platform_errors"
    case accountBlocked = "account_blocked"
    case requestsLimited = "requests_limited"
    case databaseSlow = "database_slow"
}
